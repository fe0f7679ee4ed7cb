"""Let the reminders of a client rest, or of one of its invoices, and let them go on."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quitus.apps.insight.account_statement import account_statement
from quitus.apps.organisations.rights import Right
from quitus.apps.reminders import holds
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.clients.forms import HoldForm
from quitus.web.staff.clients.views import card_page, instalment_choices
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried


@require_POST
@needs(Right.REMIND)
@or_404
def pause(request: StaffRequest, client_id: int) -> HttpResponse:
    """Nothing leaves until that day, or until somebody lifts it."""
    lines = account_statement(client_id, request.today).lines
    form = HoldForm(request.POST, choices=instalment_choices(lines), today=request.today, prefix="hold")
    if form.is_valid():
        with tried(form):
            holds.hold(
                client_id,
                on=request.today,
                by=request.actor,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                instalment_id=form.cleaned_data["instalment"],
            )
        if form.is_valid():
            return _back(request, client_id, _("Paused. Nothing about it leaves meanwhile."))
    return card_page(request, client_id, status=422, hold_form=form, opened="hold")


@require_POST
@needs(Right.REMIND)
@or_404
def lift(request: StaffRequest, hold_id: int) -> HttpResponse:
    """End a pause now."""
    client_id = holds.lift(hold_id, on=request.today, by=request.actor)
    return _back(request, client_id, _("The pause is over; reminders go on by the policy."))


def _back(request: StaffRequest, client_id: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("staff:client", args=[client_id]) + "#pauses")
