"""Interest for a whole firm at once: the rounded sum of the worksheet, without its rows.

By the conventions 365 days, rounded once, simple interest. Rates are summed day by day once, so that a stretch is a
subtraction; `interest_on` gives the same cents (tests/domain/law/test_accrual.py).
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from quitus.domain.law.rates import RateTable
from quitus.domain.money import round_half_away
from quitus.domain.refused import Refused

DAYS_OF_YEAR = 365


class Accruals:
    """The interest that any amount bears between any two days by one table of rates."""

    def __init__(self, rates: RateTable) -> None:
        self._rates = rates
        self._scale = max(0, *(-_exponent(rate.percent) for rate in rates.rates))
        self._since = [rate.since.toordinal() for rate in rates.rates]
        self._percents = [int(rate.percent.scaleb(self._scale)) for rate in rates.rates]
        self._until = rates.known_until.toordinal()
        self._before = [0]  # the sum of each day's percents before a rate began
        for place in range(1, len(self._since)):
            days = self._since[place] - self._since[place - 1]
            self._before.append(self._before[-1] + days * self._percents[place - 1])
        self._divisor = Decimal(100 * 10**self._scale * DAYS_OF_YEAR)

    def interest(
        self, base_minor: int, first: date, until: date, reductions: Sequence[tuple[date, int]] = ()
    ) -> int:
        """What `interest_on` says, in the smallest unit. `reductions`: (day, amount), oldest first.

        Raises Refused: rate_missing, reduction_above_base.
        """
        interest = 0
        start, last = first.toordinal(), until.toordinal()
        for day, amount in reductions:
            end = day.toordinal()
            if end >= last:
                break
            if end >= start:
                interest += self._stretch(base_minor, start, end)
                start = end + 1
            if not 0 <= amount <= base_minor:
                raise Refused("reduction_above_base", day=day)
            base_minor -= amount
        return interest + self._stretch(base_minor, start, last)

    def _stretch(self, base_minor: int, start: int, end: int) -> int:
        if not base_minor or end < start:
            return 0
        if start < self._since[0] or end > self._until:
            missing = start if start < self._since[0] or start > self._until else self._until + 1
            raise Refused("rate_missing", table=self._rates.name, day=date.fromordinal(missing))
        percents = self._up_to(end) - self._up_to(start - 1)
        return round_half_away(Decimal(base_minor * percents) / self._divisor)

    def _up_to(self, ordinal: int) -> int:
        """The percents of every day from the table's first to this one, added up."""
        place = bisect_right(self._since, ordinal) - 1
        if place < 0:
            return 0
        return self._before[place] + (ordinal - self._since[place] + 1) * self._percents[place]


def _exponent(percent: Decimal) -> int:
    exponent = percent.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
