"""Addresses: the staff site, the debtor's portal, accounts."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quitus.web.urls")),
]

# What the site says when it cannot do what was asked.
handler400 = "quitus.web.errors.bad_request"
handler403 = "quitus.web.errors.forbidden"
handler404 = "quitus.web.errors.not_found"
handler500 = "quitus.web.errors.failed"
