"""A payment returned unpaid, as a person saw it: a bounced cheque, a refused debit."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.returns.taking_back import note_return
from quitus.apps.clients.queries import client_named
from quitus.apps.insight.payment_list import payment_line
from quitus.apps.organisations.rights import Right
from quitus.apps.payments.returns import Return
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.missing import or_404
from quitus.web.staff.returns.forms import ReturnForm
from quitus.web.staff.trying import tried


@require_http_methods(["GET", "POST"])
@needs(Right.MATCH)
@or_404
def returned(request: StaffRequest, client_id: int, payment_id: int) -> HttpResponse:
    """The day, the reason, the fee; what the payment settled is open again afterwards."""
    payment = payment_line(client_id, payment_id)
    sent = request.POST if request.method == "POST" else None
    form = ReturnForm(
        sent,
        today=request.today,
        paid_on=payment.received_on,
        currency=payment.amount.currency,
        initial={"returned_on": request.today},
    )
    if sent is not None and form.is_valid():
        values = form.cleaned_data
        made = None
        with tried(form):
            back = Return(
                slot=f"hand:{values['key']}",
                payment_id=payment_id,
                returned_on=values["returned_on"],
                fee=values["fee"],
                code=values["code"],
                reason=values["reason"],
            )
            made = note_return(back, Decider(request.today, request.actor), client_id=client_id)
        if made is not None:
            messages.success(request, _("Noted. What the payment settled is open again."))
            return HttpResponseRedirect(reverse("staff:return", args=[made.id]))
    client = client_named(client_id)
    context = {
        "form": form,
        "payment": payment,
        "client": client,
        "crumbs": crumbs(client_id, client.name, _("Returned unpaid")),
    }
    return page(request, "staff/returns/payment.html", context, status=422 if sent is not None else 200)
