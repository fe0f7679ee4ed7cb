"""Days that a history is asked for: a month, a quarter, a year, any two days, everything."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.domain.refused import Refused
from quitus.domain.typed_days import FIRST_DAY, LAST_DAY, check_days

EVERYTHING = "all"
_NAMED = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?\Z")
_YEARS = range(FIRST_DAY.year, LAST_DAY.year)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included. `name`: "2026", "2026-Q4", "2026-11", "all", "" for two days."""

    name: str
    first: date
    last: date


def named_period(name: str) -> Period | None:
    """The period with that name; None where it is none."""
    if name == EVERYTHING:
        return Period(name, FIRST_DAY, LAST_DAY)
    found = _NAMED.match(name)
    if found is None or int(found["year"]) not in _YEARS:
        return None
    year = int(found["year"])
    if found["month"]:
        return Period(name, *_months(year, int(found["month"]), 1))
    if found["quarter"]:
        return Period(name, *_months(year, 3 * int(found["quarter"]) - 2, 3))
    return Period(name, *_months(year, 1, 12))


def between(first: date, last: date) -> Period:
    """Any two days. Refused: days_reversed, day_out_of_reach."""
    check_days((first, last))
    if last < first:
        raise Refused("days_reversed", first=first, last=last)
    return Period("", first, last)


def recent_periods(today: date, since: date | None) -> list[Period]:
    """What is offered to choose: the last twelve months, the quarters and the years since the first movement."""
    first_year = min(today.year, max((since or today).year, today.year - 9))
    years = [str(year) for year in range(today.year, first_year - 1, -1)]
    quarters = [f"{year}-Q{quarter}" for year in years[:2] for quarter in (4, 3, 2, 1)]
    months = [_month_before(today, count) for count in range(12)]
    named = [named_period(name) for name in (*months, *quarters, *years, EVERYTHING)]
    return [one for one in named if one is not None and (one.first <= today or one.name == EVERYTHING)]


def month_number(day: date) -> int:
    """A month as a number that goes up by one: what sums by month are grouped by."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    """The first day of the month with that number."""
    return date(number // 12, number % 12 + 1, 1)


def month_starts(first: date, last: date) -> list[date]:
    """The first day of each month that the two days touch."""
    return [month_start(number) for number in range(month_number(first), month_number(last) + 1)]


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, month_start(month_number(first) + count) - timedelta(days=1)


def _month_before(today: date, count: int) -> str:
    return f"{month_start(month_number(today) - count):%Y-%m}"
