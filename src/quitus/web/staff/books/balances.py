"""The trial balance and the clients' balances, at the end of any day."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quitus.apps.books.balances import Turnover, clients_balance, trial_balance
from quitus.apps.books.carried import LOSS, PROFIT
from quitus.apps.organisations.rights import Right
from quitus.domain.importing.text import plain
from quitus.ports.tables import Cell
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.books.period import year_words
from quitus.web.staff.books.shown import ROWS, books_page, csv_file


@require_safe
@needs(Right.READ)
def balance(request: StaffRequest) -> HttpResponse:
    """Each account of the year up to a day."""
    on, trouble = asked.day_or_why(request, "on", request.today)
    found = trial_balance(on)
    context = {
        "on": on,
        "others": on != request.today,
        "trouble": trouble,
        "balance": found,
        "year": year_words(found.year),
        "derived": (PROFIT, LOSS),  # carried from earlier years, without lines of their own
    }
    return books_page(request, "balance", "books_balance", context, status=422 if trouble else 200)


@require_safe
@needs(Right.READ)
def balance_export(request: StaffRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    on = asked.day(request, "on", request.today)
    found = trial_balance(on)
    rows: list[list[Cell]] = [[one.account, one.label, *_figures(one.turnover)] for one in found.accounts]
    rows.append([_("Total"), "", *_figures(found.total)])
    name = _("trial-balance-%(day)s.csv") % {"day": on.isoformat()}
    return csv_file(name, [_("Account"), _("Account’s label"), *_headers()], rows)


@require_safe
@needs(Right.READ)
def clients(request: StaffRequest) -> HttpResponse:
    """Each client's account of the year up to a day, searched by name."""
    text = asked.text(request)
    on, trouble = asked.day_or_why(request, "on", request.today)
    found = clients_balance(on)
    wanted = [one for one in found.clients if plain(text) in plain(one.name)] if text else found.clients
    context = {
        "on": on,
        "others": on != request.today,
        "trouble": trouble,
        "text": text,
        "balance": found,
        "year": year_words(found.year),
        "rows": Paginator(wanted, ROWS).get_page(asked.page(request)),
    }
    return books_page(request, "clients", "books_clients", context, status=422 if trouble else 200)


@require_safe
@needs(Right.READ)
def clients_export(request: StaffRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    on = asked.day(request, "on", request.today)
    found = clients_balance(on)
    rows: list[list[Cell]] = [[one.name, *_figures(one.turnover)] for one in found.clients]
    rows.append([_("Total"), *_figures(found.total)])
    name = _("clients-balance-%(day)s.csv") % {"day": on.isoformat()}
    return csv_file(name, [_("Client"), *_headers()], rows)


def _headers() -> list[str]:
    return [_("Opening"), _("Debit"), _("Credit"), _("Balance")]


def _figures(turnover: Turnover) -> list[Cell]:
    amounts = (turnover.opening, turnover.debit, turnover.credit, turnover.closing)
    return [amount.decimal for amount in amounts]
