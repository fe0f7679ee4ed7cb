"""From the records of one CODA statement, as they come, to a `Statement`; its trailer counts and sums them."""

from dataclasses import dataclass, field
from decimal import Decimal

from quitus.adapters.bank.coda.groups import group_lines
from quitus.adapters.bank.coda.layout import AMOUNT as AMOUNT_DIGITS
from quitus.adapters.bank.coda.layout import (
    CREDIT,
    DEBIT,
    Account,
    account_of,
    described,
    new_balance,
    old_balance,
)
from quitus.adapters.bank.coda.movements import AMOUNT, Movement
from quitus.adapters.bank.fixed_width import Record, refuse_garbled
from quitus.adapters.bank.text import check_digits_hold, iban, shown
from quitus.domain.banking.statement import Balance, LineStatus, ReadProblem, Statement, StatementLine
from quitus.domain.refused import Refused

COUNTED = frozenset({"1", "21", "22", "23", "31", "32", "33", "8"})
APPLICATION, NO_APPLICATION = slice(83, 88), frozenset({"", "00000"})
DETAILS = frozenset("56789")
UNKNOWN = Account(None, None)
MOVED, LAST_DETAIL = "0000", "9999"
COUNT, DEBITS, CREDITS = slice(16, 22), slice(22, 37), slice(37, 52)


@dataclass(slots=True)
class StatementParts:
    """What has been read of a statement so far; `header` is its record 0."""

    header: Record
    account: Account = UNKNOWN
    lines: list[StatementLine] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    blocking: int = 0
    _balances: dict[str, Balance | None] = field(default_factory=dict)
    _structure: str = ""
    _counted: int = 0
    _debits: int = 0
    _credits: int = 0
    _group: list[Movement] = field(default_factory=list)
    _seen: bool = False
    _apart: bool = False
    _passing_over: bool = False

    def take(self, record: Record) -> None:
        """The next record, whatever it is, except header and trailer."""
        text = record.text
        kind = text[:1] if text[:1] in "148" else text[:2]
        self._counted += kind in COUNTED
        match kind:
            case "1" | "8" if kind not in self._balances:
                self._take_balance(record, kind)
            case "21":
                self._take_movement(Movement(f"21 {record.where}", text))
            case "22" | "23":
                self._attach(record, self._group and self._group[-1].take(text))
            case "31" | "32" | "33":
                self._attach(record, self._group and self._group[-1].take_information(text))
            case "4":
                pass  # a word of the bank to its customers, about no movement
            case _:
                self._pass_over(record, "bank_record_unknown")

    def end(self, trailer: Record) -> Statement:
        """The trailer, which counts records and sums what moved the account."""
        self._end_group()
        place, text = f"9 {trailer.where}", trailer.text
        if text[COUNT] != f"{self._counted:06d}":
            self.note(
                place, "bank_count_differs", told=shown(text[COUNT].lstrip("0")) or "0", counted=self._counted
            )
        if not self._apart:
            self._compare(place, "bank_debits_differ", text[DEBITS], self._debits)
            self._compare(place, "bank_credits_differ", text[CREDITS], self._credits)
        return self.finish()

    def finish(self) -> Statement:
        """The statement of what has been read."""
        self._end_group()
        for kind in sorted({"1", "8"} - self._balances.keys()):
            self.note(f"0 {self.header.where}", "bank_balance_missing", kind=kind)
        opening, closing = self._balances.get("1"), self._balances.get("8")
        if self._apart:  # of the sum that another statement tells, not of the account
            opening = closing = None
            told = Refused("bank_details_apart")
            self.problems.append(ReadProblem.of(f"0 {self.header.where}", told, blocks=False))
        return Statement(
            account=self.account.identification,
            currency=self.account.currency,
            opening=opening,
            closing=closing,
            lines=tuple(self.lines),
            problems=tuple(self.problems),
        )

    def note(self, where: str, code: str, **facts: object) -> None:
        """Something that blocks the balance."""
        self.blocking += 1
        refuse_garbled(self.blocking)
        self.problems.append(ReadProblem.of(where, Refused(code, **facts)))

    def _take_balance(self, record: Record, kind: str) -> None:
        """The old balance, with the account, or the new one."""
        self._end_group()
        text, place = record.text, f"{kind} {record.where}"
        if kind == "1":
            self._structure = text[1:2]
            self.account = account_of(text[5:42], self._structure)
            self._look_at_account(place)
        elif "1" in self._balances and (other := account_of(text[4:41], self._structure)) != self.account:
            told = Refused("bank_account_differs", account=_shown(self.account), other=_shown(other))
            self.problems.append(ReadProblem.of(place, told, blocks=False))
        self._balances[kind] = None
        try:
            read = old_balance if kind == "1" else new_balance
            self._balances[kind] = read(text, self.account.currency)
        except Refused as refusal:
            self.note(place, "bank_balance_unreadable", kind=kind, text=refusal.facts["text"])

    def _look_at_account(self, place: str) -> None:
        account = self.account.identification
        if account and account == iban(account) and not check_digits_hold(account):
            told = Refused("bank_account_check_digits", account=account)
            self.problems.append(ReadProblem.of(place, told, blocks=False))

    def _take_movement(self, movement: Movement) -> None:
        """What moves the account begins a group, its details join it."""
        if not self._seen:
            self._seen = True
            application = self.header.text[APPLICATION].strip()
            self._apart = application not in NO_APPLICATION and movement.kind in DETAILS
        first = self._group[0] if self._group else None
        same = first is not None and first.sequence == movement.sequence
        # Numbers begin anew after 9999, with a detail that is none the less.
        begins = movement.detail == MOVED and not (same and self._group[-1].detail == LAST_DETAIL)
        if begins or self._apart:
            self._end_group()
            self._sum(movement)
        elif not same:
            self._pass_over(Record(movement.where, movement.record), "bank_complement_stray")
            return
        self._group.append(movement)
        self._passing_over = False

    def _sum(self, movement: Movement) -> None:
        digits, sign = movement.record[AMOUNT], movement.record[31:32]
        if not AMOUNT_DIGITS.match(digits):
            return  # told with the movement
        self._credits += int(digits) if sign == CREDIT else 0
        self._debits += int(digits) if sign == DEBIT else 0

    def _compare(self, place: str, code: str, told: str, summed: int) -> None:
        written = f"{summed:015d}"
        if told != written:
            self.note(place, code, told=_decimal(told), summed=_decimal(written))

    def _attach(self, record: Record, attached: object) -> None:
        """A record about a movement that is not there: one is missing, however much was said of it."""
        if not attached and not self._passing_over:
            self._pass_over(record, "bank_complement_stray")

    def _pass_over(self, record: Record, code: str) -> None:
        self._end_group()
        self._passing_over = True
        self.note(record.where, code, line=described(record.text))

    def _end_group(self) -> None:
        """The movement and its details are complete: their lines and problems."""
        group, self._group = self._group, []
        if group:
            status = LineStatus.PENDING if self._apart else LineStatus.BOOKED
            lines, problems = group_lines(group, self.account.currency, status)
            self.lines += lines
            self.problems += problems
            self.blocking += sum(problem.blocks for problem in problems)
            refuse_garbled(self.blocking)


def _decimal(digits: str) -> str:
    """Fifteen digits as an amount with three decimals, or what stands there instead."""
    return f"{Decimal(digits).scaleb(-3):f}" if AMOUNT_DIGITS.match(digits) else shown(digits)


def _shown(account: Account) -> str:
    return shown(" ".join(filter(None, account)))
