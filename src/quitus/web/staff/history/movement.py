"""One movement: what is known of it, and a person's word about its kind; rules about counterparties."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.history import correcting, queries
from quitus.apps.history.by_hand import joined_line, proposals
from quitus.apps.history.models import Movement
from quitus.apps.organisations.rights import Right
from quitus.domain.history.kinds import OF_CLIENT, Because, Kind
from quitus.domain.money import Money
from quitus.web.history_words import MEANS, kind_name, named, reason_words
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.history.asking import question
from quitus.web.staff.history.forms import KindForm
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried


@require_safe
@or_404
@needs(Right.READ)
def movement(request: StaffRequest, movement_id: int) -> HttpResponse:
    """What moved, what it was for and why Quitus thinks so."""
    return _page(request, queries.movement(movement_id))


@require_POST
@or_404
@needs(Right.MATCH)
def kind(request: StaffRequest, movement_id: int) -> HttpResponse:
    """It was for something else, this time or always for that counterparty."""
    one = queries.movement(movement_id)
    form = KindForm(request.POST, always=_always(one))
    if form.is_valid():
        said = form.cleaned_data
        with tried(form):
            always = bool(said.get("always"))
            correcting.correct(
                movement_id, Kind(said["kind"]), always=always, on=request.today, actor=request.actor
            )
    if not form.is_valid():
        return _page(request, one, form, status=422)
    messages.success(request, _("Noted, for all of their payments.") if always else _("Noted."))
    return HttpResponseRedirect(reverse("staff:movement", args=[movement_id]) + question(request).query())


@require_POST
@or_404
@needs(Right.MATCH)
def let(request: StaffRequest, movement_id: int) -> HttpResponse:
    """The word about it is taken back."""
    correcting.let_judge(movement_id, on=request.today, actor=request.actor)
    messages.success(request, _("Its kind is found by itself again."))
    return HttpResponseRedirect(reverse("staff:movement", args=[movement_id]) + question(request).query())


@require_safe
@needs(Right.READ)
def rules(request: StaffRequest) -> HttpResponse:
    """What holds always, and for whom."""
    found = [(rule, kind_name(rule.kind)) for rule in queries.standing_rules()]
    context = {"rules": found, "may_match": Right.MATCH in request.rights}
    return page(request, "staff/history/rules.html", context)


@require_POST
@or_404
@needs(Right.MATCH)
def remove_rule(request: StaffRequest, rule_id: int) -> HttpResponse:
    """It holds no more."""
    correcting.remove_rule(rule_id, on=request.today, actor=request.actor)
    messages.success(request, _("Removed. What it had said is found by itself again."))
    return HttpResponseRedirect(reverse("staff:history_rules"))


def _page(
    request: StaffRequest, one: Movement, form: KindForm | None = None, *, status: int = 200
) -> HttpResponse:
    may_match, matched = Right.MATCH in request.rights, one.because in OF_CLIENT
    rule = queries.rule_about(one)
    if form is None and may_match and not matched:
        form = KindForm(initial={"kind": one.kind}, always=_always(one))
    context = {
        "move": one,
        "name": named(one)[0],
        "amount": Money(one.amount_minor, one.currency),
        "kind": kind_name(one.kind),
        "why": reason_words(one.because, one.about, one.judged_by),
        "form": form if may_match else None,
        "matched": matched,
        "may_let": one.because == Because.SAID and one.line_id is not None,
        "rule": rule,
        "rule_kind": kind_name(rule.kind) if rule else "",
        "back": question(request).query(),
        "means": MEANS.get(one.entry.means, "") if one.entry else "",
        "joined": joined_line(one.entry.id) if one.entry else None,
        "proposals": proposals(entry_id=one.entry.id) if one.entry else [],
        "may_match": may_match,
    }
    return page(request, "staff/history/movement.html", context, status=status)


def _always(one: Movement) -> str:
    """What the box for “always” says; "" where nobody knows who the counterparty is."""
    if not one.party_key:
        return ""
    if one.amount_minor > 0:
        return _("Always, for all that comes from %(party)s") % {"party": one.party}
    return _("Always, for all that goes to %(party)s") % {"party": one.party}
