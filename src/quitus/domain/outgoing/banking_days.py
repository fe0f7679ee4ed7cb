"""Days on which SEPA transfers are carried out: all but weekends and the closing days of T2 (EPC125-05; ECB)."""

from datetime import date, timedelta

SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, years = year % 19, year // 100, year % 100
    leap, skipped = century // 4, century % 4
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (years // 4) - moon - years % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    days = moon + weekday - 7 * late + 114
    return date(year, days // 31, days % 31 + 1)


def is_banking_day(day: date) -> bool:
    """Whether transfers of the euro area are carried out on that day."""
    if day.weekday() >= SATURDAY or (day.month, day.day) in _FIXED:
        return False
    return day - easter(day.year) not in (timedelta(days=-2), timedelta(days=1))


def next_banking_day(day: date) -> date:
    """`day` itself when it is one, else the first after it."""
    while not is_banking_day(day):
        day += timedelta(days=1)
    return day


_FIXED = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})
