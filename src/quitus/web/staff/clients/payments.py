"""Money that a person saw come in, and what was written down by mistake."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.clients.queries import client_named
from quitus.apps.insight.account_statement import account_statement
from quitus.apps.insight.payment_list import payment_line
from quitus.apps.organisations.rights import Right
from quitus.apps.payments import by_hand
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import PaymentMethod
from quitus.ports import formats
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.clients.forms import PaymentForm, ReasonForm
from quitus.web.staff.clients.views import crumbs, instalment_choices
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried
from quitus.web.templatetags.quitus import language, money_typed


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def new(request: StaffRequest, client_id: int) -> HttpResponse:
    """Record a cheque, cash or a transfer."""
    account = account_statement(client_id, request.today)
    sent = request.POST if request.method == "POST" else None
    form = PaymentForm(
        sent,
        today=request.today,
        currency=account.credit.currency,
        choices=instalment_choices(account.lines),
        initial={"received_on": request.today, "method": PaymentMethod.CHEQUE.value},
    )
    if sent is not None and form.is_valid():
        values = form.cleaned_data
        with tried(form):
            by_hand.receive_by_hand(
                client_id,
                values["amount"],
                PaymentMethod(values["method"]),
                values["received_on"],
                key=str(values["key"]),
                on=request.today,
                actor=request.actor,
                reference=values["reference"],
                chosen=tuple(values["chosen"]),
            )
        if form.is_valid():
            messages.success(request, _("The payment is recorded; reminders of what it settles stop."))
            return HttpResponseRedirect(reverse("staff:client", args=[client_id]) + "#payments")
    context = {
        "form": form,
        "account": account,
        "client": account.client,
        "crumbs": crumbs(client_id, account.client.name, _("Record a payment")),
        "whole": money_typed(account.owed),
    }
    return page(request, "staff/clients/payment.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def take_back(request: StaffRequest, client_id: int, payment_id: int) -> HttpResponse:
    """A bounced cheque, a wrong amount: what the payment settled is open again."""
    payment = payment_line(client_id, payment_id)
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent)
    if sent is not None and form.is_valid():
        with tried(form):
            by_hand.take_back(
                payment_id,
                client_id=client_id,
                on=request.today,
                actor=request.actor,
                reason=form.cleaned_data["reason"],
            )
        if form.is_valid():
            messages.success(request, _("The payment is taken back; what it settled is open again."))
            return HttpResponseRedirect(reverse("staff:client", args=[client_id]) + "#payments")
    client = client_named(client_id)
    context = {
        "form": form,
        "payment": payment,
        "client": client,
        "crumbs": crumbs(client_id, client.name, _("Take a payment back")),
    }
    return page(request, "staff/clients/take_back.html", context, status=422 if sent is not None else 200)


@require_POST
@needs(Right.MATCH)
@or_404
def use_credit(request: StaffRequest, client_id: int) -> HttpResponse:
    """Let what was paid too much settle what is owed, the oldest first."""
    used = allocate_credit(client_id, on=request.today, actor=request.actor)
    if used:
        amount = formats.money(used, language())
        messages.success(request, _("%(amount)s of the credit settle what was owed.") % {"amount": amount})
    return HttpResponseRedirect(reverse("staff:client", args=[client_id]) + "#payments")
