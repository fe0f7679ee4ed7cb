"""Banks' tables that are read as somebody said: shown, put right, forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.banking.account_queries import accounts_in_use
from quitus.apps.banking.accounts import account_named
from quitus.apps.banking.tables import known_tables
from quitus.apps.banking.tables.known_tables import KnownTableView
from quitus.apps.organisations.rights import Right
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.ports.bank_tables import bank_field_name
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.bank.column_forms import AccountForm, ColumnsForm
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried

NOTHING = ColumnMapping({})


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with the meanings of its columns in words: ("Booking date", "Jour")."""

    table: KnownTableView
    meanings: list[tuple[str, str]]


def shown_tables() -> list[ShownTable]:
    """All that is remembered, as the page of statements lists it."""
    return [ShownTable(table, list(_meanings(table))) for table in known_tables.known_tables()]


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def known_table(request: StaffRequest, known_id: int) -> HttpResponse:
    """Put right what is remembered; lines that were read stay as they are."""
    table = known_tables.known_table(known_id)
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, headers=table.headers, proposed=table.mapping or NOTHING)
    account = AccountForm(
        sent,
        accounts=accounts_in_use(),
        nobody=_("Ask each time"),
        needed=False,
        initial={"account": table.account.id if table.account else None},
    )
    if sent is not None and form.is_valid() and account.is_valid():
        with tried(form):
            name = account.cleaned_data.get("new_account")
            account_id = account_named(name) if name else account.cleaned_data.get("account")
            mapping = form.mapping()
            known_tables.change(
                known_id,
                mapping if mapping.columns else None,
                account_id,
                on=request.today,
                actor=request.actor,
            )
        if form.is_valid():
            messages.success(request, _("Noted. The next file with these headers is read so."))
            return HttpResponseRedirect(f"{reverse('staff:statements')}#h-known")
    context = {
        "table": table,
        "form": form,
        "account_form": account,
        "columns": [
            {"header": header, "select": form[f"column-{place}"], "also": form.also(place)}
            for place, header in enumerate(table.headers)
        ],
    }
    return page(
        request, "staff/bank/known_table.html", context, status=422 if form.errors or account.errors else 200
    )


@require_POST
@needs(Right.MATCH)
@or_404
def forget(request: StaffRequest, known_id: int) -> HttpResponse:
    """Ask about such files again."""
    known_tables.forget(known_id, on=request.today, actor=request.actor)
    messages.success(request, _("Forgotten. The next file with these headers is asked about."))
    return HttpResponseRedirect(f"{reverse('staff:statements')}#h-known")


def _meanings(table: KnownTableView) -> Iterable[tuple[str, str]]:
    if table.mapping is None:
        return
    for name in BankField:
        if places := table.mapping.columns.get(name):
            words = ", ".join(table.headers[place] for place in places)
            yield bank_field_name(name, get_language() or "fr"), words
