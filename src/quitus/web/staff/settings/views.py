"""Settings at a glance: the firm, its account, its mailbox, its policy, its members, and oneself."""

from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quitus.apps.organisations.actions import set_language
from quitus.apps.organisations.queries import members
from quitus.apps.organisations.rights import Right
from quitus.apps.outbox.accounts import mail_account
from quitus.apps.reminders.policy_queries import policies
from quitus.web.mail_words import trouble_words
from quitus.web.role_words import NAMES, role_name
from quitus.web.staff.access import StaffRequest, needs, page
from quitus.web.staff.settings.forms import LANGUAGES, LanguageForm, MemberForm

INVITED = "invited"  # in the session, until it was shown once: the link with which a new member begins


@require_safe
@needs(Right.READ)
def settings(request: StaffRequest) -> HttpResponse:
    """Everything at a glance; who may settle finds the way to change it."""
    return settings_page(request, MemberForm(initial={"role": "reader"}))


def settings_page(request: StaffRequest, member_form: MemberForm, *, status: int = 200) -> HttpResponse:
    """The page, with the form for a new member as it was left."""
    account = mail_account()
    context = {
        "account": account,
        "trouble": trouble_words(account.trouble) if account else "",
        "policies": policies(),
        "members": [(member, role_name(member.role)) for member in members()],
        "roles": list(NAMES.items()),
        "member_form": member_form,
        "invited": request.session.pop(INVITED, None),
        "languages": LANGUAGES,
        "may_settle": Right.SETTLE in request.rights,
    }
    return page(request, "staff/settings/index.html", context, status=status)


@require_POST
@needs(Right.READ)
def language(request: StaffRequest) -> HttpResponse:
    """One's own language."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    set_language(request.user.id, form.cleaned_data["language"])
    return HttpResponseRedirect(f"{reverse('staff:settings')}#you")
