"""Reading a CFONB 120 file: which record belongs to which statement."""

from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.cfonb.layout import (
    COMPLEMENT,
    HEAD,
    MOVEMENT,
    NEW_BALANCE,
    OLD_BALANCE,
    WIDTH,
    account_of,
)
from quitus.adapters.bank.cfonb.statements import StatementParts
from quitus.adapters.bank.continuity import joined
from quitus.adapters.bank.fixed_width import Record, first_record, records, refuse_garbled
from quitus.adapters.bank.text import shown
from quitus.domain.banking.statement import BankFile, Statement
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

FORMAT = "CFONB120"
SHORTEST = 40  # up to the date: what is shorter is no record
CODES = frozenset({OLD_BALANCE, MOVEMENT, COMPLEMENT, NEW_BALANCE})
COUNTED = frozenset({OLD_BALANCE, MOVEMENT})


class CfonbReader:
    """The French statement of 120 positions (`ports.bank_files.FormatReader`).

    A file whose last statement has no new balance is cut short, and refused. Elsewhere a record that is missing
    is told, and what is there is read.
    """

    def recognises(self, head: bytes) -> bool:
        """Whether the file begins with a record of this format, be it not the first of a statement."""
        record = first_record(head)
        return record[:2] in CODES and HEAD.match(record) is not None

    def read(self, source: Bytes) -> BankFile:
        """The statements; refuses what is no record of this format, and a file that ends amid a statement."""
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
        code = record.text[:2]
        if not HEAD.match(record.text):
            if self._open is None or code not in CODES or len(record.text) < SHORTEST:
                raise Refused("bank_record_damaged", place=record.where, text=shown(record.text))
            code = ""
        if code in COUNTED:
            self._movements.add()
        match code:
            case "01":
                self._end_early(record)
                self._open = StatementParts(account_of(record.text))
                self._open.open(record)
            case "04":
                self._opened(record).take_movement(record)
            case "05":
                self._opened(record).take_complement(record)
            case "07":
                self._close(record)
            case _:
                self._opened(record).take_unknown(record)

    def finish(self) -> BankFile:
        if self._open:
            raise Refused("bank_records_cut", record=NEW_BALANCE)
        return BankFile(FORMAT, joined(self._statements))

    def _opened(self, record: Record) -> StatementParts:
        """The statement being read; a record outside of any opens one, of which the beginning is missing."""
        if self._open is None:
            self._open = StatementParts(account_of(record.text))
            self._open.note(
                f"{record.text[:2]} {record.where}", "bank_opening_missing", line=shown(record.text)
            )
        return self._open

    def _close(self, record: Record) -> None:
        if self._open and not self._open.account.same_as(account_of(record.text)):
            self._end_early(record)
        statement = self._opened(record)
        self._keep(statement, statement.close(record))

    def _end_early(self, record: Record) -> None:
        """Another statement begins before this one had its new balance."""
        if self._open:
            self._open.note(
                f"{record.text[:2]} {record.where}", "bank_closing_missing", line=shown(record.text)
            )
            self._keep(self._open, self._open.finish())

    def _keep(self, parts: StatementParts, statement: Statement) -> None:
        self._blocking += parts.blocking
        refuse_garbled(self._blocking)
        self._statements.append(statement)
        self._open = None
