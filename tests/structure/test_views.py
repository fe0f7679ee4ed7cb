"""Every address of the staff site names a right, every one of the portal its door; changing needs more than reading."""

from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from quitus.apps.organisations.rights import Right

# Changes that whoever may read may make, each with its reason.
READERS_MAY = {
    "settings_language": "one's own language touches nobody else",
    "firm_choose": "which of one's own firms one looks at changes nothing in them",
}


def patterns(namespace: str) -> Iterator[URLPattern]:
    """Every pattern under a namespace, however deep."""

    def below(resolver: URLResolver, inside: bool) -> Iterator[URLPattern]:
        inside = inside or resolver.namespace == namespace
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from below(one, inside)
            elif inside:
                yield one

    yield from below(get_resolver(), inside=False)


def is_post_only(view) -> bool:
    """Whether a GET is refused: asked of the view itself, before it looks at who asks."""
    try:
        return view(RequestFactory().get("/")).status_code == 405
    except (
        AttributeError
    ):  # a bare request has no user: the view went on to ask who this is, hence allows GET
        return False


STAFF = list(patterns("staff"))
PORTAL = list(patterns("portal"))


def test_there_are_addresses():
    assert len(STAFF) > 20
    assert len(PORTAL) > 4


@pytest.mark.parametrize("pattern", STAFF, ids=lambda one: one.name)
def test_every_staff_view_names_its_right(pattern):
    assert isinstance(getattr(pattern.callback, "right", None), Right)


@pytest.mark.parametrize("pattern", PORTAL, ids=lambda one: one.name)
def test_every_portal_view_stands_behind_the_door(pattern):
    assert getattr(pattern.callback, "door", None) == "portal"


@pytest.mark.parametrize("pattern", STAFF, ids=lambda one: one.name)
def test_what_changes_something_needs_more_than_reading(pattern):
    if is_post_only(pattern.callback) and pattern.name not in READERS_MAY:
        assert pattern.callback.right is not Right.READ


def test_post_only_views_are_recognised():
    names = {pattern.name for pattern in STAFF if is_post_only(pattern.callback)}
    assert {"match_accept", "statements_import", "settings_language"} <= names
    assert not {"bank", "line", "settings"} & names


def test_the_list_of_exceptions_holds_what_exists():
    assert set(READERS_MAY) <= {pattern.name for pattern in STAFF}
