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

    A statement goes on from another when it opens with the very balance that the other closed with: then nothing
    happened in between. Another balance means that something did, be it in the afternoon of the last day. Only
    where a balance is not told the days decide: no working day of banks may lie between.
    """
    balance: int | None = None
    for period in sorted(periods, key=lambda period: (period.first, period.last)):
        if period.last < until:
            continue
        if period.last == until:
            balance = balance if period.closing is None else period.closing
        elif period.first <= until or _goes_on(until, balance, period):
            until, balance = period.last, period.closing
        else:
            return Coverage(until, _between(until, period.first))
    return Coverage(until)


def _goes_on(until: date, balance: int | None, period: Period) -> bool:
    if balance is None or period.opening is None:
        return touches(until, period.first)
    return balance == period.opening


def _between(until: date, first: date) -> tuple[date, date]:
    """The days left out; where none lies between, the last one was told in half."""
    return (until + DAY, first - DAY) if first > until + DAY else (until, until)


def touches(until: date, first: date) -> bool:
    """Whether only a weekend lies between two days, or nothing. Holidays are left to the balances."""
    day = until + DAY
    while day < first and day.weekday() >= SATURDAY:
        day += DAY
    return day >= first
