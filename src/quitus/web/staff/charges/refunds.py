"""Credit that goes back to the client, and a refund that did not happen."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quitus.apps.clients.queries import client_named
from quitus.apps.insight.account_statement import account_statement
from quitus.apps.insight.reduction_list import refund_line
from quitus.apps.organisations.rights import Right
from quitus.apps.outgoing.queries import drafts
from quitus.apps.payments.credit import refund, take_back_refund
from quitus.apps.payments.models import PaymentMethod
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.charges.forms import RefundForm
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried
from quitus.web.templatetags.quitus import money_typed


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def new(request: StaffRequest, client_id: int) -> HttpResponse:
    """Pay a client's credit back."""
    account = account_statement(client_id, request.today)
    sent = request.POST if request.method == "POST" else None
    initial = {"amount": money_typed(account.credit), "method": PaymentMethod.TRANSFER.value}
    form = RefundForm(sent, currency=account.credit.currency, initial=initial)
    if sent is not None and form.is_valid():
        values = form.cleaned_data
        with tried(form):
            refund(
                client_id,
                values["amount"],
                PaymentMethod(values["method"]),
                key=f"hand:{values['key']}",
                on=request.today,
                actor=request.actor,
                reason=values["reason"],
            )
        if form.is_valid():
            messages.success(request, _("Recorded: their credit is less by as much."))
            return HttpResponseRedirect(reverse("staff:client", args=[client_id]) + "#payments")
    context = {
        "form": form,
        "account": account,
        "client": account.client,
        "crumbs": crumbs(client_id, account.client.name, _("Pay credit back")),
        "may_pay": Right.PAY in request.rights,
        "drafts": drafts() if Right.PAY in request.rights else [],
    }
    return page(request, "staff/charges/refund.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def take_back(request: StaffRequest, refund_id: int) -> HttpResponse:
    """The money did not leave, or came back: it is the client's credit again."""
    line = refund_line(refund_id)
    if request.method == "POST":
        take_back_refund(refund_id, on=request.today, actor=request.actor)
        messages.success(request, _("Taken back; it is their credit again."))
        return HttpResponseRedirect(reverse("staff:client", args=[line.client_id]) + "#payments")
    client = client_named(line.client_id)
    context = {
        "line": line,
        "client": client,
        "crumbs": crumbs(client.id, client.name, _("Take a refund back")),
    }
    return page(request, "staff/charges/refund_back.html", context)
