"""Yearly rates as dated data: each with the days on which it held, its source, and how sure we are of it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from quitus.domain.refused import Refused

ONE_DAY = timedelta(days=1)
HIGHEST_PERCENT = 100  # a year: beyond it, somebody mistook a field
AGREED = "contract"  # the source of a rate that the parties agreed on


class Confidence(StrEnum):
    """How a figure is known: read in a source, known well, likely, doubtful, or said by the user."""

    READ = "read"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly percentage (12.15) that holds from `since` to `until`, both included."""

    percent: Decimal
    since: date
    until: date
    source: str
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rates of one rule, oldest first, without gap or overlap. `name` says which: "FR late_payment"."""

    name: str
    rates: tuple[Rate, ...]

    def on(self, day: date) -> Rate:
        """The rate that holds on a day. Refused, never guessed, where none is known: rate_missing."""
        place = bisect_right(self.rates, day, key=lambda rate: rate.since) - 1
        if place < 0 or self.rates[place].until < day:
            raise Refused("rate_missing", table=self.name, day=day)
        return self.rates[place]

    def spans(self, first: date, last: date) -> Iterator[tuple[date, date, Rate]]:
        """The days from `first` to `last` cut where the rate changes. Refused: rate_missing."""
        while first <= last:
            rate = self.on(first)
            end = min(last, rate.until)
            yield first, end, rate
            first = end + ONE_DAY

    @property
    def known_since(self) -> date:
        """The first day for which a rate is known."""
        return self.rates[0].since

    @property
    def known_until(self) -> date:
        """The last day for which a rate is known."""
        return self.rates[-1].until

    def with_added(self, added: Iterable[Rate]) -> "RateTable":
        """The table continued, after and before, by rates that the user gave; those that leave a gap, or are for days
        already known, are passed over.
        """
        known, given = list(self.rates), sorted(added, key=lambda rate: rate.since)
        for rate in given:
            if rate.since == known[-1].until + ONE_DAY:
                known.append(rate)
        for rate in reversed(given):
            if rate.until + ONE_DAY == known[0].since:
                known.insert(0, rate)
        return RateTable(self.name, tuple(known))


def half_year(day: date) -> tuple[date, date]:
    """The first and last day of the half-year around a day."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def half_year_named(name: str) -> tuple[date, date]:
    """The first and last day of "2026H1" or "2026H2"."""
    return half_year(date(int(name[:4]), 1 if name[4:] == "H1" else 7, 1))


def by_half_year(name: str, rows: Iterable[tuple[str, Decimal, str, Confidence]]) -> RateTable:
    """A table from rows of (half-year, percent, source, confidence), oldest first."""
    return RateTable(
        name,
        tuple(
            Rate(percent, *half_year_named(half), source, confidence)
            for half, percent, source, confidence in rows
        ),
    )


def agreed_rate(percent: Decimal) -> RateTable:
    """The rate of a contract, which no half-year changes. Raises Refused: rate_out_of_reach."""
    if not 0 <= percent <= HIGHEST_PERCENT:
        raise Refused("rate_out_of_reach", percent=percent, highest=HIGHEST_PERCENT)
    return RateTable(AGREED, (Rate(percent, date.min, date.max, AGREED, Confidence.USER),))
