"""What has accrued on a late instalment and was not claimed yet: interest day by day, the indemnity once an invoice.

It is computed whenever somebody asks, and stored only when it is claimed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from quitus.domain.charges.claimed import (
    ONE_DAY,
    ClaimedDays,
    ClaimedInterest,
    Days,
    Stretch,
    claimed_days,
    unclaimed,
)
from quitus.domain.charges.late_terms import LateTerms
from quitus.domain.days import Calendar
from quitus.domain.law.accrual import Accruals
from quitus.domain.law.countries import CountryLaw, DebtorKind, LateRule, Starts
from quitus.domain.law.interest import interest_on
from quitus.domain.law.rates import RateTable, agreed_rate
from quitus.domain.law.worksheet import Basis, Conventions, Reduction, Rounding, Worksheet
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused

NO_HOLIDAYS = Calendar()


@dataclass(frozen=True, slots=True)
class LateDebt:
    """An instalment past its due date, as far as its charges depend on it.

    `reductions`: (day, minor units) that lowered the principal, oldest first. `claimed`: the interest that was claimed
    on it. `notice_on`: the day the debtor received a formal notice. `insolvent_on`: the opening judgment, from which
    nothing accrues (C. com. L622-28). `owed`: False where credit notes alone settled it, or money in time.
    """

    instalment_id: int
    invoice_id: int
    client_id: int
    debtor: DebtorKind
    due: date
    amount_minor: int
    currency: str
    reductions: tuple[tuple[date, int], ...] = ()
    claimed: tuple[ClaimedInterest, ...] = ()
    indemnity_claimed: bool = False
    notice_on: date | None = None
    insolvent_on: date | None = None
    owed: bool = True
    terms: LateTerms = field(default_factory=LateTerms)


@dataclass(frozen=True, slots=True)
class Accrued:
    """What one instalment bears beside its principal; `indemnity` is None where none is owed any more, or ever.

    `already`: what was claimed of the worksheet's interest, where the worksheet goes over claimed days once more.
    `refused`: why its interest cannot be reckoned; the worksheet is then empty.
    """

    debt: LateDebt
    worksheet: Worksheet
    indemnity: Money | None
    already: Money | None = None
    refused: Refused | None = None

    @property
    def interest(self) -> Money:
        """What is to be claimed yet."""
        return self.worksheet.interest - self.already if self.already else self.worksheet.interest

    @property
    def total(self) -> Money:
        """Interest and indemnity."""
        return self.interest + self.indemnity if self.indemnity else self.interest


class ChargeRules:
    """The charges of many late instalments by one law: tables of rates are prepared once."""

    def __init__(self, law: CountryLaw, on: date, calendar: Calendar = NO_HOLIDAYS) -> None:
        self._law = law
        self._on = on
        self._calendar = calendar
        self._fast: dict[tuple[DebtorKind, object, date | None], Accruals] = {}

    def accrued(self, debt: LateDebt) -> Accrued:
        """With every row of the calculation. Refused: rate_missing, and where the law is not known.

        Where a payment was taken back after a claim, its days bear more interest than was claimed: the worksheet
        goes over them once more, by the terms of then, and what was claimed is deducted.
        """
        sheets, already = [], 0
        for days in claimed_days(debt.claimed):
            if self._owed_for(debt, days) > days.minor:
                sheets += [
                    self._sheet(debt, stretch) for stretch in self._owed_stretches(debt, days.stretches)
                ]
                already += days.minor
        sheets += [self._sheet(debt, stretch) for stretch in self._unclaimed(debt)]
        deducted = Money(already, debt.currency) if already else None
        return Accrued(debt, _joined(sheets, debt), self._indemnity(debt), deducted)

    def accrued_or_why(self, debt: LateDebt) -> Accrued:
        """The same, but what cannot be reckoned says why instead of refusing: other debts do not suffer from it.

        The indemnity needs no rate, and stands beside it where the law is known.
        """
        try:
            return self.accrued(debt)
        except Refused as refusal:
            nothing = Worksheet((), Money(0, debt.currency), debt.terms.conventions)
            return Accrued(debt, nothing, self._known_indemnity(debt), refused=refusal)

    def moved(self, debt: LateDebt) -> dict[int, int]:
        """What of each charge of interest was never owed, minor units by its id; below zero for what is owed again.

        Each claim is weighed for its own days and by its own terms: a claim that was waived, or paid, says nothing of
        the next one.
        """
        moved: dict[int, int] = {}
        for days in claimed_days(debt.claimed):
            moved |= days.moved(self._owed_for(debt, days))
        return moved

    def interest_minor(self, debt: LateDebt) -> int:
        """The interest alone, for lists of a hundred thousand. Refused as `accrued`."""
        short = 0
        for days in claimed_days(debt.claimed) if debt.claimed else ():
            short += max(0, self._owed_for(debt, days) - days.minor)
        return short + sum(self._minor(debt, stretch) for stretch in self._unclaimed(debt))

    def _owed_for(self, debt: LateDebt, days: ClaimedDays) -> int:
        """What is owed for days that were claimed, by all that is known now."""
        return sum(self._minor(debt, stretch) for stretch in self._owed_stretches(debt, days.stretches))

    def _owed_stretches(self, debt: LateDebt, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Those days of the stretches that bear interest."""
        found = []
        for stretch in stretches:
            window = self._window(debt, stretch.terms)
            if window is None:
                continue
            first, last = max(stretch.first, window[0]), min(stretch.last, window[1])
            if first <= last and _left_on(debt, first - ONE_DAY) > 0:
                found.append(Stretch(first, last, stretch.terms))
        return found

    def _unclaimed(self, debt: LateDebt) -> list[Stretch]:
        """The days that bear interest by the terms of now, and that no claim was for."""
        window = self._window(debt, debt.terms)
        if window is None:
            return []
        left = unclaimed(window, debt.claimed) if debt.claimed else [window]
        return [
            Stretch(first, last, debt.terms) for first, last in left if _left_on(debt, first - ONE_DAY) > 0
        ]

    def _sheet(self, debt: LateDebt, days: Stretch) -> Worksheet:
        reductions = [Reduction(day, Money(minor, debt.currency)) for day, minor in debt.reductions]
        rates = self._rates(debt, days)
        base = Money(debt.amount_minor, debt.currency)
        return interest_on(base, days.first, days.last, reductions, rates, days.terms.conventions)

    def _minor(self, debt: LateDebt, days: Stretch) -> int:
        """The interest of a sheet, the fast way where it gives the same cents."""
        if not _is_plain(days.terms.conventions):
            return self._sheet(debt, days).interest.minor
        accruals = self._accruals(debt, days)
        return accruals.interest(debt.amount_minor, days.first, days.last, debt.reductions)

    def indemnity_minor(self, debt: LateDebt) -> int:
        """The indemnity alone; the invoice's first late instalment bears it, so sum over distinct invoices."""
        indemnity = self._indemnity(debt)
        return indemnity.minor if indemnity else 0

    def _rule(self, debt: LateDebt) -> LateRule:
        return self._law.late_rule(debt.debtor)

    def _late_from(self, debt: LateDebt, terms: LateTerms) -> date:
        """The day from which it counts as late: the day after the due date, or after the grace that was agreed."""
        due = self._calendar.next_working(debt.due) if terms.working_day_grace else debt.due
        return due + ONE_DAY

    def _began(self, debt: LateDebt, terms: LateTerms) -> date | None:
        """The first day that bears interest; None for none."""
        return self._rule(debt).first_day(self._late_from(debt, terms) - ONE_DAY, debt.notice_on)

    def _window(self, debt: LateDebt, terms: LateTerms) -> Days | None:
        """The first and last day whose interest is owed, claimed or not; None for none."""
        first = self._began(debt, terms) if debt.owed else None
        if first is None:
            return None
        last = self._on
        if debt.insolvent_on is not None:
            last = min(last, debt.insolvent_on - ONE_DAY)
        return (first, last) if first <= last else None

    def _rates(self, debt: LateDebt, days: Stretch) -> RateTable:
        """The contract's rate, else the law's from the day on which interest began, be it claimed long ago."""
        if (agreed := _agreed(debt, days.terms)) is not None:
            return agreed_rate(agreed)
        return self._rule(debt).rates_from(self._began(debt, days.terms) or days.first)

    def _accruals(self, debt: LateDebt, days: Stretch) -> Accruals:
        began = self._late_from(debt, days.terms) if self._rule(debt).frozen else None
        key = (debt.debtor, _agreed(debt, days.terms), began)
        if key not in self._fast:
            self._fast[key] = Accruals(self._rates(debt, days))
        return self._fast[key]

    def was_late(self, debt: LateDebt) -> bool:
        """Whether anything was unpaid on the first late day, by a debtor whom no insolvency forbade to pay in time."""
        late = self._late_from(debt, debt.terms)
        forbidden = debt.insolvent_on is not None and debt.insolvent_on <= debt.due
        return debt.owed and late <= self._on and not forbidden and _left_on(debt, late - ONE_DAY) > 0

    def bears_indemnity(self, debt: LateDebt) -> bool:
        """Whether the indemnity, and costs that exceed it, are owed at all: never by consumers (C. com. L441-10)."""
        return self._rule(debt).indemnity is not None and self.was_late(debt)

    def _indemnity(self, debt: LateDebt) -> Money | None:
        """Owed once for what was late."""
        owed = not debt.indemnity_claimed and self.bears_indemnity(debt)
        return self._rule(debt).indemnity if owed else None

    def _known_indemnity(self, debt: LateDebt) -> Money | None:
        try:
            return self._indemnity(debt)
        except Refused:  # the law of such debtors is not known
            return None


def bearers_of_indemnities(accrued: Iterable[Accrued]) -> frozenset[int]:
    """Of each invoice the instalment beside which its indemnity stands: the first that owes it, rather one whose
    interest can be reckoned.
    """
    bearers: dict[int, int] = {}
    for one in sorted(accrued, key=_bears):
        bearers.setdefault(one.debt.invoice_id, one.debt.instalment_id)
    return frozenset(bearers.values())


def _bears(one: Accrued) -> tuple[bool, bool, date, int]:
    return one.indemnity is None, one.refused is not None, one.debt.due, one.debt.instalment_id


def first_of_each_invoice(debts: Iterable[LateDebt]) -> Sequence[LateDebt]:
    """Of each invoice the instalment that was late first: the one beside which its indemnity stands."""
    first: dict[int, LateDebt] = {}
    for debt in sorted(debts, key=lambda debt: (debt.due, debt.instalment_id)):
        first.setdefault(debt.invoice_id, debt)
    return list(first.values())


def needs_notice(debt: LateDebt, law: CountryLaw) -> bool:
    """Whether no interest runs before somebody sends a formal notice, which nobody has (consumers)."""
    return law.late_rule(debt.debtor).starts is Starts.NOTICE and debt.notice_on is None


def _agreed(debt: LateDebt, terms: LateTerms) -> Decimal | None:
    """The contract's rate. What the firm wrote for all is for businesses: consumers and public buyers have the law's
    rate unless they agreed themselves (C. civ. 1231-6; CCP R2192-31).
    """
    return terms.rate if debt.debtor is DebtorKind.BUSINESS or terms.own else None


def _joined(sheets: Sequence[Worksheet], debt: LateDebt) -> Worksheet:
    """The rows of all, in the order of time, and their sum."""
    rows = sorted((row for sheet in sheets for row in sheet.segments), key=lambda row: row.first)
    interest = total((sheet.interest for sheet in sheets), debt.currency)
    return Worksheet(tuple(rows), interest, debt.terms.conventions)


def _left_on(debt: LateDebt, day: date) -> int:
    """What was left of the principal at the end of a day."""
    return debt.amount_minor - sum(minor for paid_on, minor in debt.reductions if paid_on <= day)


def _is_plain(conventions: Conventions) -> bool:
    """Whether the fast way gives the same cents."""
    return (
        conventions.basis is Basis.DAYS_365
        and conventions.rounding is Rounding.ONCE
        and not conventions.compound
    )
