"""What a client said on the phone, written down by staff, and what staff answer to what the client said."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quitus.apps.answers import actions
from quitus.apps.answers.actions import Answerer
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.answers.queries import client_of_claim, client_of_dispute, client_of_promise
from quitus.apps.insight.account_statement import account_statement, spread
from quitus.apps.organisations.rights import Right
from quitus.web.portal.forms import DisputeForm, PromiseForm
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.clients.forms import FoundForm, ResolveForm
from quitus.web.staff.clients.views import card_page, dispute_choices
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried


@require_POST
@needs(Right.REMIND)
@or_404
def promise(request: StaffRequest, client_id: int) -> HttpResponse:
    """Note a promise: so much by such a day, the oldest instalments first."""
    statement = account_statement(client_id, request.today)
    form = PromiseForm(request.POST, today=request.today, owed=statement.owed, prefix="promise")
    if form.is_valid():
        with tried(form):
            amounts = spread(form.cleaned_data["amount"], statement.lines)
            actions.promise(client_id, form.cleaned_data["day"], _staff(request), amounts)
        if form.is_valid():
            return _back(request, client_id, "promises", _("Noted. Reminders wait until that day."))
    return card_page(request, client_id, status=422, promise_form=form, opened="promise")


@require_POST
@needs(Right.REMIND)
@or_404
def withdraw(request: StaffRequest, promise_id: int) -> HttpResponse:
    """The promise no longer holds."""
    client_id = client_of_promise(promise_id)
    actions.withdraw_promise(promise_id, _staff(request))
    return _back(request, client_id, "promises", _("The promise no longer holds; reminders go on."))


@require_POST
@needs(Right.REMIND)
@or_404
def dispute(request: StaffRequest, client_id: int) -> HttpResponse:
    """Note that the client does not agree with an invoice."""
    choices = dispute_choices(account_statement(client_id, request.today).lines)
    form = DisputeForm(request.POST, choices=choices, prefix="dispute")
    if form.is_valid():
        with tried(form):
            actions.open_dispute(
                form.cleaned_data["instalment"],
                Dispute.Reason(form.cleaned_data["reason"]),
                _staff(request),
                client_id=client_id,
                words=form.cleaned_data["words"],
            )
        if form.is_valid():
            return _back(request, client_id, "disputes", _("Noted. It is not chased before it is settled."))
    return card_page(request, client_id, status=422, dispute_form=form, opened="dispute")


@require_POST
@needs(Right.REMIND)
@or_404
def resolve(request: StaffRequest, dispute_id: int) -> HttpResponse:
    """Say how a dispute ended; reminders of what is still owed go on."""
    client_id = client_of_dispute(dispute_id)
    form = ResolveForm(request.POST)
    if not form.is_valid():
        return _back(request, client_id, "disputes", "")
    resolution = Dispute.Resolution(form.cleaned_data["resolution"])
    actions.resolve_dispute(dispute_id, resolution, _staff(request))
    return _back(request, client_id, "disputes", _("The dispute is settled; reminders go on by the policy."))


@require_POST
@needs(Right.REMIND)
@or_404
def settle(request: StaffRequest, claim_id: int) -> HttpResponse:
    """Say whether the payment that the client spoke of was found."""
    client_id = client_of_claim(claim_id)
    form = FoundForm(request.POST)
    if not form.is_valid():
        return _back(request, client_id, "claims", "")
    found = form.cleaned_data["found"]
    actions.settle_claim(claim_id, _staff(request), found=found)
    words = (
        _("Noted. Record the payment, or match its bank line: until then it counts as owed.")
        if found
        else _("Noted. Reminders go on.")
    )
    return _back(request, client_id, "claims", words)


def _staff(request: StaffRequest) -> Answerer:
    return Answerer(request.today, AnswerSource.STAFF, request.actor)


def _back(request: StaffRequest, client_id: int, part: str, words: str) -> HttpResponse:
    if words:
        messages.success(request, words)
    return HttpResponseRedirect(f"{reverse('staff:client', args=[client_id])}#{part}")
