"""Bank lines: what each pays and why; confirm, refuse, put aside, take back. Then the next one comes."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.banking import queries
from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.bank.forms import IgnoreForm
from quitus.web.staff.bank.place import go_on, place_of
from quitus.web.staff.bank.shown import bank_page
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import attempted, tried


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
    second = "runner_up" in request.POST
    return _decide(
        request, match_id, lambda: deciding.accept(match_id, _decider(request), runner_up=second).id
    )


@require_POST
@or_404
@needs(Right.MATCH)
def dismiss(request: StaffRequest, match_id: int) -> HttpResponse:
    """No, it pays something else: the line stays open, the reminders go on."""

    def refuse() -> int:
        deciding.dismiss(match_id, _decider(request))
        return match_id

    return _decide(request, match_id, refuse)


@require_POST
@or_404
@needs(Right.MATCH)
def undo(request: StaffRequest, match_id: int) -> HttpResponse:
    """Take a match back: what it paid is owed again, and its reminders go on where they were."""
    line_id = queries.line_of_match(match_id)
    _done, refused = attempted(lambda: deciding.undo(match_id, _decider(request)))
    if refused:
        return bank_page(request, line_id, refused=refused, status=422)
    return HttpResponseRedirect(f"{place_of(request).line(line_id, done=match_id)}#evidence")


@require_POST
@or_404
@needs(Right.MATCH)
def ignore(request: StaffRequest, line_id: int) -> HttpResponse:
    """Put a credit aside that no client owes."""
    form = IgnoreForm.sent(request.POST)
    ignored = None
    if form.is_valid():
        with tried(form):
            ignored = deciding.ignore(line_id, _decider(request), reason=form.said)
    if ignored is None:
        return bank_page(request, line_id, ignore_form=form, status=422)
    return go_on(request, line_id, ignored.id)


def _decide(request: StaffRequest, match_id: int, decision: Callable[[], int]) -> HttpResponse:
    """A decision about a match, or why it is refused beside the line as it is now."""
    line_id = queries.line_of_match(match_id)
    done, refused = attempted(decision)
    if done is None:
        return bank_page(request, line_id, refused=refused, status=422)
    return go_on(request, line_id, done)


def _decider(request: StaffRequest) -> Decider:
    return Decider(request.today, request.actor)
