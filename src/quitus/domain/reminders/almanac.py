"""Days as whole numbers, and the calendar's answers remembered.

Inside a plan a day is its ordinal (`date.toordinal()`). A night asks the same few hundred days a hundred
thousand times: numbers are quick to add and to look up. They also have no end: some software exports 31/12/9999
for "no due date", and one such row must not stop everybody's night.
"""

from collections.abc import Callable
from datetime import date

from quitus.domain.days import Calendar

ALWAYS = 0
NEVER = date.max.toordinal()  # from here on, a day stands for "not by itself"


class Almanac:
    """Working days of one calendar, each worked out once."""

    __slots__ = ("_added", "_calendar", "_dates", "_next_rest", "_next_working")

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._dates: dict[int, date] = {}
        self._next_working: dict[int, int] = {}
        self._next_rest: dict[int, int] = {}
        self._added: dict[tuple[int, int], int] = {}

    def date_of(self, day: int) -> date | None:
        """The date of a day, one and the same object for all; None for NEVER."""
        if day >= NEVER:
            return None
        found = self._dates.get(day)
        if found is None:
            found = self._dates[day] = date.fromordinal(max(day, 1))
        return found

    def next_working(self, day: int) -> int:
        """`day` when it is worked, else the first worked day after it."""
        found = self._next_working.get(day)
        if found is None:
            found = self._next_working[day] = _moved(day, self._calendar.next_working)
        return found

    def next_rest(self, day: int) -> int:
        """The first day after `day` that is not worked."""
        found = self._next_rest.get(day)
        if found is None:
            found = day + 1
            while found < NEVER and self._calendar.is_working(date.fromordinal(found)):
                found += 1
            self._next_rest[day] = found
        return found

    def add_working(self, day: int, count: int) -> int:
        """The day `count` working days after `day`; before it, for a negative count."""
        found = self._added.get((day, count))
        if found is None:
            found = _moved(day, lambda start: self._calendar.add_working(start, count))
            self._added[day, count] = found
        return found


def _moved(day: int, move: Callable[[date], date]) -> int:
    """`move` on the calendar, where there is one: near the ends of time a day stays where it is."""
    try:
        return move(date.fromordinal(day)).toordinal()
    except (OverflowError, ValueError):
        return day
