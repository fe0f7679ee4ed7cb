"""When does the client pay anyway? The days around its pay runs on which a reminder only disturbs."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from quitus.domain.reminders.almanac import ALWAYS, NEVER, Almanac

# A run is prepared some days before; what it pays shows on the account some days after. Working days: who
# pays on Monday has chosen on Friday.
NOTICE_WORKING_DAYS = 2
BANK_WORKING_DAYS = 2
LONGEST_RUN = 20  # calendar days from a run's day to its end, holidays included


class Quiet(NamedTuple):
    """The days (ordinals) around one pay run: from `begin` to `end`, both included."""

    begin: int
    run: int
    end: int


class PayRuns:
    """The pay runs of all clients on one calendar, each month worked out once."""

    __slots__ = ("_almanac", "_months")

    def __init__(self, almanac: Almanac) -> None:
        self._almanac = almanac
        self._months: dict[tuple[tuple[int, ...], int, int], list[Quiet]] = {}

    def first_that_pays(self, days: tuple[int, ...], due: int, opens: int) -> Quiet | None:
        """The one run that a step waits for: the first on or after `due` that is not over when it opens.

        `days` of the month, not empty. Only one: a client who pays every Friday would never be reminded.
        When that run has passed without the payment, the step leaves even if the next run is near.
        """
        start = max(due, opens) - LONGEST_RUN
        if not ALWAYS < start < NEVER:
            return None
        quiet = self._from_month_of(date.fromordinal(start), days)
        return next((run for run in quiet if run.run >= due and run.end >= opens), None)

    def _from_month_of(self, start: date, days: tuple[int, ...]) -> Iterator[Quiet]:
        year, month = start.year, start.month
        while year < date.max.year:
            yield from self._month(days, year, month)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def _month(self, days: tuple[int, ...], year: int, month: int) -> list[Quiet]:
        found = self._months.get((days, year, month))
        if found is None:
            length = monthrange(year, month)[1]
            dates = [date(year, month, day) for day in sorted({min(day, length) for day in days})]
            found = [self._quiet(day.toordinal()) for day in dates]
            self._months[days, year, month] = found
        return found

    def _quiet(self, day: int) -> Quiet:
        """Around the run of that day; banks execute one that falls on a day off on the next day worked."""
        run = self._almanac.next_working(day)
        return Quiet(
            self._almanac.add_working(run, -NOTICE_WORKING_DAYS),
            run,
            self._almanac.add_working(run, BANK_WORKING_DAYS),
        )
