"""The staff site's addresses: one module of urls per noun."""

from importlib.util import find_spec

from django.urls import include, path

app_name = "staff"

ROOMS = (
    "today",
    "invoices",
    "clients",
    "charges",
    "bank",
    "returns",
    "history",
    "transfers",
    "reminders",
    "aged",
    "books",
    "settings",
    "law",
    "mailbox",
    "firms",
)

urlpatterns = [
    path("" if room == "today" else f"{room}/", include(f"quitus.web.staff.{room}.urls"))
    for room in ROOMS
    if find_spec(f"quitus.web.staff.{room}")
]
