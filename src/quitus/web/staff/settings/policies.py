"""The policies of the firm: their text, their versions, whether their messages leave by themselves."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quitus.apps.organisations.rights import Right
from quitus.apps.reminders.policies import change_policy, set_automatic
from quitus.apps.reminders.policy_queries import PolicyView, versions
from quitus.apps.reminders.policy_queries import policy as read_policy
from quitus.domain.refused import Refused
from quitus.web.errors import refusal_sentence
from quitus.web.policy_words import steps_in_words
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.missing import or_404
from quitus.web.staff.settings.forms import PolicyForm


@require_http_methods(["GET", "POST"])
@or_404
@needs(Right.SETTLE)
def policy(request: StaffRequest, policy_id: int) -> HttpResponse:
    """Its text; a text that cannot be is shown again with everything that is wrong."""
    shown = read_policy(policy_id)
    if request.method == "GET":
        return _page(request, shown, PolicyForm(initial={"text": shown.text}))
    form = PolicyForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        try:
            change_policy(policy_id, text, on=request.today, by=request.actor)
        except Refused as refusal:
            for problem in _each(refusal):
                form.add_error("text", refusal_sentence(problem))
        else:
            messages.success(request, _("Saved. What waits is planned anew by this text."))
            return HttpResponseRedirect(reverse("staff:settings_policy", args=[policy_id]))
    return _page(request, shown, form, status=422)


@require_POST
@or_404
@needs(Right.SETTLE)
def automatic(request: StaffRequest, policy_id: int) -> HttpResponse:
    """Whether messages leave without asking: `automatic` is "yes" or "no"."""
    shown = read_policy(policy_id)
    wanted = request.POST.get("automatic") == "yes"
    set_automatic(shown.id, automatic=wanted, on=request.today, by=request.actor)
    by_itself = _("From now on reminders leave by themselves. A formal notice still waits for you.")
    messages.success(request, by_itself if wanted else _("From now on each message waits for your approval."))
    return HttpResponseRedirect(f"{reverse('staff:settings')}#policies")


def title(policy: PolicyView) -> str:
    """What the policy calls itself in the reader's language."""
    return policy.rules.title_en if get_language() == "en" else policy.rules.title_fr


def _each(refusal: Refused) -> tuple[Refused, ...]:
    """All that is wrong with a text, one by one."""
    problems: Any = refusal.facts.get("problems")
    return problems or (refusal,)


def _page(request: StaffRequest, shown: PolicyView, form: PolicyForm, *, status: int = 200) -> HttpResponse:
    context = {
        "policy": shown,
        "title": title(shown),
        "steps": steps_in_words(shown.rules),
        "form": form,
        "versions": versions(shown.id),
    }
    return page(request, "staff/settings/policy.html", context, status=status)
