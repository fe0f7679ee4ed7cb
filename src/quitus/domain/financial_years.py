"""Financial years: the calendar year, unless the firm says otherwise. No gap, no overlap.

A year lasts twelve months; a firm's first may last up to twenty-four, a later one may be shorter when the closing
day moves (C. com. L123-12; CGI 37).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.domain.refused import Refused

MONTHS = 12
MOST_MONTHS_OF_FIRST = 24
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """From its first to its last day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def months(self) -> list[tuple[date, date]]:
        """Its months as (first day, last day); those at its ends may be cut."""
        found, first = [], self.first
        while first <= self.last:
            last = min(month_end(first), self.last)
            found.append((first, last))
            first = last + DAY
        return found


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day: date, count: int) -> date:
    """The same day of the month `count` months later (earlier for a negative count), at most the month's last."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + count, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def calendar_year(day: date) -> FinancialYear:
    """The calendar year of a day."""
    return FinancialYear(date(day.year, 1, 1), date(day.year, 12, 31))


def year_of(day: date, said: Sequence[FinancialYear]) -> FinancialYear:
    """The financial year of a day. `said`: those that the firm named, in order; others last twelve months."""
    if not said:
        return calendar_year(day)
    for year in said:
        if day in year:
            return year
    year = said[-1] if day > said[-1].last else said[0]
    while day > year.last:
        first = year.last + DAY
        year = FinancialYear(first, months_later(first, MONTHS) - DAY)
    while day < year.first:
        year = FinancialYear(months_later(year.first, -MONTHS), year.first - DAY)
    return year


def years_between(first: date, last: date, said: Sequence[FinancialYear]) -> list[FinancialYear]:
    """The financial years of all days from `first` to `last`, in order."""
    years = [year_of(first, said)]
    while years[-1].last < last:
        years.append(year_of(years[-1].last + DAY, said))
    return years


def said_anew(
    year: FinancialYear, said: Sequence[FinancialYear], closed_until: date | None
) -> list[FinancialYear]:
    """The years that the firm names once it names this one: a new last one, the last one with another end, or,
    while nothing is closed, the only one.

    Refused: financial_year_backwards, financial_year_too_long, financial_year_closed, financial_year_beside_others.
    """
    if year.last < year.first:
        raise Refused("financial_year_backwards", first=year.first, last=year.last)
    if said and year.first == said[-1].last + DAY:
        kept = list(said)
    elif said and year.first == said[-1].first:
        if closed_until and closed_until >= min(year.last, said[-1].last):
            raise Refused("financial_year_closed", closed_until=closed_until)
        kept = list(said[:-1])
    elif closed_until is None:
        kept = []
    else:
        raise Refused(
            "financial_year_beside_others", first=said[-1].last + DAY if said else closed_until + DAY
        )
    most = MONTHS if kept else MOST_MONTHS_OF_FIRST
    if year.last >= months_later(year.first, most):
        raise Refused("financial_year_too_long", first=year.first, last=year.last, most=most)
    return [*kept, year]
