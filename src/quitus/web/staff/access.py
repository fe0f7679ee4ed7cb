"""Who may see a staff page, and for which firm: each view names one right, then runs behind its wall."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse

from quitus.apps.insight.mailbox import keeps_messages_here
from quitus.apps.insight.waiting import waiting_counts
from quitus.apps.organisations.clock import business_today
from quitus.apps.organisations.models import Membership, Organisation, User
from quitus.apps.organisations.rights import RIGHTS, Right, may
from quitus.apps.organisations.tenancy import in_tenant
from quitus.web.errors import expired

CHOSEN = "organisation"  # in the session: which firm a member of several looks at

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a signed-in member, for one firm, on its business date.

    `actor` is who acts, as the timeline writes it; `rights` are what the member may do, for showing buttons;
    `firms` are those of which the user is a member, this one among them.
    """

    user: User
    organisation: Organisation
    firms: Sequence[Organisation]
    role: str
    rights: frozenset[Right]
    actor: str
    today: date


def needs(
    right: Right,
) -> Callable[[Callable[Concatenate[StaffRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A staff view: signed in, member of a firm, holding `right`; the firm's wall is open while it runs.

    The whole answer is rendered behind the wall, in one transaction: a refusal or an error keeps nothing.
    """

    def decorate(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            places = _places(request)
            if not places:
                return HttpResponseRedirect(reverse("welcome"))
            membership = _chosen(request, places)
            if membership is None:  # shut out of it while a page stood open
                membership = places[0]
                choose_firm(request, membership.organisation)
                if request.method not in ("GET", "HEAD"):
                    return expired(request)
            if not may(membership.role, right):
                raise PermissionDenied
            staff = cast(StaffRequest, request)
            staff.organisation, staff.role = membership.organisation, membership.role
            staff.firms = [place.organisation for place in places]
            staff.rights, staff.actor = RIGHTS[membership.role], str(request.user)
            staff.today = business_today(membership.organisation)

            def answer() -> HttpResponse:
                response = view(staff, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response

            return in_tenant(membership.organisation_id, answer)

        guarded.right = right  # type: ignore[attr-defined]  # read by tests/structure/test_views.py
        return guarded

    return decorate


def _places(request: HttpRequest) -> list[Membership]:
    """The user's places, one in each firm of theirs."""
    places = Membership.objects.filter(user_id=cast(int, request.user.pk), accepted_at__isnull=False)
    return list(places.select_related("organisation").order_by("id"))


def _chosen(request: HttpRequest, places: Sequence[Membership]) -> Membership | None:
    """The place in the firm they look at, their first one to begin with; None when they left it meanwhile."""
    chosen = request.session.setdefault(CHOSEN, places[0].organisation_id)
    return next((place for place in places if place.organisation_id == chosen), None)


def choose_firm(request: HttpRequest, organisation: Organisation) -> None:
    """Look at this firm from now on.

    What still stands open in another tab was made for the firm before: its forms are refused as expired, for a
    statement or an IBAN must never land in the wrong one.
    """
    request.session[CHOSEN] = organisation.id
    rotate_token(request)


def page(
    request: StaffRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page in the staff shell: the firm, its date and what waits are always there."""
    shell = {
        "organisation": request.organisation,
        "firms": request.firms,
        "today": request.today,
        "rights": request.rights,
        "counts": waiting_counts(),
        "mailbox": keeps_messages_here(),
    }
    return render(request, template, {**shell, **(context or {})}, status=status)
