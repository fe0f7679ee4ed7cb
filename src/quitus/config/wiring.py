"""Which adapter answers which port. The only place that knows both sides."""

from django.conf import settings

from quitus.adapters.calendars.public_holidays import PublicHolidays
from quitus.adapters.documents.pdf_folder import PdfFolders
from quitus.adapters.documents.typst.renderer import TypstRenderer
from quitus.adapters.messages.mailbox import MailboxSender
from quitus.adapters.messages.smtp import SmtpSender
from quitus.adapters.secrets.fernet import FernetSealer
from quitus.adapters.tables.any_file import AnyTableFiles
from quitus.adapters.transfers.pain001 import Pain001
from quitus.config.bank_files import bank_files
from quitus.ports.registry import Adapters, wire


def wire_adapters() -> None:
    """Fill the registry; called once, when Django is set up."""
    wire(
        Adapters(
            calendars=PublicHolidays(),
            sealer=FernetSealer(settings.SECRET_KEY),
            bank_files=bank_files(),
            tables=AnyTableFiles(),
            documents=PdfFolders(),
            renderer=TypstRenderer(),
            transfer_files=Pain001(),
            senders={"smtp": SmtpSender, "mailbox": MailboxSender},
        )
    )
