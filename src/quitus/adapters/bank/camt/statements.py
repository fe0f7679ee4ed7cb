"""From the parts of one `Stmt`, `Rpt` or `Ntfctn`, as they come, to a `Statement`."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from lxml.etree import _Element

from quitus.adapters.bank.camt.details import Detail
from quitus.adapters.bank.camt.elements import Leaves, leaves, local, raw, text
from quitus.adapters.bank.camt.entries import (
    DIRECTIONS,
    described,
    entry_lines,
    entry_status,
)
from quitus.adapters.bank.text import check_digits_hold, iban, iso_date, shown, unsigned_money
from quitus.domain.banking.statement import Balance, LineStatus, ReadProblem, Statement, StatementLine
from quitus.domain.money import CURRENCY
from quitus.domain.refused import Refused

# Booked balances of the day's begin and end. Available and forward ones (OPAV, CLAV, FWAV, …) count money that
# is not there yet: no booked line adds up to them.
OPENING, PREVIOUS_CLOSING, INTERIM, CLOSING = "OPBD", "PRCD", "ITBD", "CLBD"
BALANCE_KINDS = frozenset({OPENING, PREVIOUS_CLOSING, INTERIM, CLOSING})
LONGEST_ACCOUNT = 34  # of an IBAN as of any other identification
# The last three: versions 001.01.
ACCOUNT_NAMES = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/UPIC", "Id/PrtryAcct/Id")


@dataclass(slots=True)
class StatementParts:
    """What has been read of a statement so far; `where` names it in problems ("Stmt[2]")."""

    where: str
    account: str | None = None
    currency: str | None = None
    reported: date | None = None
    balances: list[tuple[str, Balance]] = field(default_factory=list)
    lines: list[StatementLine] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    entries: int = 0
    entry: Leaves = field(default_factory=dict)
    details: list[Detail] = field(default_factory=list)

    def take_account(self, element: _Element) -> None:
        """The account, and the day of the report, which the standard writes before it."""
        found = leaves(element)
        written = text(found, *ACCOUNT_NAMES)
        self.account = iban(written) or (written and written[:LONGEST_ACCOUNT])
        if self.account and self.account == iban(written) and not check_digits_hold(self.account):
            refusal = Refused("bank_account_check_digits", account=self.account)
            self.problems.append(ReadProblem.of(f"{self.where}/Acct", refusal, blocks=False))
        currency = raw(found, "Ccy").strip()
        self.currency = currency if CURRENCY.match(currency) else None
        for before in element.itersiblings(preceding=True):
            if local(before) == "CreDtTm":
                with suppress(Refused):  # only used for a pending entry without date, where it is then missed
                    self.reported = iso_date(before.text or "")

    def take_balance(self, element: _Element) -> None:
        """A booked balance of the day's begin or end; others are not asked for."""
        found = leaves(element)
        kind = raw(found, "Tp/CdOrPrtry/Cd", "Tp/Cd").strip()
        if kind not in BALANCE_KINDS:
            return
        where = f"{self.where}/Bal[{kind}] l.{element.sourceline}"
        try:
            self.balances.append((kind, _balance(found, interim=kind == INTERIM)))
        except Refused as refusal:
            unread = Refused("bank_balance_unreadable", kind=kind, text=refusal.facts["text"])
            self.problems.append(ReadProblem.of(where, unread))

    def take_entry_so_far(self, element: _Element) -> None:
        """Keep the entry's fields, since what precedes a transaction is released with it."""
        for path, written in leaves(element).items():
            self.entry.setdefault(path, written)

    def take_entry(self, element: _Element) -> None:
        """The entry is complete: its lines, or its problem."""
        self.take_entry_so_far(element)
        entry, details, self.entry, self.details = self.entry, self.details, {}, []
        self.entries += 1
        where = f"{self.where}/Ntry[{self.entries}] l.{element.sourceline}"
        blocks = entry_status(entry) is not LineStatus.PENDING  # a pending entry moves no balance
        try:
            lines = entry_lines(
                entry, details, number=self.entries, own_iban=self.account, reported=self.reported
            )
        except Refused as refusal:
            found = Refused(refusal.code, **refusal.facts, line=described(entry, details))
            self.problems.append(ReadProblem.of(where, found, blocks=blocks))
            return
        self.lines += lines
        if self.account_currency not in (None, lines[0].amount.currency):
            found = Refused(
                "bank_currency_differs", line=described(entry, details), account=self.account_currency
            )
            self.problems.append(ReadProblem.of(where, found, blocks=blocks))

    @property
    def account_currency(self) -> str | None:
        """As the account says; else that of its first booked balance."""
        return self.currency or next((balance.amount.currency for _, balance in self.balances), None)

    def finish(self, *, report: bool) -> Statement:
        """The statement. `report`: the file is a camt.052, made during the day, or a notice (camt.054)."""
        currency = self.account_currency or _common(line.amount.currency for line in self.lines)
        usable = [(kind, balance) for kind, balance in self.balances if balance.amount.currency == currency]
        self._note_foreign_balances(currency, {kind for kind, _ in usable})
        opening, closing = _frame(usable)
        if closing and not report:
            # In a statement an interim balance ends a page, and its lines are all there.
            closing = replace(closing, interim=False)
        return Statement(
            account=self.account,
            currency=currency,
            opening=opening,
            closing=closing,
            lines=tuple(self.lines),
            problems=tuple(self.problems),
            report=report,
        )

    def _note_foreign_balances(self, currency: str | None, found: set[str]) -> None:
        """A balance in another currency says nothing, unless the bank only repeats it in other currencies."""
        for kind, balance in self.balances:
            if balance.amount.currency != currency and kind not in found:
                refusal = Refused("bank_currency_differs", line=f"{kind} {balance.amount}", account=currency)
                self.problems.append(ReadProblem.of(f"{self.where}/Bal[{kind}]", refusal))


def _balance(found: Leaves, *, interim: bool) -> Balance:
    amount = unsigned_money(raw(found, "Amt"), raw(found, "Amt@Ccy"))
    direction = raw(found, "CdtDbtInd").strip()
    if direction not in DIRECTIONS:
        raise Refused("bank_direction_unreadable", text=shown(direction))
    day = raw(found, "Dt/Dt", "Dt/DtTm")
    signed = amount if DIRECTIONS[direction] > 0 else -amount
    return Balance(signed, iso_date(day) if day else None, interim)


def _frame(balances: list[tuple[str, Balance]]) -> tuple[Balance | None, Balance | None]:
    """Opening and closing among the booked balances of one currency.

    A statement over several days may repeat both for each day: the earliest opens it, the latest closes it.
    Interim ones stand in at the edges of a page: the first where no opening is given but an end is, the last
    where no closing is.
    """
    of = {kind: [balance for found, balance in balances if found == kind] for kind in BALANCE_KINDS}
    opening = min(of[OPENING] or of[PREVIOUS_CLOSING], key=_day, default=None)
    closing = max(reversed(of[CLOSING]), key=_day, default=None)
    interim = of[INTERIM]
    if opening is None and interim and (closing or len(interim) > 1):
        opening = interim.pop(0)
    if closing is None and interim:
        closing = interim[-1]
    return opening, closing


def _day(balance: Balance) -> date:
    return balance.day or date.min


def _common(currencies: Iterable[str]) -> str | None:
    """The one currency of all, or None for none or several."""
    found = set(currencies)
    return found.pop() if len(found) == 1 else None
