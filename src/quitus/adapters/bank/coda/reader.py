"""Reading a CODA file: one statement from each header to its trailer."""

from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.coda.layout import HEADER, VERSION, WIDTH
from quitus.adapters.bank.coda.statements import StatementParts
from quitus.adapters.bank.continuity import joined
from quitus.adapters.bank.fixed_width import Record, first_record, records, refuse_garbled
from quitus.adapters.bank.text import shown
from quitus.domain.banking.statement import BankFile, Statement
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

FORMAT = "CODA"
HEADER_CODE, TRAILER_CODE = "0", "9"
CODES = frozenset("12348")
MOVEMENT = "21"


class CodaReader:
    """The Belgian statement of 128 positions, version 2 (`ports.bank_files.FormatReader`).

    A file that ends before a trailer is cut short, and refused. The trailer's word that another statement follows
    is not listened to: programs that split files leave it as it was.
    """

    def recognises(self, head: bytes) -> bool:
        """Whether the file begins with the header of a statement, of any version."""
        return HEADER.match(first_record(head)) is not None

    def read(self, source: Bytes) -> BankFile:
        """The statements; refuses another version, what is no record of the format, and a file that is cut short."""
        document = _Document()
        for record in records(source, WIDTH):
            document.take(record)
        return document.finish()


class _Document:
    """The statements so far, and the one being read."""

    def __init__(self) -> None:
        self._statements: list[Statement] = []
        self._blocking = 0
        self._movements = Movements()
        self._open: StatementParts | None = None

    def take(self, record: Record) -> None:
        """Hand a record to the statement that it belongs to."""
        code = record.text[:1]
        if code == HEADER_CODE or record.text.startswith(MOVEMENT):
            self._movements.add()
        if code == HEADER_CODE and HEADER.match(record.text):
            self._begin(record)
        elif self._open and code == TRAILER_CODE:
            self._keep(self._open, self._open.end(record))
        elif self._open and code in CODES:
            self._open.take(record)
        else:
            raise Refused("bank_record_damaged", place=record.where, text=shown(record.text))

    def finish(self) -> BankFile:
        if self._open:
            raise Refused("bank_records_cut", record=TRAILER_CODE)
        return BankFile(FORMAT, joined(self._statements))

    def _begin(self, record: Record) -> None:
        version = record.text.rstrip()[-1:]
        if version != VERSION:
            raise Refused("bank_version_unknown", version=shown(version), known=VERSION)
        if self._open:
            self._open.note(f"0 {record.where}", "bank_trailer_missing")
            self._keep(self._open, self._open.finish())
        self._open = StatementParts(record)

    def _keep(self, parts: StatementParts, statement: Statement) -> None:
        self._blocking += parts.blocking
        refuse_garbled(self._blocking)
        self._statements.append(statement)
        self._open = None
