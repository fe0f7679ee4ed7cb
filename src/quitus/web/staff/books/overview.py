"""The books at a glance: closed until when, what each journal holds, whether everything agrees."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quitus.apps.books.closing import closable_months
from quitus.apps.books.head import closed_until
from quitus.apps.books.ledgers import JournalMonth, journal_months
from quitus.apps.doctor.checks import BOOK_CHECKS
from quitus.apps.organisations.rights import Right
from quitus.domain.financial_years import FinancialYear
from quitus.domain.money import Money
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.books.period import chosen_period, year_words
from quitus.web.staff.books.shown import JOURNALS, books_page

# What each check proves, in the words of who reads the page.
CHECKS: dict[str, str | Promise] = {
    "entries": _("Every entry is balanced"),
    "claims": _("Clients’ accounts agree with invoices and payments"),
    "unidentified": _("The suspense account agrees with the bank lines"),
    "numbers": _("Numbers have no gap"),
    "closing": _("Every closed entry has its number, and no other"),
}


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A journal's year."""

    code: str
    words: str | Promise
    entries: int
    total: Money


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of the year: how much was booked, and whether it is closed, can be, or is over before the first entry."""

    value: str
    first: date
    last: date
    entries: int
    total: Money
    closed: bool
    to_close: bool
    over: bool


@require_safe
@needs(Right.READ)
def overview(request: StaffRequest) -> HttpResponse:
    """A financial year at a glance."""
    chosen = chosen_period(request)
    year, closed = chosen.period.year, closed_until()
    found, nothing = journal_months(year), Money(0, request.organisation.currency)
    months = closable_months(request.today)
    context = {
        "chosen": chosen,
        "year": year_words(year),
        "last": year.last,
        "closed_until": closed,
        "year_closed": bool(closed and closed >= year.last),
        "journals": _journals(found, nothing),
        "months": _months(found, year, closed, request.today, nothing=nothing, to_close=months),
        "entries": sum(one.entries for one in found),
        "total": _sum(found, nothing),
        "next_close": months[0] if months else None,
        "siren": request.organisation.siren,
        "may_keep": Right.KEEP_BOOKS in request.rights,
    }
    return books_page(request, "overview", "books", context)


@require_safe
@needs(Right.READ)
def checks(request: StaffRequest) -> HttpResponse:
    """What was compared, and what differs. It reads everything, so that the page asks for it once it stands."""
    verdicts = [(CHECKS[name], list(check())) for name, check in BOOK_CHECKS.items()]
    context = {"verdicts": verdicts, "sound": not any(findings for _words, findings in verdicts)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "staff/books/verdicts.html", context)
    return books_page(request, "checks", "books", context)


def _journals(found: list[JournalMonth], nothing: Money) -> list[JournalLine]:
    by_code: dict[str, list[JournalMonth]] = defaultdict(list)
    for one in found:
        by_code[one.journal].append(one)
    return [
        JournalLine(code, words, sum(one.entries for one in by_code[code]), _sum(by_code[code], nothing))
        for code, words in JOURNALS.items()
    ]


def _months(
    found: list[JournalMonth],
    year: FinancialYear,
    closed: date | None,
    today: date,
    *,
    nothing: Money,
    to_close: list[date],
) -> list[MonthLine]:
    """The months that have begun, the newest first."""
    lines = []
    for first, last in year.months:
        own = [one for one in found if (one.month.year, one.month.month) == (first.year, first.month)]
        if own or first <= today:
            is_closed = bool(closed and closed >= last)
            lines.append(
                MonthLine(
                    f"{first:%Y-%m}",
                    first,
                    last,
                    sum(one.entries for one in own),
                    _sum(own, nothing),
                    is_closed,
                    last in to_close,
                    last < today,
                )
            )
    return lines[::-1]


def _sum(found: list[JournalMonth], nothing: Money) -> Money:
    return sum((one.total for one in found), nothing)
