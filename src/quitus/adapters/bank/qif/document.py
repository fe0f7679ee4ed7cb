"""The sections of a QIF file as they come, to a statement for each account."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from quitus.adapters.bank.amounts import decimal_mark
from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.qif.dates import DateOrders, day
from quitus.adapters.bank.qif.movements import (
    RawMovement,
    Sense,
    money,
    movement_amount,
    movement_day,
    movement_line,
    raw_movement,
    split_sum,
)
from quitus.adapters.bank.qif.records import Record, Section
from quitus.adapters.bank.text import iban, shown, tidy
from quitus.domain.banking.statement import Balance, BankFile, ReadProblem, Statement, StatementLine
from quitus.domain.refused import Refused

LONGEST_ACCOUNT = 34
MOST_STATEMENTS = 10_000
MOST_PROBLEMS = 10_000
ACCOUNTS = frozenset({"bank", "banque", "cash", "caisse", "ccard", "oth a", "oth l"})
INVESTMENTS = frozenset({"invst", "port", "mutual", "401(k)/403(b)"})
NUMBER = re.compile("[-+0-9.,' ]+\\Z")
# Lists of a program; they move nothing.
LISTS = frozenset({"cat", "class", "memorized", "security", "prices", "budget", "tag", "template"})


@dataclass(slots=True)
class Account:
    """What an `!Account` record says: a name, and a balance on some day."""

    name: str | None
    balance: str
    day: str


@dataclass(slots=True)
class Part:
    """What has been read of one account's movements; `title` is that of its section, `kind` what it means."""

    title: str
    kind: str
    account: Account | None
    opening: RawMovement | None = None
    movements: deque[RawMovement] = field(default_factory=deque)

    def where(self, line: int) -> str:
        return f"!{self.title} l.{line}"


class Document:
    """The accounts so far, and what the section being read is about."""

    def __init__(self) -> None:
        self._orders = DateOrders()
        self._marks: set[str] = set()
        self._account: Account | None = None
        self._listed = 0  # records of the `!Account` section
        self._parts: list[Part] = []
        self._title = ""
        self._take_record: Callable[[Record], None] = self._take_unknown
        self._first = False
        self._movements = Movements()
        self._aside: dict[str, int] = {}
        self._investments = False
        self._problems: list[ReadProblem] = []

    def take(self, found: Record | Section) -> None:
        """The next section or record."""
        if isinstance(found, Section):
            self._begin(found)
        else:
            self._take_record(found)

    def finish(self) -> BankFile:
        """The file; refuses one that has no account's movements."""
        if not self._parts:
            if unknown := next((found for found in self._problems if found.blocks), None):
                raise Refused(unknown.code, **unknown.facts)
            raise Refused("bank_investments_only" if self._investments else "bank_statement_missing")
        sense = Sense(self._orders.order, self._marks.pop() if len(self._marks) == 1 else None)
        statements = tuple(_statement(part, sense) for part in self._parts)
        if self._orders.ambiguous:
            self._problems.append(ReadProblem.of("D", Refused("bank_dates_ambiguous"), blocks=False))
        if self._aside:
            where = f"l.{next(iter(self._aside.values()))}"
            refusal = Refused("bank_sections_left_aside", kinds=", ".join(self._aside))
            self._problems.append(ReadProblem.of(where, refusal, blocks=False))
        return BankFile("QIF", statements, tuple(self._problems))

    def _begin(self, section: Section) -> None:
        self._title = shown(readable(section.title))
        self._take_record = self._take_unknown
        subject, _, kind = (word.strip() for word in self._title.lower().partition(":"))
        if subject == "account":
            self._account, self._listed = None, 0
            self._take_record = self._take_account
        elif subject == "type" and kind in ACCOUNTS:
            self._begin_part(kind)
            self._take_record = self._take_movement
        elif subject == "type" and kind in LISTS | INVESTMENTS:
            self._investments = self._investments or kind in INVESTMENTS
            self._aside.setdefault(self._title.partition(":")[2].strip(), section.line)
            self._take_record = self._leave_aside
        elif (subject, kind) == ("clear", "autoswitch"):
            self._account = None  # the list of accounts ends; none of them is meant

    def _begin_part(self, kind: str) -> None:
        """A section goes on with the account before when neither its kind nor its account is another."""
        last = self._parts[-1] if self._parts else None
        if last is None or last.kind != kind or last.account is not self._account:
            self._add_part(kind)
        self._first = True

    def _add_part(self, kind: str) -> None:
        if len(self._parts) >= MOST_STATEMENTS:
            raise Refused("bank_xml_abnormal")
        self._parts.append(Part(self._title, kind, self._account))

    def _take_movement(self, record: Record) -> None:
        self._movements.add()
        raw = raw_movement(record)
        self._orders.see(raw.day)
        self._see_amounts(*raw.amounts, *raw.splits)
        if raw.opening and self._first:
            if self._parts[-1].movements or self._parts[-1].opening:
                self._add_part(self._parts[-1].kind)
            self._parts[-1].opening = raw
        else:
            self._parts[-1].movements.append(raw)
        self._first = False

    def _take_account(self, record: Record) -> None:
        """One account alone is the one that the next section is about; several are a list."""
        found = {letter: readable(text) for letter, text in record.values if text}
        for letter, text in record.values:
            if letter == "T" and NUMBER.match(text):  # kinds of accounts have letters
                self._problem(record, Refused("bank_movement_stray", text=shown(text)))
        if "N" not in found:
            return
        self._listed += 1
        account = Account(_account_name(found["N"]), found.get("$", ""), found.get("/", ""))
        self._account = account if self._listed == 1 else None
        self._orders.see(account.day)
        self._see_amounts(account.balance)

    def _leave_aside(self, record: Record) -> None:
        """Categories, prices and the like."""

    def _take_unknown(self, record: Record) -> None:
        self._problem(record, Refused("bank_section_unknown", title=f"!{self._title}"))
        self._take_record = self._leave_aside  # told once

    def _see_amounts(self, *texts: str) -> None:
        self._marks.update(mark for text in texts if (mark := decimal_mark(text)))

    def _problem(self, record: Record, refusal: Refused) -> None:
        self._problems.append(ReadProblem.of(f"!{self._title} l.{record.line}", refusal))
        if len(self._problems) > MOST_PROBLEMS:
            raise Refused("bank_file_garbled", most=MOST_PROBLEMS)


def _account_name(written: str) -> str | None:
    return iban(written) or (tidy(written) or "")[:LONGEST_ACCOUNT] or None


def _statement(part: Part, sense: Sense) -> Statement:
    """The statement of one account; its raw movements are used up."""
    lines: list[StatementLine] = []
    problems: list[ReadProblem] = []
    opening = _opening(part, sense, problems)
    while part.movements:
        raw = part.movements.popleft()
        try:
            lines.append(movement_line(raw, sense))
            if (shared := split_sum(raw, sense)) is not None:
                raise Refused("bank_split_differs", text=shared)
        except Refused as refusal:
            told = Refused(refusal.code, **refusal.facts, line=raw.described())
            problems.append(ReadProblem.of(part.where(raw.line), told))
        if len(problems) > MOST_PROBLEMS:
            raise Refused("bank_file_garbled", most=MOST_PROBLEMS)
    closing = _closing(part, sense, lines, problems)
    name = part.account.name if part.account else None
    return Statement(name, None, opening, closing, tuple(lines), tuple(problems))


def _opening(part: Part, sense: Sense, problems: list[ReadProblem]) -> Balance | None:
    raw = part.opening
    if raw is None:
        return None
    try:
        return Balance(movement_amount(raw, sense), movement_day(raw, sense))
    except Refused:
        unread = Refused("bank_balance_unreadable", kind="Opening Balance", text=raw.described())
        problems.append(ReadProblem.of(part.where(raw.line), unread))
        return None


def _closing(
    part: Part, sense: Sense, lines: list[StatementLine], problems: list[ReadProblem]
) -> Balance | None:
    """The balance of the account's record. It may be of a day before the last movements, or of no day at all."""
    account = part.account
    if account is None or not account.balance:
        return None
    try:
        amount = money(account.balance, sense)
        on = day(account.day, sense.order) if account.day else None
    except Refused as refusal:
        unread = Refused("bank_balance_unreadable", kind="!Account", text=refusal.facts["text"])
        problems.append(ReadProblem.of("!Account", unread))
        return None
    return Balance(amount, on, interim=on is None or any(line.booked > on for line in lines))
