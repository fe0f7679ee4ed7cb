"""French public holidays (Code du travail L3133-1): they carry procedural deadlines to the next working day."""

from datetime import date, timedelta
from functools import lru_cache

from quitus.domain.days import Calendar

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


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
    days = [date(year, month, day) for month, day in _FIXED]
    days += [sunday + timedelta(days=days_after) for days_after in _AFTER_EASTER]
    if alsace_moselle:
        days += [sunday - timedelta(days=2), date(year, 12, 26)]
    return frozenset(days)


@lru_cache(maxsize=64)
def french_calendar(first_year: int, last_year: int, *, alsace_moselle: bool = False) -> Calendar:
    """The calendar of these years, both included."""
    years = range(first_year, last_year + 1)
    return Calendar(frozenset().union(*(holidays(year, alsace_moselle=alsace_moselle) for year in years)))
