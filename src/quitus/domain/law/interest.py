"""Interest on what is owed late, row by row, as a court can follow it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from quitus.domain.law.rates import Rate, RateTable
from quitus.domain.law.worksheet import Basis, Conventions, Reduction, Rounding, Segment, Worksheet
from quitus.domain.money import LARGEST_MINOR, Money, places, round_half_away
from quitus.domain.refused import Refused

ONE_DAY = timedelta(days=1)


def interest_on(  # noqa: PLR0917 - what, from when, until when, less what, at which rates, how
    base: Money,
    first: date,
    until: date,
    reductions: Sequence[Reduction],
    rates: RateTable,
    conventions: Conventions,
) -> Worksheet:
    """Interest from `first` to `until`, both included. A reduction lowers the base from the day after its own.

    Each stretch between reductions is rounded by itself, even where a reduction is zero. What is reduced after
    `until` changes nothing. Raises Refused: rate_missing, reduction_above_base.
    """
    growth = Growth(base, first, rates, conventions)
    for reduction in sorted(reductions, key=lambda reduction: reduction.day):
        if reduction.day >= until:
            break
        growth.run_to(reduction.day)
        growth.reduce(reduction.amount, reduction.day)
    growth.run_to(until)
    return growth.worksheet()


class Growth:
    """A debt on which interest grows: run it to a day, lower what is owed, run on.

    `principal` and `compounded` (interest of whole years, where it bears interest itself) bear interest; `accrued`
    is interest that bears none.
    """

    def __init__(self, base: Money, first: date, rates: RateTable, conventions: Conventions) -> None:
        nothing = Money(0, base.currency)
        self.principal = base
        self.compounded = nothing
        self.accrued = nothing
        self._interest = nothing
        self._rates = rates
        self._conventions = conventions
        self._next = first
        self._year_began = first
        self._segments: list[Segment] = []

    @property
    def interest_left(self) -> Money:
        """The interest that is still owed."""
        return self.accrued + self.compounded

    def run_to(self, last: date) -> None:
        """Add the interest of the days up to `last`, included. Raises Refused: rate_missing, amount_too_large."""
        while self._next <= last:
            end = last
            if self._conventions.compound:
                if self._next >= _year_later(self._year_began):
                    self._compound()
                end = min(last, _year_later(self._year_began) - ONE_DAY)
            self._stretch(end)

    def reduce(self, amount: Money, day: date) -> None:
        """Lower the principal. Raises Refused: reduction_above_base."""
        if amount.minor < 0 or self.principal < amount:
            raise Refused("reduction_above_base", day=day)
        self.principal -= amount

    def pay_interest(self, amount: Money) -> Money:
        """Settle interest, what bears none first; give back what is left of the amount.

        The year after which interest compounds begins anew: what is left has not been due for a year for sure.
        """
        for name in ("accrued", "compounded"):
            owed: Money = getattr(self, name)
            part = min(owed, amount)
            if part:
                self._year_began = self._next
            setattr(self, name, owed - part)
            amount -= part
        return amount

    def worksheet(self) -> Worksheet:
        """The rows up to now and all their interest, paid or not."""
        return Worksheet(tuple(self._segments), self._interest, self._conventions)

    def _stretch(self, last: date) -> None:
        base = self.principal + self.compounded
        if base:
            rows = list(_rows(base, self._next, last, self._rates, self._conventions.basis))
            self._segments += [segment for segment, _ in rows]
            exact = [minor for _, minor in rows]
            if self._conventions.rounding is Rounding.ONCE:
                exact = [sum(exact, Fraction())]
            grown = Money(sum(round_half_away(_decimal(minor)) for minor in exact), base.currency)
            self.accrued += grown
            self._interest += grown
        self._next = last + ONE_DAY

    def _compound(self) -> None:
        self.compounded += self.accrued
        if self.compounded.minor > LARGEST_MINOR:
            raise Refused("amount_too_large", amount=self.compounded)
        self.accrued = Money(0, self.principal.currency)
        self._year_began = self._next


def _rows(
    base: Money, first: date, last: date, rates: RateTable, basis: Basis
) -> Iterator[tuple[Segment, Fraction]]:
    """Each row with its interest in the smallest unit, exactly."""
    for start, end, rate in _spans(first, last, rates, basis):
        days = (end - start).days + 1
        exact = base.minor * Fraction(rate.percent) / 100 * days / days_of_year(start, basis)
        units = _decimal(exact).scaleb(-places(base.currency))
        yield Segment(start, end, days, base, rate, units), exact


def _spans(first: date, last: date, rates: RateTable, basis: Basis) -> Iterator[tuple[date, date, Rate]]:
    """The days cut where the rate changes, and at year ends where years differ in length."""
    for start, end, rate in rates.spans(first, last):
        begin = start
        if basis is Basis.ACTUAL:
            while begin.year < end.year:
                yield begin, date(begin.year, 12, 31), rate
                begin = date(begin.year + 1, 1, 1)
        yield begin, end, rate


def days_of_year(day: date, basis: Basis) -> int:
    """How many days the year of this day counts for."""
    if basis is Basis.ACTUAL:
        return (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return int(basis.value)


def _year_later(day: date) -> date:
    """The same day of the next year; 1 March after 29 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def _decimal(exact: Fraction) -> Decimal:
    """28 digits: enough to tell on which side of half a cent an exact sum is."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)
