"""Addresses for the browser's tests: what the look itself brings, and pages whose buttons speak htmx."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from quitus.domain.refused import Refused
from quitus.web import preferences
from quitus.web.styleguide.views import show

PORTAL = """{% extends "portal/base.html" %}
{% block content %}<section class="due due-part" aria-labelledby="due"><h1 class="over" id="due">Il reste à régler</h1>
<span class="amount">2 640,00 €</span></section>{% endblock %}"""
BUTTONS = """{% extends "staff/base.html" %}
{% block title %}Essais{% endblock %}
{% block content %}<h1>Essais</h1>
<p id="place">Avant</p>
<button class="btn" data-hx-post="/answer" data-hx-target="#place">Répondre</button>
<button class="btn" data-hx-post="/refuse" data-hx-target="#place">Refuser</button>
<button class="btn" data-hx-post="/forbid" data-hx-target="#place">Interdire</button>
{% endblock %}"""


def page(request: HttpRequest, source: str) -> HttpResponse:
    firm = {"name": "Studio Marelle", "contact_name": "Camille Rousseau", "contact_phone": "01 99 00 12 34"}
    return HttpResponse(engines["django"].from_string(source).render({"organisation": firm}, request))


def buttons(request: HttpRequest) -> HttpResponse:
    return page(request, BUTTONS)


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Après, {request.method}")


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused("currencies_differ", first="EUR", second="USD")


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def portal(request: HttpRequest) -> HttpResponse:
    return page(request, PORTAL)


room = ([path("", show, name="today"), path("clients/", show, name="clients")], "staff")
urlpatterns = [
    path("account/", include("allauth.urls")),
    path("preferences", preferences.choose, name="preferences"),
    path("styleguide", include("quitus.web.styleguide.urls")),
    path("room/", include(room)),
    path("buttons", buttons),
    path("answer", answer),
    path("refuse", refuse),
    path("forbid", forbid),
    path("portal", portal),
]
handler404 = "quitus.web.errors.not_found"
handler403 = "quitus.web.errors.forbidden"
