"""Months and years as the law counts them: to the same day number, else to the month's last day (CPC 641)."""

from calendar import monthrange
from datetime import date


def add_months(day: date, count: int) -> date:
    """The day `count` months later (earlier, for a negative count): 31 August + 6 gives 28 February."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, count: int) -> date:
    """The day `count` years later: 29 February + 1 gives 28 February."""
    return add_months(day, 12 * count)


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def ten_day_end(day: date) -> date:
    """The last day of the ten-day period (décade): the 10th, the 20th or the last day of the month."""
    if day.day > 20:
        return month_end(day)
    return day.replace(day=10 if day.day <= 10 else 20)


def day_on_or_after(day: date, numbers: tuple[int, ...]) -> date:
    """The first day on or after `day` that has one of these numbers; a short month's last day stands for the 31st."""
    this = _days(day, numbers)
    following = _days(add_months(day.replace(day=1), 1), numbers)
    return next(found for found in (*this, *following) if found >= day)


def _days(month: date, numbers: tuple[int, ...]) -> list[date]:
    last = monthrange(month.year, month.month)[1]
    return sorted(month.replace(day=min(number, last)) for number in numbers)
