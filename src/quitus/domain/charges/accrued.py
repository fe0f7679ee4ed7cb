"""What has accrued on a late instalment and was not claimed yet: interest day by day, the indemnity once an invoice.

It is computed whenever somebody asks, and stored only when it is claimed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from quitus.domain.charges.late_terms import LateTerms
from quitus.domain.days import Calendar
from quitus.domain.law.accrual import Accruals
from quitus.domain.law.countries import CountryLaw, DebtorKind, LateRule, Starts
from quitus.domain.law.interest import interest_on
from quitus.domain.law.rates import RateTable, agreed_rate
from quitus.domain.law.worksheet import Basis, Conventions, Reduction, Rounding, Worksheet
from quitus.domain.money import Money
from quitus.domain.refused import Refused

ONE_DAY = timedelta(days=1)
NO_HOLIDAYS = Calendar()


@dataclass(frozen=True, slots=True)
class LateDebt:
    """An instalment past its due date, as far as its charges depend on it.

    `reductions`: (day, minor units) that lowered the principal, oldest first. `claimed_until`: the last day whose
    interest was claimed, `claimed_minor` how much in so many `claims`, less what was corrected since. `notice_on`: the
    day the debtor received a formal notice. `insolvent_on`: the opening judgment, from which nothing accrues (C. com.
    L622-28).
    """

    instalment_id: int
    invoice_id: int
    client_id: int
    debtor: DebtorKind
    due: date
    amount_minor: int
    currency: str
    reductions: tuple[tuple[date, int], ...] = ()
    claimed_until: date | None = None
    claimed_minor: int = 0
    claims: int = 0
    indemnity_claimed: bool = False
    notice_on: date | None = None
    insolvent_on: date | None = None
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
        goes over them once more, and what was claimed is deducted.
        """
        if self.claimed_too_much(debt) < 0:
            whole = self._worksheet(replace(debt, claimed_until=None))
            return Accrued(
                debt, whole.worksheet, self._indemnity(debt), Money(debt.claimed_minor, debt.currency)
            )
        return self._worksheet(debt)

    def accrued_or_why(self, debt: LateDebt) -> Accrued:
        """The same, but what cannot be reckoned says why instead of refusing: other debts do not suffer from it.

        The indemnity needs no rate, and stands beside it where the law is known.
        """
        try:
            return self.accrued(debt)
        except Refused as refusal:
            nothing = Worksheet((), Money(0, debt.currency), debt.terms.conventions)
            return Accrued(debt, nothing, self._known_indemnity(debt), refused=refusal)

    def claimed_too_much(self, debt: LateDebt) -> int:
        """What was claimed above what is known of the claimed days now, in minor units; below zero for too little.

        Known since: a payment or a credit note of an earlier day, one taken back. Each claim rounds by itself, so a
        cent a claim is no difference.
        """
        if debt.claimed_until is None:
            return 0
        until = min(self._on, debt.claimed_until)
        rules = ChargeRules(self._law, until, self._calendar)
        difference = debt.claimed_minor - rules.interest_minor(replace(debt, claimed_until=None))
        return difference if abs(difference) > debt.claims else 0

    def _worksheet(self, debt: LateDebt) -> Accrued:
        window = self._window(debt)
        base = Money(debt.amount_minor, debt.currency)
        if window is None:
            return Accrued(
                debt, Worksheet((), Money(0, debt.currency), debt.terms.conventions), self._indemnity(debt)
            )
        first, last = window
        reductions = [Reduction(day, Money(minor, debt.currency)) for day, minor in debt.reductions]
        worksheet = interest_on(
            base, first, last, reductions, self._rates(debt, first), debt.terms.conventions
        )
        return Accrued(debt, worksheet, self._indemnity(debt))

    def interest_minor(self, debt: LateDebt) -> int:
        """The interest alone, for lists of a hundred thousand. Refused as `accrued`."""
        if debt.claimed_until is not None and self.claimed_too_much(debt) < 0:
            return self.accrued(debt).interest.minor
        window = self._window(debt)
        if window is None:
            return 0
        if not _is_plain(debt.terms.conventions):
            return self._worksheet(debt).interest.minor
        first, last = window
        return self._accruals(debt, first).interest(debt.amount_minor, first, last, debt.reductions)

    def indemnity_minor(self, debt: LateDebt) -> int:
        """The indemnity alone; the invoice's first late instalment bears it, so sum over distinct invoices."""
        indemnity = self._indemnity(debt)
        return indemnity.minor if indemnity else 0

    def _rule(self, debt: LateDebt) -> LateRule:
        return self._law.late_rule(debt.debtor)

    def _late_from(self, debt: LateDebt) -> date:
        """The day from which it counts as late: the day after the due date, or after the grace that was agreed."""
        due = self._calendar.next_working(debt.due) if debt.terms.working_day_grace else debt.due
        return due + ONE_DAY

    def _window(self, debt: LateDebt) -> tuple[date, date] | None:
        """The first and last day whose interest is owed and not claimed; None for none."""
        first = self._rule(debt).first_day(self._late_from(debt) - ONE_DAY, debt.notice_on)
        if first is None:
            return None
        if debt.claimed_until is not None:
            first = max(first, debt.claimed_until + ONE_DAY)
        last = self._on
        if debt.insolvent_on is not None:
            last = min(last, debt.insolvent_on - ONE_DAY)
        return (first, last) if first <= last and _left_on(debt, first - ONE_DAY) else None

    def _rates(self, debt: LateDebt, first: date) -> RateTable:
        """The contract's rate, else the law's from the day on which interest began, be it claimed long ago."""
        if (agreed := _agreed(debt)) is not None:
            return agreed_rate(agreed)
        rule = self._rule(debt)
        return rule.rates_from(rule.first_day(self._late_from(debt) - ONE_DAY, debt.notice_on) or first)

    def _accruals(self, debt: LateDebt, first: date) -> Accruals:
        rule = self._rule(debt)
        began = self._late_from(debt) if rule.frozen else None
        key = (debt.debtor, _agreed(debt), began)
        if key not in self._fast:
            self._fast[key] = Accruals(self._rates(debt, first))
        return self._fast[key]

    def was_late(self, debt: LateDebt) -> bool:
        """Whether anything was unpaid on the first late day, by a debtor whom no insolvency forbade to pay in time."""
        late = self._late_from(debt)
        forbidden = debt.insolvent_on is not None and debt.insolvent_on <= debt.due
        return late <= self._on and not forbidden and _left_on(debt, late - ONE_DAY) > 0

    def _indemnity(self, debt: LateDebt) -> Money | None:
        """Owed once for what was late."""
        indemnity = self._rule(debt).indemnity
        return None if debt.indemnity_claimed or not self.was_late(debt) else indemnity

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


def _agreed(debt: LateDebt) -> Decimal | None:
    """The contract's rate. What the firm wrote for all is for businesses: consumers and public buyers have the law's
    rate unless they agreed themselves (C. civ. 1231-6; CCP R2192-31).
    """
    return debt.terms.rate if debt.debtor is DebtorKind.BUSINESS or debt.terms.own else None


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
