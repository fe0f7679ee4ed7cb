"""The door that stands open: pages for anyone, that need no session, set no cookie and ask no database."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quitus.ports.clock import real_now
from quitus.web.errors import bad_request

LONGEST_QUESTION = 6_000  # characters of an address
MOST_VALUES = 250
# Nobody's firm: a calendar's own day, where most of those live who ask.
ZONE = ZoneInfo("Europe/Paris")
ROOMS = (
    ("late", _("Interest")),
    ("due", _("Due date")),
    ("limitation", _("Limitation")),
    ("deadlines", _("Deadlines")),
    ("rates", _("Rates")),
)


def open_to_all(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view for anyone: only looks, refuses what no form would ask, speaks the language that its address names."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        language = get_language() or settings.LANGUAGE_CODE
        question = request.META.get("QUERY_STRING", "")
        if len(question) > LONGEST_QUESTION or question.count("&") >= MOST_VALUES:
            return bad_request(request, ValueError("a question that no form asks"))
        language = asked_language(request) or language
        with translation.override(language):
            request.LANGUAGE_CODE = language  # as LocaleMiddleware sets it
            response = view(request)
        response.headers["Content-Language"] = language
        return response

    open_view = require_safe(guarded)
    open_view.door = "everyone"  # type: ignore[attr-defined]  # read by tests/web/calculators
    return open_view


def asked_language(request: HttpRequest) -> str:
    """The language that the address names, or "" where it names none: a cookie would have to be set."""
    language = request.GET.get("lang", "")
    return language if language in dict(settings.LANGUAGES) else ""


def today() -> date:
    """The day on which one asks."""
    return real_now().astimezone(ZONE).date()


def room_page(
    request: HttpRequest, room: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page of a calculator, or of all of them ("index"), with the way to the others."""
    language = asked_language(request)
    kept = f"?lang={language}" if language else ""
    values = {
        **context,
        "lang": language,
        "kept": kept,
        "home": reverse("calculators:index") + kept,
        "tabs": [(words, reverse(f"calculators:{name}") + kept, name == room) for name, words in ROOMS],
        "others": [
            _in_language(request, code) for code, _name in settings.LANGUAGES if code != get_language()
        ],
        "canonical": request.build_absolute_uri(request.path) + kept,
        "languages": [
            (code, f"{request.build_absolute_uri(request.path)}?lang={code}")
            for code, _name in settings.LANGUAGES
        ],
    }
    return render(request, f"calculators/{room}.html", values, status=status)


def _in_language(request: HttpRequest, code: str) -> tuple[str, str, str]:
    """(code, its own name, this page with the same question in it)."""
    query = request.GET.copy()
    query["lang"] = code
    return code, str(get_language_info(code)["name_local"]).capitalize(), f"?{query.urlencode()}"
