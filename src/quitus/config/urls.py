"""Addresses: the staff site, the debtor's portal, accounts."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quitus.web.urls")),
]
