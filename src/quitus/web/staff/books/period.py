"""Which days of the books one looks at: a financial year, or a month of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quitus.apps.books.ledgers import Period
from quitus.apps.books.years import known_years
from quitus.domain.financial_years import FinancialYear, calendar_year
from quitus.ports import formats
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest

NAME = "period"  # in the address: a year by its two days, a month by its first


@dataclass(frozen=True, slots=True)
class Choice:
    """One period to choose: its value in the address, its words, whether it is the present one."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The period of a page, and the others to choose from, by year."""

    period: Period
    value: str
    words: str
    years: Sequence[tuple[str, Sequence[Choice]]]

    @property
    def query(self) -> str:
        """For the addresses of files that hold the same."""
        return urlencode({NAME: self.value})


def chosen_period(request: StaffRequest, *, otherwise: date | None = None) -> Chosen:
    """The period that the address asks for; when it asks for none that there is, the month of `otherwise`, or this
    financial year.
    """
    years = known_years(request.today)
    wanted = asked.text(request, NAME)
    present = next((year for year in years if request.today in year), years[0])
    periods = {value: period for year in years for value, period in _periods(year)}
    month = f"{otherwise:%Y-%m}" if otherwise else ""
    value = next((one for one in (wanted, month) if one in periods), _value(present))
    grouped = [
        (year_words(year), [Choice(one, _words(period), one == value) for one, period in _periods(year)])
        for year in years
    ]
    return Chosen(periods[value], value, _words(periods[value]), grouped)


def year_words(year: FinancialYear) -> str:
    """ "2026" for a calendar year, its two days for another one."""
    if year == calendar_year(year.first):
        return str(year.first.year)
    language = get_language() or "fr"
    days = {
        "first": formats.full_date(year.first, language),
        "last": formats.full_date(year.last, language),
    }
    return _("%(first)s to %(last)s") % days


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of a month."""
    following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return day.replace(day=1), following - timedelta(days=1)


def _periods(year: FinancialYear) -> list[tuple[str, Period]]:
    months = [(f"{first:%Y-%m}", Period(year, first, last)) for first, last in year.months]
    return [(_value(year), Period(year, year.first, year.last)), *months]


def _value(year: FinancialYear) -> str:
    return f"{year.first}_{year.last}"


def _words(period: Period) -> str:
    if (period.first, period.last) == (period.year.first, period.year.last):
        return _("the whole year %(year)s") % {"year": year_words(period.year)}
    return formats.month(period.first, get_language() or "fr")
