"""Where one is on the staff site."""

import pytest
from django.test import override_settings
from django.urls import include, path

from quitus.web.navigation import ALSO, MAIN, navigation


def nothing(request):
    """A room without furniture."""


rooms = ["invoices", "clients", "bank", "reminders", "aged", "books", "settings"]
staff = [path("", nothing, name="today"), *(path(f"{room}/", nothing, name=room) for room in rooms)]
urlpatterns = [path("", include((staff, "staff")))]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", "today"),
        ("/clients/", "clients"),
        ("/clients/12", "clients"),
        ("/books/balance", "books"),
        ("/settings/", "settings"),
        ("/elsewhere", None),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_the_section_that_a_page_lies_in(address, current):
    places = navigation(address, {})
    assert [entry.name for entry in (*places.main, *places.also) if entry.current] == (
        [current] if current else []
    )


@override_settings(ROOT_URLCONF="quitus.web.styleguide.urls")
def test_rooms_that_are_not_built_yet_lead_nowhere_and_break_nothing():
    places = navigation("/", {"today": 2})
    assert {entry.href for entry in (*places.main, *places.also)} == {"#"}
    assert not any(entry.current for entry in places.main)


def test_a_phone_has_five_entries():
    assert len(MAIN) == 5
    assert [section.name for section in (*MAIN, *ALSO)] == [
        "today",
        "invoices",
        "clients",
        "bank",
        "reminders",
        "aged",
        "history",
        "books",
        "settings",
    ]
