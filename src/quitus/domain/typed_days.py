"""Which days a person may type, and a file may tell: a year of 25 or 9999 is a slip of the keyboard, wherever it is.

What happened lies between the first day and today, what is planned not far ahead; calendars count further, for
calculations. A file may be a little ahead of today.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from quitus.domain.law.months import add_years
from quitus.domain.refused import Refused

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 12, 31)
YEARS_AHEAD = 10  # the longest plan that a court makes (C. com. L626-12)
FILES_AHEAD = timedelta(days=366)


def check_day(day: date | None, last: date = LAST_DAY) -> None:
    """Nothing for a day that may be, or for none. Refused: day_out_of_reach."""
    if day is not None and not FIRST_DAY <= day <= last:
        raise Refused("day_out_of_reach", day=day, first=FIRST_DAY, last=last)


def check_days(days: Iterable[date]) -> None:
    """Nothing when all of them may be. Refused: day_out_of_reach."""
    for day in days:
        check_day(day)


def check_past_day(day: date | None, today: date, to_come: str = "day_to_come") -> None:
    """A day of something that happened. Refused: day_out_of_reach, and `to_come`."""
    check_day(day)
    if day is not None and day > today:
        raise Refused(to_come, day=day, today=today)


def check_planned_day(day: date | None, today: date) -> None:
    """A day of something planned, which may be past. Refused: day_out_of_reach."""
    check_day(day, farthest_plan(today))


def may_be_told(day: date, today: date) -> bool:
    """Whether a file may tell of that day; another one is a slip of the file."""
    return FIRST_DAY <= day <= today + FILES_AHEAD


def farthest_plan(today: date) -> date:
    """The last day for which something can be planned."""
    return min(add_years(today, YEARS_AHEAD), LAST_DAY)
