"""Who is in: let people in, give them another role, shut them out."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quitus.apps.onboarding import members
from quitus.apps.organisations.models import Membership, Role
from quitus.apps.organisations.rights import Right
from quitus.domain.refused import Refused
from quitus.web.accounts.links import password_path
from quitus.web.errors import refusal_sentence
from quitus.web.staff.access import StaffRequest, needs
from quitus.web.staff.missing import or_404
from quitus.web.staff.settings.forms import MemberForm, RoleForm
from quitus.web.staff.settings.views import INVITED, settings_page


@require_POST
@needs(Right.SETTLE)
def add(request: StaffRequest) -> HttpResponse:
    """Let somebody in. A new person gets a link to choose a password, shown once to whoever invited them."""
    form = MemberForm(request.POST)
    if not form.is_valid():
        return settings_page(request, form, status=422)
    typed = form.cleaned_data
    try:
        place = members.invite(
            typed["email"], Role(typed["role"]), name=typed["name"], on=request.today, by=request.actor
        )
    except Refused as refusal:
        form.add_error("email", refusal_sentence(refusal))
        return settings_page(request, form, status=422)
    _show_link_once(request, place)
    words = _("%(email)s is a member now.") if place.accepted_at else _("%(email)s is invited.")
    return _done(request, words % {"email": place.user.email})


@require_POST
@or_404
@needs(Right.SETTLE)
def role(request: StaffRequest, user_id: int) -> HttpResponse:
    """Another role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        members.change_role(user_id, Role(form.cleaned_data["role"]), on=request.today, by=request.actor)
    except Refused as refusal:
        return _refused(request, refusal)
    return _done(request, _("The role is changed."))


@require_POST
@or_404
@needs(Right.SETTLE)
def remove(request: StaffRequest, user_id: int) -> HttpResponse:
    """Shut a member out; what they did stays in the history."""
    try:
        members.remove(user_id, on=request.today, by=request.actor)
    except Refused as refusal:
        return _refused(request, refusal)
    return _done(request, _("This person is no longer a member."))


@require_POST
@or_404
@needs(Right.SETTLE)
def link(request: StaffRequest, user_id: int) -> HttpResponse:
    """A new link for who has not begun yet; nobody else's password can be reached so."""
    if not _show_link_once(request, members.place_of(user_id)):
        return HttpResponseBadRequest()
    return HttpResponseRedirect(f"{reverse('staff:settings')}#members")


def _show_link_once(request: StaffRequest, place: Membership) -> bool:
    """Keep the link with which somebody begins until it is shown; False for who has begun.

    An invitation is accepted by who signs in as that person. Only a person of this firm alone is led to a password.
    """
    if not place.accepted_at:
        path = reverse("join", args=[place.id, members.invitation_token(place)])
    elif not place.user.has_usable_password():
        path = password_path(place.user)
    else:
        return False
    request.session[INVITED] = {
        "email": place.user.email,
        "link": request.build_absolute_uri(path),
        "invited": not place.accepted_at,
    }
    return True


def _refused(request: StaffRequest, refusal: Refused) -> HttpResponse:
    form = MemberForm(initial={"role": Role.READER.value})
    messages.error(request, refusal_sentence(refusal))
    return settings_page(request, form, status=422)


def _done(request: StaffRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(f"{reverse('staff:settings')}#members")
