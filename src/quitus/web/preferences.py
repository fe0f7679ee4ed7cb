"""What a reader chooses on this device, signed in or not: theme, language, keyboard shortcuts.

Kept in cookies that say nothing about the person. A signed-in user's language is their own setting and
goes before; see `PreferencesMiddleware`.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEME_COOKIE = "quitus_theme"
KEYS_COOKIE = "quitus_keys"
THEMES = ("light", "dark")
ONE_YEAR = 365 * 24 * 3600


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choices that were sent and go back to `next`, or to the start.

    `theme` is "light", "dark" or "" (as the system), `keys` "on" or "off", `language` one of the languages;
    anything else is left as it was.
    """
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    allowed = {
        "theme": (THEME_COOKIE, (*THEMES, "")),
        "keys": (KEYS_COOKIE, ("on", "off")),
        "language": (settings.LANGUAGE_COOKIE_NAME, tuple(dict(settings.LANGUAGES))),
    }
    for name, (cookie, values) in allowed.items():
        value = request.POST.get(name)
        if value in values:
            response.set_cookie(
                cookie,
                value,
                max_age=ONE_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    return response


def chosen_language(request: HttpRequest) -> str:
    """The language chosen on this device, or "" when none was."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return language if language in dict(settings.LANGUAGES) else ""
