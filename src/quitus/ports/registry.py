"""Which adapter answers which port: filled once at start by `config/wiring.py`, read everywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quitus.ports.bank_tables import BankTableReader
from quitus.ports.calendars import Calendars
from quitus.ports.document_folders import DocumentFolders
from quitus.ports.documents import DocumentRenderer
from quitus.ports.messages import MessageSender
from quitus.ports.secrets import Sealer
from quitus.ports.tables import TableFiles
from quitus.ports.transfer_files import TransferFiles


@dataclass(frozen=True, slots=True)
class Adapters:
    """The outside, as wired. `senders` makes a new sender for each kind of mail account ("smtp", "mailbox")."""

    calendars: Calendars
    sealer: Sealer
    bank_files: BankTableReader
    tables: TableFiles
    documents: DocumentFolders
    renderer: DocumentRenderer
    transfer_files: TransferFiles
    senders: Mapping[str, Callable[[], MessageSender]]


_wired: list[Adapters] = []


def wire(adapters: Adapters) -> None:
    """Put the adapters in place; the last call wins (tests put a counterpart in)."""
    _wired[:] = [adapters]


def adapters() -> Adapters:
    """The adapters; an error of the program when nothing was wired."""
    if not _wired:
        raise RuntimeError("no adapters wired: config/wiring.py runs when Django is set up")
    return _wired[0]
