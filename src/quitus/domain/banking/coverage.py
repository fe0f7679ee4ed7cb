"""How far the statements of an account tell of it without a gap.

Whoever fetches "the last seven days" once a month leaves three weeks out. A payment of those weeks is in the bank and
not in the books: on their word nobody is reminded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a statement tells about, both included; balances in minor units, None when not told."""

    first: date
    last: date
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """`until`: the last day known without a gap. `missing`: the first days left out, when more is known behind them."""

    until: date
    missing: tuple[date, date] | None = None


def coverage(until: date, periods: Iterable[Period]) -> Coverage:
    """Go on from a day that is known, through statements in any order.

    A statement goes on from another when no working day of banks lies between them, or when it opens with the very
    balance that the other closed with: then nothing happened in between.
    """
    balance: int | None = None
    for period in sorted(periods, key=lambda period: (period.first, period.last)):
        if period.last < until:
            continue
        if period.last == until:
            balance = period.closing
        elif _touches(until, period.first) or (balance is not None and period.opening == balance):
            until, balance = period.last, period.closing
        else:
            return Coverage(until, (until + DAY, period.first - DAY))
    return Coverage(until)


def _touches(until: date, first: date) -> bool:
    """Whether only a weekend lies between two days, or nothing. Holidays are left to the balances."""
    day = until + DAY
    while day < first and day.weekday() >= SATURDAY:
        day += DAY
    return day >= first
