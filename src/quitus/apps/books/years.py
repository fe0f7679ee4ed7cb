"""The firm's financial years."""

from collections.abc import Iterable
from datetime import date

from quitus.apps.books.head import closed_until_alone
from quitus.apps.books.models import FinancialYear as StoredYear
from quitus.apps.books.models import JournalEntry
from quitus.apps.timeline.actions import Event, record
from quitus.domain.financial_years import DAY, FinancialYear, said_anew, year_of, years_between
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_planned_day


def said_years() -> list[FinancialYear]:
    """The years that the firm named or that a closing reached, in order."""
    return [
        FinancialYear(first, last)
        for first, last in StoredYear.objects.order_by("first").values_list("first", "last")
    ]


def financial_year_of(day: date) -> FinancialYear:
    """The financial year of a day."""
    return year_of(day, said_years())


def financial_year_ending(calendar_year: int) -> FinancialYear:
    """The financial year that ends in a calendar year; the one around its end when none does.

    Refused: financial_years_several.
    """
    last = date(calendar_year, 12, 31)
    found = years_between(date(calendar_year, 1, 1), last, said_years())
    ending = [year for year in found if year.last.year == calendar_year] or found[-1:]
    if len(ending) > 1:
        days = ", ".join(year.last.isoformat() for year in ending)
        raise Refused("financial_years_several", year=calendar_year, days=days)
    return ending[0]


def known_years(today: date) -> list[FinancialYear]:
    """The years from the first entry to today, the newest first; this year when there is no entry."""
    days = JournalEntry.objects.order_by("happened_on").values_list("happened_on", flat=True)
    first, last = days.first(), days.last()
    return years_between(min(first or today, today), max(last or today, today), said_years())[::-1]


def name_financial_year(first: date, last: date, *, on: date, actor: str) -> FinancialYear:
    """Say when a financial year begins and ends: the firm's first, a further one, or another end of the last one named.

    Refused: financial_year_backwards, financial_year_too_long, financial_year_closed, financial_year_beside_others.
    """
    check_planned_day(first, on)
    check_planned_day(last, on)
    closed = closed_until_alone()
    before = said_years()
    year = FinancialYear(first, last)
    if year in before:
        return year
    after = said_anew(year, before, closed)
    kept = {one.first for one in after}
    StoredYear.objects.exclude(first__in=kept).delete()
    if any(one.first == first for one in before):
        StoredYear.objects.filter(first=first).update(last=last)
    else:
        StoredYear.objects.create(first=first, last=last)
    facts = {"first": first.isoformat(), "last": last.isoformat()}
    record(Event("financial_year_named", on, actor, facts=facts))
    return year


def first_open_entry_day(closed: date | None) -> date | None:
    """The day after the last closed one; that of the first entry while nothing is closed, None without one."""
    if closed:
        return closed + DAY
    return JournalEntry.objects.order_by("happened_on").values_list("happened_on", flat=True).first()


def store_years(years: Iterable[FinancialYear]) -> None:
    """Keep these years as they are: numbers are given within them."""
    said = said_years()
    StoredYear.objects.bulk_create(
        StoredYear(first=year.first, last=year.last) for year in years if year not in said
    )
