"""What all pages of the books share: their tabs, the words of journals, files to take away."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quitus.apps.books.models import Journal
from quitus.ports.registry import adapters
from quitus.ports.tables import Cell
from quitus.web.staff.access import StaffRequest, page

ROWS = 100
JOURNALS: Mapping[str, str | Promise] = {
    Journal.OPENING.value: _("Opening balances"),
    Journal.SALES.value: _("Sales"),
    Journal.BANK.value: _("Bank"),
    Journal.SUNDRY.value: _("Sundry"),
}
TABS = (
    ("books", _("Overview")),
    ("books_journals", _("Journals")),
    ("books_balance", _("Trial balance")),
    ("books_clients", _("Clients")),
    ("books_vat", _("VAT")),
    ("books_accounts", _("Accounts")),
)


def books_page(
    request: StaffRequest, name: str, tab: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the books: `name` of its template, the tab it lies under."""
    tabs = [(words, reverse(f"staff:{address}"), address == tab) for address, words in TABS]
    return page(request, f"staff/books/{name}.html", {**context, "tabs": tabs}, status=status)


def csv_file(name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A table for a spreadsheet, in which no text acts as a formula."""
    content = adapters().tables.write(headers, rows)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
