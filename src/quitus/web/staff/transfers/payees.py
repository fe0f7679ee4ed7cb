"""Whom an order pays: by hand, from what was paid before, or a client whose credit goes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.insight.account_statement import account_statement
from quitus.apps.organisations.rights import Right
from quitus.apps.outgoing import actions, queries
from quitus.web.staff import asked
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.missing import or_404
from quitus.web.staff.transfers.forms import TransferForm
from quitus.web.staff.transfers.views import hand, order_page
from quitus.web.staff.trying import attempted, tried
from quitus.web.templatetags.quitus import money_typed


@require_http_methods(["GET", "POST"])
@or_404
@needs(Right.PAY)
def add(request: StaffRequest, order_id: int) -> HttpResponse:
    """One more transfer. `payee`: a movement of the history to begin with; `client`: whose credit goes back."""
    view = queries.order_view(order_id, request.today)
    client_id = asked.number(request, "client")
    sent = request.POST if request.method == "POST" else None
    form = TransferForm(sent, refund=client_id is not None, initial=_initial(request, client_id))
    if sent is not None and form.is_valid():
        with tried(form):
            actions.add_transfer(
                order_id,
                form.payee(),
                form.paid_for(),
                hand(request),
                key=str(form.cleaned_data["key"]),
                client_id=client_id,
            )
        if form.is_valid():
            messages.success(request, _("Added."))
            return HttpResponseRedirect(reverse("staff:transfer_order", args=[order_id]))
    text = asked.text(request)
    context = {
        "form": form,
        "order": view.order,
        "client_id": client_id,
        "q": text,
        "payees": queries.known_payees(text),
        "query": request.GET.urlencode(),
    }
    return page(request, "staff/transfers/add.html", context, status=422 if sent is not None else 200)


@require_POST
@or_404
@needs(Right.PAY)
def remove(request: StaffRequest, transfer_id: int) -> HttpResponse:
    """Out of the draft."""
    order_id = queries.transfer(transfer_id).order_id
    _done, refused = attempted(lambda: actions.remove_transfer(transfer_id))
    if refused:
        return order_page(request, order_id, trouble=refused, status=422)
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("staff:transfer_order", args=[order_id]))


def _initial(request: StaffRequest, client_id: int | None) -> dict[str, Any]:
    if client_id is not None:
        name, iban = queries.refundable(client_id)
        credit = account_statement(client_id, request.today).credit
        return {"name": name, "iban": iban, "amount": money_typed(credit), "remittance": _("Refund")}
    movement_id = asked.number(request, "payee")
    if movement_id is None:
        return {}
    payee = queries.payee_of_movement(movement_id)
    return {"name": payee.name, "iban": payee.iban, "kind": payee.kind}
