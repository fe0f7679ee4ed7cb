"""How matching fares on the firm's own lines, how sure it must be, and what is remembered of payers."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import rules
from quitus.apps.banking.matching.care import automatic_from, take_care
from quitus.apps.banking.matching.own_record import own_record
from quitus.apps.banking.matching.rule_queries import (
    PAGE,
    learnt_accounts,
    paid_by_its_payer,
    payer_of,
    removed_rules,
    standing_rules,
)
from quitus.apps.banking.queries import line as bank_line
from quitus.apps.organisations.rights import Right
from quitus.domain.matching.decide import CERTAIN, DEFAULT
from quitus.web.evidence import figure
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.asked import number
from quitus.web.staff.bank.forms import AlwaysForm, CareForm, NeverForm, ignored_words
from quitus.web.staff.bank.place import place_of
from quitus.web.staff.missing import or_404
from quitus.web.staff.trying import tried


@require_safe
@needs(Right.READ)
def habits(request: StaffRequest) -> HttpResponse:
    """The firm's own record, the threshold, the rules."""
    return _page(request, CareForm(initial={"automatic": automatic_from() or CareForm.NEVER}))


@require_POST
@needs(Right.MATCH)
def care(request: StaffRequest) -> HttpResponse:
    """From which score on a line is matched without asking."""
    form = CareForm(request.POST)
    if form.is_valid():
        with tried(form):
            take_care(form.cleaned_data["automatic"] or None, _decider(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    messages.success(request, _("Saved. It counts from the next line on."))
    return HttpResponseRedirect(f"{reverse('staff:bank_habits')}#care")


@require_http_methods(["GET", "POST"])
@or_404
@needs(Right.MATCH)
def always(request: StaffRequest, line_id: int) -> HttpResponse:
    """Always like this: the payer of a line that was decided pays for these clients, or never for any."""
    line = payer_of(line_id)
    view = bank_line(line_id)
    ignored = view.match is not None and view.match.state == "ignored"
    clients = paid_by_its_payer(line)
    sent = request.POST if request.method == "POST" else None
    form: AlwaysForm | NeverForm = (
        NeverForm(sent) if ignored else AlwaysForm(sent, clients=clients, line=line)
    )
    if sent is not None and form.is_valid():
        with tried(form):
            if isinstance(form, NeverForm):
                reason = view.match.evidence[0]["facts"].get("reason", "") if view.match else ""
                rules.never_pays(
                    line_id, _decider(request), reason=str(reason), by_itself=form.cleaned_data["by_itself"]
                )
            else:
                rules.always_pays_for(
                    line_id,
                    form.cleaned_data["clients"],
                    _decider(request),
                    by_name=form.cleaned_data["by_name"],
                    sure=form.cleaned_data["sure"],
                )
        if form.is_valid():
            messages.success(request, _("Remembered. You can take it back on this page at any time."))
            return HttpResponseRedirect(f"{reverse('staff:bank_habits')}#rules")
    context = {"line": line, "form": form, "ignored": ignored, "back": place_of(request).line(line_id)}
    status = 200 if sent is None else 422
    return page(request, "staff/bank/always.html", context, status=status)


@require_POST
@or_404
@needs(Right.MATCH)
def remove(request: StaffRequest, payer_rule_id: int) -> HttpResponse:
    """A rule is used no more; what it decided stays."""
    rules.remove_rule(payer_rule_id, _decider(request))
    messages.success(request, _("Removed. What it decided stays; from now on it decides nothing more."))
    return HttpResponseRedirect(f"{reverse('staff:bank_habits')}#rules")


@require_POST
@or_404
@needs(Right.MATCH)
def forget(request: StaffRequest, key_id: int) -> HttpResponse:
    """A learnt account is known no more."""
    rules.forget_account(key_id, _decider(request))
    messages.success(request, _("Forgotten. The next line of it that you confirm teaches it anew."))
    return HttpResponseRedirect(f"{reverse('staff:bank_habits')}#learnt")


def _page(request: StaffRequest, form: CareForm, *, status: int = 200) -> HttpResponse:
    before, learnt_before = number(request, "before"), number(request, "learnt")
    found, learnt = (
        standing_rules(before=before, limit=PAGE + 1),
        learnt_accounts(before=learnt_before, limit=PAGE + 1),
    )
    record = own_record()
    bands = [(figure(one.band or 0), figure(_above(one.band or 0)), one) for one in record.bands]
    context = {
        "record": record,
        "bands": bands,
        "form": form,
        "usual": figure(DEFAULT.automatic),
        "rules": [(rule, ignored_words(rule.reason)) for rule in found[:PAGE]],
        "more_rules": found[PAGE - 1].id if len(found) > PAGE else None,
        "removed": removed_rules(limit=20),
        "learnt": learnt[:PAGE],
        "more_learnt": learnt[PAGE - 1].key_id if len(learnt) > PAGE else None,
        "may_match": Right.MATCH in request.rights,
    }
    return page(request, "staff/bank/habits.html", context, status=status)


def _above(band: int) -> int:
    """Where the band of scores ends."""
    return {970: CERTAIN, 800: 969, 600: 799, 0: 599}[band]


def _decider(request: StaffRequest) -> Decider:
    return Decider(request.today, request.actor)
