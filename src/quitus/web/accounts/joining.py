"""An invitation to another firm, for who has an account already."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quitus.apps.onboarding import members


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: HttpRequest, place_id: int, token: str) -> HttpResponse:
    """Say who invites; accept. 404 for a link that is forged, gone or somebody else's."""
    place = members.invitation(place_id, token, cast(int, request.user.pk))
    if place is None:
        raise Http404
    if request.method == "POST":
        members.join(place)
        return HttpResponseRedirect(reverse("staff:today"))
    return render(request, "account/join.html", {"place": place, "firm": place.organisation.name})
