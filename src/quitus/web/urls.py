"""The site's addresses: one include per room."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from quitus.web import preferences
from quitus.web.accounts import joining

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quitus.web.staff.urls")),
    path("p/", include("quitus.web.portal.urls")),
    path("calculators", include("quitus.web.calculators.urls")),
    path("welcome", include("quitus.web.welcome.urls")),
    # An address is the owner's word about a member: nobody changes or verifies their own.
    path("account/email/", RedirectView.as_view(pattern_name="staff:settings")),
    path("account/", include("allauth.urls")),
    path("join/<id:place_id>/<str:token>", joining.join, name="join"),
    path("preferences", preferences.choose, name="preferences"),
    path("styleguide", include("quitus.web.styleguide.urls")),
]
