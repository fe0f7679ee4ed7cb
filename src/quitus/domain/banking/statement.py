"""A bank statement as values: what it opens with, its lines, what it closes with, what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quitus.domain.banking.returned import Returned
from quitus.domain.money import Money
from quitus.domain.refused import Refused

# The formats of banks' standards whose statements end with a day; tables, OFX and QIF end when they were downloaded.
ENDS_WITH_ITS_DAYS = ("camt.053", "MT940", "CFONB120", "CODA")


class LineStatus(StrEnum):
    """Booked lines moved the balance; pending ones are announced, or told for information only."""

    BOOKED = "booked"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Batch:
    """An entry that its file divides into payments: its number in the statement, and what it says of itself."""

    number: int
    payments: int
    amount: Money
    label: str = ""
    bank_id: str | None = None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of the account, in the bank's words; money that comes in is positive.

    `iban` and `counterparty` are the other side's, `reference` what the payer gave to be recognised by,
    `bank_id` the bank's own number for the movement (not promised to be unique: see `line_keys`). `returned`: the file
    marks it as money that goes back. `batch`: the entry that it is one of several payments of.
    """

    booked: date
    value_date: date | None
    amount: Money
    label: str
    counterparty: str | None = None
    iban: str | None = None
    reference: str | None = None
    bank_id: str | None = None
    status: LineStatus = LineStatus.BOOKED
    returned: Returned | None = None
    batch: Batch | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What the bank says was on the account. `interim`: read in the course of a day, not at its end."""

    amount: Money
    day: date | None
    interim: bool = False


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something that a person should look at: where it is in the file, and why it could not be used.

    `code` and `facts` make a sentence of `ports/refusals.py`. `blocks`: the statement may lack money because
    of it, hence its balance can neither be confirmed nor denied.
    """

    where: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    blocks: bool = True

    @classmethod
    def of(cls, where: str, refusal: Refused, *, blocks: bool = True) -> "ReadProblem":
        """The refusal to read something, kept beside what was read."""
        return cls(where, refusal.code, refusal.facts, blocks)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one account did over one period, as one file tells it. Lines keep the file's order.

    `account` is the bank's identification, an IBAN where there is one, without spaces; `currency` the
    account's. `headers`: those of the table that it was read from; none where it was no table. A `report` of the day
    or a notice tells what the statement of the account tells again. `bank`: whose number `account` is, where it is no
    IBAN and the file says so.
    """

    account: str | None
    currency: str | None
    opening: Balance | None
    closing: Balance | None
    lines: tuple[StatementLine, ...]
    problems: tuple[ReadProblem, ...] = ()
    headers: tuple[str, ...] = ()
    report: bool = False
    bank: str | None = None

    @property
    def balanced(self) -> bool | None:
        """Whether opening + booked lines = closing; None where that cannot be known.

        It cannot when a balance is missing, when something unreadable may have moved the account, or when
        currencies mix. An interim closing confirms by agreeing and proves nothing by disagreeing: a report
        made during the day may list only what is new since the one before.
        """
        if self.opening is None or self.closing is None or any(found.blocks for found in self.problems):
            return None
        booked = [line.amount for line in self.lines if line.status is LineStatus.BOOKED]
        currencies = {money.currency for money in (*booked, self.opening.amount, self.closing.amount)}
        if len(currencies) > 1:
            return None
        reached = self.opening.amount.minor + sum(money.minor for money in booked)
        agrees = reached == self.closing.amount.minor
        return None if self.closing.interim and not agrees else agrees

    @property
    def account_name(self) -> str | None:
        """What the account is called, with its bank where the number alone may be another bank's too."""
        return f"{self.bank}/{self.account}" if self.bank and self.account else self.account

    @property
    def announces(self) -> bool:
        """Whether it only says ahead what the statement will tell. At the end of its day a report is a statement."""
        final = self.balanced is True and self.closing is not None and not self.closing.interim
        return self.report and not final


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file as read: its format ("camt.053"), its statements, and what in it is no statement at all."""

    format: str
    statements: tuple[Statement, ...]
    problems: tuple[ReadProblem, ...] = ()

    def every_problem(self) -> Iterator[ReadProblem]:
        """Those of the statements in their order, then those of the file."""
        for statement in self.statements:
            yield from statement.problems
        yield from self.problems
