"""What every answer of the site carries: a strict content policy, the reader's language, a calm refusal."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from quitus.domain.refused import Refused
from quitus.web import errors

Answer = Callable[[HttpRequest], HttpResponse]

# No inline style, no inline script, nothing from elsewhere. `data:` is for the QR code of the second factor.
DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def content_policy(**changes: str) -> str:
    """The site's Content-Security-Policy, with some directives changed.

    A page that must differ (the preview of a mail carries that mail's own style) sets the header itself:
    `content_policy(style_src="'unsafe-inline'", frame_ancestors="'self'")`.
    """
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in {**DIRECTIVES, **named}.items())


class ContentSecurityMiddleware:
    """Give each answer the site's content policy, unless its view set another."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_policy())
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class PreferencesMiddleware:
    """Speak a signed-in user's own language; for others, LocaleMiddleware chose by cookie, then browser."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


class RefusalMiddleware:
    """Turn a refusal that reached the top into its sentence; `web/errors.py` renders it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.refused(request, exception) if isinstance(exception, Refused) else None
