"""From the fields of one message, as they come, to a page of a statement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.mt import amounts
from quitus.adapters.bank.mt.accounts import account_of, currency_of, identification
from quitus.adapters.bank.mt.amounts import Total
from quitus.adapters.bank.mt.details import statement_line
from quitus.adapters.bank.mt.fields import OTHER_TEXT, TEXT, Field
from quitus.adapters.bank.mt.movements import looks_like_a_movement, movement
from quitus.adapters.bank.text import check_digits_hold, iban, shown
from quitus.domain.banking.statement import Balance, ReadProblem, StatementLine
from quitus.domain.refused import Refused

# Kinds of messages with the fields of a statement; 950 is the MT940 that banks send each other.
REPORT = "942"
STATEMENT_KINDS = frozenset({"", "940", "941", "950", REPORT})
HEADERS = ("21", "25", "25P", "28", "28C")
# A file with more of them is no bank's.
MOST_PROBLEMS = 1_000
MOST_TEXTS = 100  # of one movement; the standard has one
_NUMBER = re.compile(r"([0-9]{1,12})(?:/([0-9]{1,12}))?")


@dataclass(slots=True)
class Message:
    """What has been read of a message so far: one page of a statement, or a report.

    `number` is the line where it begins, `kind` what its envelope says, `enveloped` whether it has one. A mark is
    the letter of the balance: F at the edge of the statement, M at the edge of a page.
    """

    number: int
    kind: str = ""
    enveloped: bool = False
    ended: bool = False
    begun: bool = False
    identification: str = ""
    statement_number: int | None = None
    sequence: int | None = None
    opening_mark: str | None = None
    opening: Balance | None = None
    closing_mark: str | None = None
    closing: Balance | None = None
    totals: dict[str, Total] = field(default_factory=dict)
    lines: list[StatementLine] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    _currency: str | None = None
    _announced: bool = False  # has fields that only a report has
    _movement: Field | None = None
    _texts: dict[str, list[list[str]]] = field(default_factory=lambda: {TEXT: [], OTHER_TEXT: []})
    _waiting: list[tuple[Field, dict[str, list[list[str]]]]] = field(default_factory=list)

    @property
    def report(self) -> bool:
        """Whether it is an MT942: by its envelope, else by its fields."""
        if self.kind:
            return self.kind == REPORT
        balances = self.opening_mark or self.closing_mark
        return self._announced or bool(self.totals and not balances)

    @property
    def where(self) -> str:
        """As problems of the whole message name it."""
        return f":20: l.{self.number}"

    @property
    def empty(self) -> bool:
        """Whether it says nothing about any account."""
        told = self.identification or self.opening_mark or self.closing_mark or self.totals
        return not (told or self.lines or self.problems or self._movement or self._waiting)

    @property
    def currency(self) -> str | None:
        return self._currency or currency_of(self.identification)

    @property
    def account(self) -> str | None:
        return account_of(self.identification, self.currency)

    @property
    def blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    def take(self, found: Field) -> None:
        """The next field."""
        self.begun = True
        if found.tag in (TEXT, OTHER_TEXT):
            if self._movement:  # else it is about the account, or the statement
                self._take_text(found)
        else:
            self._finish_movement()
            self._take_other(found)
        for line in found.lines[1:]:
            self._suspect(found, line)

    def tell(self, where: str, refusal: Refused, *, blocks: bool = True) -> None:
        """Keep a problem; refuse the file where there are too many of them."""
        self.problems.append(ReadProblem.of(where, refusal, blocks=blocks))
        if len(self.problems) > MOST_PROBLEMS:
            raise Refused("bank_file_garbled", most=MOST_PROBLEMS)

    def finish(self, *, last: bool) -> None:
        """Nothing follows in this message. `last`: nor in the file, which must not end in the middle of it."""
        self._finish_movement()
        waiting, self._waiting = self._waiting, []
        for found, texts in waiting:
            self._add(found, texts)
        unfinished = self.enveloped and not self.ended
        if last and (unfinished or not (self.report or self.closing_mark)):
            raise Refused("bank_file_cut_short", missing="-}" if unfinished else ":62F:")
        if unfinished or (last and self.report and not (self.ended or self.totals)):
            self.tell(self.where, Refused("bank_end_not_told"))
        if not self.report:
            for tag, mark in ((":60F:", self.opening_mark), (":62F:", self.closing_mark)):
                if mark is None:
                    self.tell(self.where, Refused("bank_tag_missing", tag=tag))
        self._check_currency()
        account = self.account
        if account and iban(account) and not check_digits_hold(account):
            wrong = Refused("bank_account_check_digits", account=account)
            self.tell(self.where, wrong, blocks=False)

    def _take_text(self, found: Field) -> None:
        texts = self._texts[found.tag]
        texts.append(found.lines)
        if len(texts) > MOST_TEXTS:
            raise Refused("bank_line_abnormal", number=found.number)

    def _take_other(self, found: Field) -> None:
        match found.tag:
            case "60F" | "60M" | "62F" | "62M":
                self._take_balance(found)
            case "61":
                self._movement = found
            case "25" | "25P" | "28" | "28C":
                self._take_header(found)
            case "34F":
                self._take_floor(found)
            case "90C" | "90D":
                self._take_total(found)
            case "13" | "13D":
                self._announced = True
            case "20" | "21" | "64" | "65":
                pass
            case _:
                self._suspect(found, found.lines[0])

    def _take_header(self, found: Field) -> None:
        if self.opening_mark or self.lines or self._waiting:
            self._tell_misplaced(found)
        elif found.tag.startswith("25"):
            self.identification = identification(found.lines)
        elif number := _NUMBER.match(found.lines[0].strip(" ")):
            self.statement_number, self.sequence = int(number[1]), int(number[2]) if number[2] else None

    def _take_balance(self, found: Field) -> None:
        opens = found.tag.startswith("60")
        balance = self._balance(found)
        if self.opening_mark if opens else self.closing_mark:
            if balance != (self.opening if opens else self.closing):
                self._tell_misplaced(found)
        elif opens:
            self.opening_mark, self.opening = found.tag[2], balance
        else:
            self.closing_mark, self.closing = found.tag[2], balance
        if balance:
            self._know_currency(balance.amount.currency)

    def _balance(self, found: Field) -> Balance | None:
        kind = f":{found.tag}:"
        try:
            told = amounts.balance(found.lines, self.currency)
        except Refused as refusal:
            self.tell(found.where, Refused("bank_balance_unreadable", kind=kind, text=refusal.facts["text"]))
            return None
        if told.day:
            odd = Refused("bank_balance_day_unreadable", kind=kind, text=told.day)
            self.tell(found.where, odd, blocks=False)
        return told.balance

    def _tell_misplaced(self, found: Field) -> None:
        line = shown(readable(found.written))
        self.tell(found.where, Refused("bank_tag_misplaced", tag=f":{found.tag}:", line=line))

    def _take_floor(self, found: Field) -> None:
        self._announced = True
        try:
            floor = amounts.floor_limit(found.lines)
        except Refused as refusal:
            self.tell(
                found.where, Refused("bank_balance_unreadable", kind=":34F:", text=refusal.facts["text"])
            )
            return
        self._know_currency(floor.currency)
        if floor:
            self.tell(found.where, Refused("bank_floor_limit", amount=str(floor)))

    def _take_total(self, found: Field) -> None:
        kind = f":{found.tag}:"
        try:
            self.totals[kind] = amounts.total(found.lines)
        except Refused as refusal:
            self.tell(found.where, Refused("bank_balance_unreadable", kind=kind, text=refusal.facts["text"]))
            return
        self._know_currency(self.totals[kind].sum.currency)

    def _know_currency(self, told: str | None) -> None:
        self._currency = self._currency or told

    def _finish_movement(self) -> None:
        """The movement and its texts are complete; it waits where the currency comes only with the closing."""
        found, texts = self._movement, self._texts
        if found is None:
            return
        self._movement, self._texts = None, {TEXT: [], OTHER_TEXT: []}
        if self._currency and not self._waiting:
            self._add(found, texts)
        else:
            self._waiting.append((found, texts))

    def _add(self, found: Field, texts: dict[str, list[list[str]]]) -> None:
        try:
            if self.currency is None:
                raise Refused("bank_currency_missing")
            opened = self.opening.day if self.opening else None
            read = movement(found.lines, self.currency, opened)
        except Refused as refusal:
            line = _described(found, texts[TEXT])
            self.tell(found.where, Refused(refusal.code, **refusal.facts, line=line))
            return
        self.lines.append(statement_line(read, texts[TEXT], texts[OTHER_TEXT]))
        if read.unread_day:
            line = _described(found, texts[TEXT])
            odd = Refused("bank_value_date_unreadable", text=read.unread_day, line=line)
            self.tell(found.where, odd, blocks=False)

    def _check_currency(self) -> None:
        """The opening gives the currency; a closing in another one is none of these movements'."""
        for kind, balance in ((":60F:", self.opening), (":62F:", self.closing)):
            if balance and balance.amount.currency != self.currency:
                other = Refused(
                    "bank_currency_differs", line=f"{kind} {balance.amount}", account=self.currency
                )
                self.tell(self.where, other)

    def _suspect(self, found: Field, line: str) -> None:
        if looks_like_a_movement(line):
            hidden = Refused("bank_line_not_understood", line=shown(readable(line)))
            self.tell(found.where, hidden)


def _described(found: Field, texts: Sequence[Sequence[str]]) -> str:
    """The movement as its problem shows it: whatever is there, unjudged."""
    return shown(readable(" ".join([found.written, *(" ".join(lines) for lines in texts)])))
