"""From the records of one account and period, as they come, to a `Statement`."""

from dataclasses import dataclass, field

from quitus.adapters.bank.cfonb.layout import Account, account_of, balance_of, described
from quitus.adapters.bank.cfonb.movements import Movement
from quitus.adapters.bank.fixed_width import Record, refuse_garbled
from quitus.adapters.bank.text import shown
from quitus.domain.banking.statement import Balance, ReadProblem, Statement, StatementLine
from quitus.domain.money import CURRENCY
from quitus.domain.refused import Refused


@dataclass(slots=True)
class StatementParts:
    """What has been read of a statement so far; `account` is that of its first record."""

    account: Account
    opening: Balance | None = None
    closing: Balance | None = None
    lines: list[StatementLine] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    blocking: int = 0
    _movement: Movement | None = None
    _passing_over: bool = False

    def open(self, record: Record) -> None:
        """The old balance."""
        self.opening = self._balance(record, "01")

    def note(self, where: str, code: str, **facts: object) -> None:
        """Something that blocks the balance."""
        self.blocking += 1
        refuse_garbled(self.blocking)
        self.problems.append(ReadProblem.of(where, Refused(code, **facts)))

    def take_movement(self, record: Record) -> None:
        """A movement of this account; one of another account in its midst is told, and taken nowhere."""
        self._end_movement()
        other = account_of(record.text)
        self._passing_over = not other.same_as(self.account)
        if self._passing_over:
            self._note_other(record, other)
        else:
            self._movement = Movement(f"04 {record.where}", record.text)

    def take_complement(self, record: Record) -> None:
        """More about the movement before it; without one, a movement is missing."""
        if self._movement and self._movement.belongs(record.text):
            self._movement.take(record.text)
        elif not self._passing_over:
            self._passing_over = True  # one movement is missing, however many complements it had
            self._end_movement()
            self.note(f"05 {record.where}", "bank_complement_stray", line=described(record.text))

    def take_unknown(self, record: Record) -> None:
        """A record of an unknown kind may be a movement."""
        self._end_movement()
        self._passing_over = True
        self.note(record.where, "bank_record_unknown", line=described(record.text))

    def close(self, record: Record) -> Statement:
        """The new balance ends it."""
        self.closing = self._balance(record, "07")
        other = account_of(record.text)
        if other != self.account:
            told = Refused(
                "bank_account_differs",
                account=_shown(self.account),
                other=_shown(other),
                line=described(record.text),
            )
            self.problems.append(ReadProblem.of(f"07 {record.where}", told, blocks=False))
        return self.finish()

    def finish(self) -> Statement:
        """The statement of what has been read."""
        self._end_movement()
        currency = self.account.currency
        return Statement(
            account=self.account.identification,
            currency=currency if CURRENCY.match(currency) else None,
            opening=self.opening,
            closing=self.closing,
            lines=tuple(self.lines),
            problems=tuple(self.problems),
        )

    def _end_movement(self) -> None:
        """The movement is complete: its line, or its problem."""
        movement, self._movement = self._movement, None
        if movement is None:
            return
        try:
            self.lines.append(movement.line())
        except Refused as refusal:
            self.note(movement.where, refusal.code, **refusal.facts, line=described(movement.record))
            return
        if doubtful := movement.doubtful_value_date:
            told = Refused(
                "bank_value_date_unreadable", text=shown(doubtful), line=described(movement.record)
            )
            self.problems.append(ReadProblem.of(movement.where, told, blocks=False))

    def _note_other(self, record: Record, other: Account) -> None:
        self.note(
            f"04 {record.where}",
            "bank_record_of_other_account",
            account=_shown(self.account),
            other=_shown(other),
            line=described(record.text),
        )

    def _balance(self, record: Record, kind: str) -> Balance | None:
        self._end_movement()
        try:
            return balance_of(record.text)
        except Refused as refusal:
            self.note(
                f"{kind} {record.where}", "bank_balance_unreadable", kind=kind, text=refusal.facts["text"]
            )
            return None


def _shown(account: Account) -> str:
    return shown(" ".join(account))
