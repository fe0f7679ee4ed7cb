"""Dates as business counts them: working days against a calendar that is given as data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which the debtor's country does not work, for the years that `covers` names.

    Filled outside the domain (`adapters/holidays`), so that a rule never depends on a library's release.
    """

    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def next_working(self, day: date) -> date:
        """`day` itself when it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working(self, day: date, count: int) -> date:
        """The date `count` working days after `day` (before it, for a negative count).

        Zero gives `next_working(day)`: a step "0 working days after" never falls on a Sunday.
        """
        if count == 0:
            return self.next_working(day)
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day


def days_between(first: date, last: date) -> Iterator[date]:
    """Each date from `first` to `last`, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
