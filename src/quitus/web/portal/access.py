"""The debtor's door: a secret link opens one client of one firm, and nothing else."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import translation

from quitus.apps.clients.queries import client_language
from quitus.apps.organisations.clock import business_today
from quitus.apps.organisations.doors import open_door
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import in_tenant
from quitus.web.preferences import chosen_language

P = ParamSpec("P")


class PortalRequest(HttpRequest):
    """A request of whoever holds the link, for one client of one firm, on its business date."""

    organisation: Organisation
    client_id: int
    token: str
    today: date


def behind_door(
    view: Callable[Concatenate[PortalRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A portal view: 404 for a forged or revoked link, alike; never cached, never told to other sites.

    The page speaks the client's language unless the reader chose another one.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        door = open_door(token)
        if door is None:
            raise Http404
        organisation_id, client_id = door
        portal = cast(PortalRequest, request)
        portal.organisation = Organisation.objects.get(id=organisation_id)
        portal.client_id, portal.token = client_id, token
        portal.today = business_today(portal.organisation)

        def answer() -> HttpResponse:
            language = chosen_language(request) or client_language(client_id)
            with translation.override(language):
                request.LANGUAGE_CODE = language
                response = view(portal, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response

        response = in_tenant(organisation_id, answer)
        response.headers["Cache-Control"] = "no-store"
        # Not "no-referrer": browsers then send forms from an origin of "null", which the CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    guarded.door = "portal"  # type: ignore[attr-defined]  # read by tests/structure/test_views.py
    return guarded


def context(request: PortalRequest, **more: Any) -> dict[str, Any]:
    """What every portal page has."""
    return {"organisation": request.organisation, "today": request.today, "token": request.token, **more}
