"""French public holidays (Code du travail L3133-1): they carry procedural deadlines to the next working day."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from quitus.domain.days import Calendar


class DayOff(StrEnum):
    """Why nobody works on a day."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    NEW_YEAR = "new_year"
    GOOD_FRIDAY = "good_friday"
    EASTER_MONDAY = "easter_monday"
    LABOUR_DAY = "labour_day"
    VICTORY_DAY = "victory_day"
    ASCENSION = "ascension"
    WHIT_MONDAY = "whit_monday"
    NATIONAL_DAY = "national_day"
    ASSUMPTION = "assumption"
    ALL_SAINTS = "all_saints"
    ARMISTICE = "armistice"
    CHRISTMAS = "christmas"
    SAINT_STEPHEN = "saint_stephen"
    HOLIDAY = "holiday"  # that a calendar has and this file has not


_FIXED = {
    (1, 1): DayOff.NEW_YEAR,
    (5, 1): DayOff.LABOUR_DAY,
    (5, 8): DayOff.VICTORY_DAY,
    (7, 14): DayOff.NATIONAL_DAY,
    (8, 15): DayOff.ASSUMPTION,
    (11, 1): DayOff.ALL_SAINTS,
    (11, 11): DayOff.ARMISTICE,
    (12, 25): DayOff.CHRISTMAS,
}
_AFTER_EASTER = {1: DayOff.EASTER_MONDAY, 39: DayOff.ASCENSION, 50: DayOff.WHIT_MONDAY}
_LOCAL_FIXED = {(12, 26): DayOff.SAINT_STEPHEN}
_LOCAL_AFTER_EASTER = {-2: DayOff.GOOD_FRIDAY}
_WEEKDAYS = {5: DayOff.SATURDAY, 6: DayOff.SUNDAY}
WEEKEND = frozenset(_WEEKDAYS.values())


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the method of Meeus and Butcher)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap, rest = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (in_century // 4) - epact - in_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int, *, alsace_moselle: bool = False) -> frozenset[date]:
    """The eleven public holidays; in Alsace and Moselle also Good Friday and 26 December (L3134-13)."""
    sunday = easter(year)
    fixed = [*_FIXED, *_LOCAL_FIXED] if alsace_moselle else [*_FIXED]
    after_easter = [*_AFTER_EASTER, *_LOCAL_AFTER_EASTER] if alsace_moselle else [*_AFTER_EASTER]
    return frozenset(
        [
            *(date(year, month, day) for month, day in fixed),
            *(sunday + timedelta(days=days_after) for days_after in after_easter),
        ]
    )


def day_off(day: date) -> DayOff:
    """Why a day on which nobody works is one: its place in the week first, else its holiday."""
    if day.weekday() in _WEEKDAYS:
        return _WEEKDAYS[day.weekday()]
    fixed = (_FIXED | _LOCAL_FIXED).get((day.month, day.day))
    after_easter = (day - easter(day.year)).days
    return fixed or (_AFTER_EASTER | _LOCAL_AFTER_EASTER).get(after_easter, DayOff.HOLIDAY)


@lru_cache(maxsize=64)
def french_calendar(first_year: int, last_year: int, *, alsace_moselle: bool = False) -> Calendar:
    """The calendar of these years, both included."""
    years = range(first_year, last_year + 1)
    return Calendar(frozenset().union(*(holidays(year, alsace_moselle=alsace_moselle) for year in years)))
