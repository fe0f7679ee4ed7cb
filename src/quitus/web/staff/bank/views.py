"""Bank lines: what each pays and why; confirm, refuse, put aside, take back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.banking import matching, queries
from quitus.apps.banking.matching import Decider
from quitus.apps.organisations.rights import Right
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.bank.forms import IgnoreForm
from quitus.web.staff.bank.shown import bank_page
from quitus.web.staff.missing import or_404


@require_safe
@or_404
@needs(Right.READ)
def bank(request: StaffRequest) -> HttpResponse:
    """The lines, and the first that waits for a word."""
    return bank_page(request, None)


@require_safe
@or_404
@needs(Right.READ)
def line(request: StaffRequest, line_id: int) -> HttpResponse:
    """One line beside the list."""
    return bank_page(request, line_id)


@require_POST
@or_404
@needs(Right.MATCH)
def accept(request: StaffRequest, match_id: int) -> HttpResponse:
    """Yes, that is what it pays; `runner_up` names the second choice instead."""
    match = matching.accept(match_id, _decider(request), runner_up="runner_up" in request.POST)
    return _done(request, match.line_id, _("Matched. What it pays is no longer reminded of."))


@require_POST
@or_404
@needs(Right.MATCH)
def dismiss(request: StaffRequest, match_id: int) -> HttpResponse:
    """No, it pays something else: the line stays open, the reminders go on."""
    line_id = queries.line_of_match(match_id)
    matching.dismiss(match_id, _decider(request))
    return _done(request, line_id, _("Noted. The line stays open, and reminders go on."))


@require_POST
@or_404
@needs(Right.MATCH)
def undo(request: StaffRequest, match_id: int) -> HttpResponse:
    """Take a match back: what it paid is owed again, and its reminders go on where they were."""
    line_id = queries.line_of_match(match_id)
    matching.undo(match_id, _decider(request))
    return _done(request, line_id, _("Taken back. Balances and reminders are as they were before."))


@require_POST
@or_404
@needs(Right.MATCH)
def ignore(request: StaffRequest, line_id: int) -> HttpResponse:
    """Put a credit aside that no client owes."""
    form = IgnoreForm(request.POST)
    if not form.is_valid():
        return bank_page(request, line_id, ignore_form=form, status=422)
    try:
        matching.ignore(line_id, _decider(request), reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error(None, refusal_sentence(refusal))
        return bank_page(request, line_id, ignore_form=form, status=422)
    return _done(request, line_id, _("Put aside. You can take it back at any time."))


def _decider(request: StaffRequest) -> Decider:
    return Decider(request.today, request.actor)


def _done(request: StaffRequest, line_id: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(f"{reverse('staff:line', args=[line_id])}#evidence")
