"""An invoice that will hardly be paid: to 416, with what is thought lost; and back, when it is good again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quitus.apps.insight.invoice_card import InvoiceCard, invoice_card
from quitus.apps.organisations.rights import Right
from quitus.apps.payments.doubtful import doubtful_claims_of, mark_doubtful, take_back_doubtful
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.charges.forms import DoubtfulForm
from quitus.web.staff.clients.views import instalment_choices
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def doubtful(request: StaffRequest, invoice_id: int) -> HttpResponse:
    """What stands on 416 of an invoice, and a form for what does not yet."""
    card = invoice_card(invoice_id, request.today)
    if request.method == "POST" and request.POST.get("step") == "good":
        return _good_again(request, card)
    standing = doubtful_claims_of(invoice_id)
    known = {claim.instalment_id for claim in standing}
    lines = [part.open for part in card.instalments if part.open is not None and part.id not in known]
    form = DoubtfulForm(
        request.POST if request.method == "POST" else None,
        choices=instalment_choices(lines),
        currency=card.open.currency,
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        with tried(form):
            mark_doubtful(
                values["instalment"],
                values["impaired"],
                values["reason"],
                client_id=card.client_id,
                on=request.today,
                actor=request.actor,
            )
        if form.is_valid():
            messages.success(request, _("Noted. It stands on account 416; it is still owed."))
            return _back(invoice_id)
    context: dict[str, Any] = {
        "card": card,
        "form": form,
        "standing": standing,
        "has_open": bool(lines),
        "crumbs": [
            (_("Owed to me"), reverse("staff:invoices")),
            (card.number, reverse("staff:invoice", args=[invoice_id])),
            (_("Doubtful claim"), ""),
        ],
    }
    wrong = form.is_bound and bool(form.errors)
    return page(request, "staff/charges/doubtful.html", context, status=422 if wrong else 200)


def _good_again(request: StaffRequest, card: InvoiceCard) -> HttpResponse:
    for claim in doubtful_claims_of(card.id):
        take_back_doubtful(
            claim.instalment_id, client_id=card.client_id, on=request.today, actor=request.actor
        )
    messages.success(request, _("It is an ordinary claim again."))
    return _back(card.id)


def _back(invoice_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:invoice", args=[invoice_id]) + "#reductions")
