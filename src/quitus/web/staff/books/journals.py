"""Journals and ledgers: what was booked, in order, on the screen and as a file."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from quitus.apps.books.accounts import account_labels
from quitus.apps.books.ledgers import (
    Ledger,
    Line,
    Page,
    account_ledger,
    client_ledger,
    count_entries,
    journal_entries,
)
from quitus.apps.books.models import Journal
from quitus.apps.clients.queries import client_named
from quitus.apps.organisations.rights import Right
from quitus.ports.tables import Cell
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.books.period import chosen_period
from quitus.web.staff.books.shown import JOURNALS, ROWS, books_page, csv_file
from quitus.web.staff.missing import or_404

ENTRIES = 50


@require_safe
@needs(Right.READ)
def journals(request: StaffRequest) -> HttpResponse:
    """The first journal."""
    address = reverse("staff:books_journal", args=[Journal.OPENING.value])
    return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


@require_safe
@needs(Right.READ)
def journal(request: StaffRequest, code: str) -> HttpResponse:
    """A journal of a period, fifty entries a page."""
    _known(code)
    chosen = chosen_period(request)
    pages = Paginator(range(count_entries(code, chosen.period)), ENTRIES)
    shown = pages.get_page(asked.page(request))
    context = {
        "code": code,
        "words": JOURNALS[code],
        "others": [
            (words, f"{reverse('staff:books_journal', args=[one])}?{chosen.query}", one == code)
            for one, words in JOURNALS.items()
        ],
        "chosen": chosen,
        "rows": shown,
        "entries": journal_entries(code, chosen.period, Page(max(shown.start_index() - 1, 0), ENTRIES)),
        "export": f"{reverse('staff:books_journal_export', args=[code])}?{chosen.query}",
    }
    return books_page(request, "journal", "books_journals", context)


@require_safe
@needs(Right.READ)
def journal_export(request: StaffRequest, code: str) -> HttpResponse:
    """The same, whole, as a file for a spreadsheet."""
    _known(code)
    chosen = chosen_period(request)
    rows = (_cells(line) for entry in journal_entries(code, chosen.period) for line in entry.lines)
    name = _("journal-%(code)s-%(period)s.csv") % {"code": code, "period": chosen.value}
    return csv_file(name, _headers(), rows)


@require_safe
@needs(Right.READ)
def ledger(request: StaffRequest, account: str) -> HttpResponse:
    """An account within a period: opening, lines with the balance after each, closing."""
    chosen = chosen_period(request)
    found = account_ledger(account, chosen.period, _asked_page(request))
    context = {
        "account": account,
        "title": f"{account} {account_labels().of(account)}",
        "export": f"{reverse('staff:books_ledger_export', args=[account])}?{chosen.query}",
        **_ledger_context(found),
        "chosen": chosen,
    }
    return books_page(request, "ledger", "books_balance", context)


@require_safe
@needs(Right.READ)
def ledger_export(request: StaffRequest, account: str) -> HttpResponse:
    """The same, whole, as a file."""
    chosen = chosen_period(request)
    name = _("ledger-%(account)s-%(period)s.csv") % {"account": account, "period": chosen.value}
    return csv_file(name, [*_headers(), _("Balance")], _ledger_cells(account_ledger(account, chosen.period)))


@require_safe
@or_404
@needs(Right.READ)
def of_client(request: StaffRequest, client_id: int) -> HttpResponse:
    """A client's account: what settles what has the same letter."""
    chosen = chosen_period(request)
    found = client_ledger(client_id, chosen.period, _asked_page(request))
    context = {
        "client_id": client_id,
        "title": client_named(client_id).name,
        "export": f"{reverse('staff:books_client_export', args=[client_id])}?{chosen.query}",
        **_ledger_context(found),
        "chosen": chosen,
    }
    return books_page(request, "ledger", "books_clients", context)


@require_safe
@or_404
@needs(Right.READ)
def of_client_export(request: StaffRequest, client_id: int) -> HttpResponse:
    """The same, whole, as a file."""
    chosen = chosen_period(request)
    found = client_ledger(client_id, chosen.period)
    name = _("client-%(client)s-%(period)s.csv") % {"client": client_id, "period": chosen.value}
    headers = [*_headers(), _("Balance"), pgettext("books", "Letter"), _("Settled on")]
    lines = zip(found.lines, _ledger_cells(found), strict=True)
    rows = ([*cells, *(line.letter or ("", None))] for line, cells in lines)
    return csv_file(name, headers, rows)


def _known(code: str) -> None:
    if code not in JOURNALS:
        raise Http404


def _asked_page(request: StaffRequest) -> Page:
    return Page((asked.page(request) - 1) * ROWS, ROWS)


def _ledger_context(found: Ledger) -> dict[str, object]:
    pages = Paginator(range(found.count), ROWS)
    return {"ledger": found, "rows": pages.get_page(found.page.offset // ROWS + 1)}


def _headers() -> list[str]:
    return [
        *(_("Journal"), _("Number"), _("Date"), _("Document"), _("Document date"), _("Label")),
        *(_("Account"), _("Account’s label"), _("Client"), _("Debit"), _("Credit")),
    ]


def _cells(line: Line) -> list[Cell]:
    return [
        *(line.journal, line.number, line.day, line.document, line.document_on, line.label),
        *(line.account, line.account_label, line.client_name, line.debit.decimal, line.credit.decimal),
    ]


def _ledger_cells(found: Ledger) -> Iterator[list[Cell]]:
    for line in found.lines:
        yield [*_cells(line), line.balance.decimal if line.balance else None]
