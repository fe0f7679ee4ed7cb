"""What is owed, by how late it is: client by client, as of any day, on the screen, on paper, as a file."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quitus.apps.organisations.rights import Right
from quitus.apps.payments.aged_balance import Aged, aged_balance
from quitus.domain.money import Money
from quitus.ports.registry import adapters
from quitus.ports.tables import Cell
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.aged.forms import DayForm

ROWS = 100


@require_safe
@needs(Right.READ)
def aged(request: StaffRequest) -> HttpResponse:
    """The aged balance on a day; `all` puts every client on one page, to be printed."""
    on, trouble = asked.day_or_why(request, "on", request.today)
    balance = aged_balance(on, today=request.today)
    whole = "all" in request.GET
    rows = Paginator(balance.clients, max(len(balance.clients), 1) if whole else ROWS)
    context = {
        "balance": balance,
        "rows": rows.get_page(asked.page(request)),
        "whole": whole,
        "form": DayForm(initial={"on": on}),
        "others": on != request.today,
        "trouble": trouble,
    }
    return page(request, "staff/aged/aged.html", context, status=422 if trouble else 200)


@require_safe
@needs(Right.READ)
def export(request: StaffRequest) -> HttpResponse:
    """The same as a file for a spreadsheet; no name of a client can act as a formula in it."""
    on = asked.day(request, "on", request.today)
    balance = aged_balance(on, today=request.today)
    headers = [
        _("Client"),
        _("Not due yet"),
        _("1 to 30 days"),
        _("31 to 60 days"),
        _("61 to 90 days"),
        _("More than 90 days"),
        _("Total"),
    ]
    rows: Iterable[list[Cell]] = ([name, *_figures(owed)] for _id, name, owed in balance.clients)
    content = adapters().tables.write(headers, [*rows, [_("Total"), *_figures(balance.total)]])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    file_name = _("aged-balance-%(day)s.csv") % {"day": on.isoformat()}
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _figures(owed: Aged) -> list[Cell]:
    amounts: list[Money] = [
        owed.not_due,
        owed.days_30,
        owed.days_60,
        owed.days_90,
        owed.older,
        owed.total,
    ]
    return [amount.decimal for amount in amounts]
