"""What the site says when it cannot do what was asked: in words, with the next step, never with a trace.

htmx swaps every answer into the page, errors included. So a request of htmx gets a short message for the
page's corner, and everybody else a whole page.
"""

import re
from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from quitus.web import formats

# Where a message goes in a page that stays: the corner that templates/base.html keeps for it.
CORNER = "#toasts"
_FRENCH_SPACE = re.compile(r"(?<=«) | (?=[:;?!»])")


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The sentence of a refusal, status 422; the work behind it was rolled back already."""
    words = refusal_sentence(refusal)
    return _answer(request, "errors/refused.html", HTTPStatus.UNPROCESSABLE_ENTITY, words)


def refusal_sentence(refusal: Refused) -> str:
    """The refusal in the reader's language, its amounts and dates as people read them."""
    language = get_language() or "fr"
    return _unbroken(sentence(refusal, language), language)


def _unbroken(words: str, language: str) -> str:
    """French keeps its high marks and its quotes on the line of their word."""
    return words if language.startswith("en") else _FRENCH_SPACE.sub(formats.NO_BREAK, words)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what arrived cannot be read."""
    return _answer(request, "errors/400.html", HTTPStatus.BAD_REQUEST, _("This request could not be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reader's role does not allow it."""
    return _answer(request, "errors/403.html", HTTPStatus.FORBIDDEN, _("Your role does not allow this."))


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old (Django's CSRF check)."""
    words = _("This page had been open for too long. Load it again, then repeat what you did.")
    return _answer(request, "errors/expired.html", HTTPStatus.FORBIDDEN, words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing that this reader may know of."""
    return _answer(request, "errors/404.html", HTTPStatus.NOT_FOUND, _("This no longer exists."))


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without the request's context, which may be what failed."""
    words = _("Something broke on our side. Nothing was half done; try again in a moment.")
    return _answer(request, "errors/500.html", HTTPStatus.INTERNAL_SERVER_ERROR, words, with_request=False)


def _answer(
    request: HttpRequest, template: str, status: HTTPStatus, words: str, *, with_request: bool = True
) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        corner = HttpResponse(render_to_string("errors/corner.html", {"words": words}), status=status)
        return reswap(retarget(corner, CORNER), "beforeend")
    page = render_to_string(
        template, {"words": words, "back": _back(request)}, request if with_request else None
    )
    return HttpResponse(page, status=status)


def _back(request: HttpRequest) -> str:
    """The page that the reader came from when it is one of ours, else the start."""
    referrer = request.headers.get("Referer", "")
    try:
        here = request.get_host()
    except DisallowedHost:  # the very thing that is wrong: a forged Host header
        return "/"
    ours = url_has_allowed_host_and_scheme(referrer, {here}, require_https=request.is_secure())
    return referrer if ours else "/"
