"""Reading a QIF file: its records as a stream, their sense once the last one told how the file writes."""

from quitus.adapters.bank.encodings import ascii_head
from quitus.adapters.bank.qif.document import Document
from quitus.adapters.bank.qif.records import records
from quitus.domain.banking.statement import BankFile
from quitus.ports.bank_files import Bytes

SECTIONS = (b"!type:", b"!account", b"!option:", b"!clear:")


class QifReader:
    """QIF: bank accounts, cash and cards (`ports.bank_files.FormatReader`)."""

    def recognises(self, head: bytes) -> bool:
        """Whether a section comes first; empty records, blank lines and comments may stand before it."""
        for line in ascii_head(head).splitlines():
            text = line.strip()
            if text and text != b"^" and not text.startswith(b"#"):
                return text.lower().startswith(SECTIONS)
        return False

    def read(self, source: Bytes) -> BankFile:
        """One statement for each account; refuses a file that has none."""
        document = Document()
        for part in records(source):
            document.take(part)
        return document.finish()
