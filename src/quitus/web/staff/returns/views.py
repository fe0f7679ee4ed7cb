"""One return: what it means, what is to be done, its fee; and that it was none."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.returns import taking_back as banking
from quitus.apps.insight.returns_list import return_card
from quitus.apps.organisations.rights import Right
from quitus.apps.payments import returns
from quitus.apps.payments.return_fees import claim_return_fee
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.clients.views import crumbs
from quitus.web.staff.missing import or_404


@require_safe
@needs(Right.READ)
@or_404
def one(request: StaffRequest, return_id: int) -> HttpResponse:
    """What came back, why, and what is to be done."""
    card = return_card(return_id)
    context = {"card": card, "crumbs": crumbs(card.client_id, card.client_name, _("Returned payment"))}
    return page(request, "staff/returns/return.html", context)


@require_POST
@needs(Right.MATCH)
@or_404
def done(request: StaffRequest, return_id: int) -> HttpResponse:
    """Somebody did what the code asks for."""
    returns.mark_seen(return_id, on=request.today, actor=request.actor)
    return _back(request, return_id, _("Noted. It is no longer among the things to do."))


@require_POST
@needs(Right.REMIND)
@or_404
def go_on(request: StaffRequest, return_id: int) -> HttpResponse:
    """Somebody looked: the client's reminders go on."""
    returns.end_hold(return_id, on=request.today, actor=request.actor)
    return _back(request, return_id, _("The pause is over; reminders go on by the policy."))


@require_POST
@needs(Right.MATCH)
@or_404
def fee(request: StaffRequest, return_id: int) -> HttpResponse:
    """Ask the client for the bank's fee, as far as the law lets it."""
    claim = claim_return_fee(return_id, on=request.today, actor=request.actor)
    messages.success(request, _("Claimed. Nothing was mailed; download the document to send it."))
    return HttpResponseRedirect(reverse("staff:charge_claim", args=[claim.id]))


@require_POST
@needs(Right.MATCH)
@or_404
def undo(request: StaffRequest, return_id: int) -> HttpResponse:
    """It did not come back: the payment stands again."""
    banking.undo_payment_return(return_id, Decider(request.today, request.actor))
    return _back(request, return_id, _("Undone. The payment stands again, and what it settled is paid."))


def _back(request: StaffRequest, return_id: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("staff:return", args=[return_id]))
