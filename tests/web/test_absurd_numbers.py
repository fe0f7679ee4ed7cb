"""No number, however absurd, breaks a page: every address with absurd arguments, every parameter that a view reads,
every field of every form, as the owner of a small firm.
"""

from collections.abc import Iterable, Iterator
from http.cookies import SimpleCookie

from django.db import transaction

from tests.web.every_address import addresses, forms_of
from tests.web.small_firm import firm, owner, sign_in, small_firm

__all__ = ["firm", "owner", "sign_in", "small_firm"]

# Too long for an id, for the database, for Python's own reader of numbers; and what only looks like a number.
TOO_LONG = ("9" * 19, "9" * 30, "9" * 5000)
ABSURD = ("-1", "9" * 18, *TOO_LONG, "²")
FEW = ("9" * 18, "9" * 30, "9" * 5000)
ADDRESSES = list(addresses())

Request = tuple[str, str, dict[str, object]]


def outcome(browser, request: Request) -> int | str:
    """The status of the answer, or what went wrong; nothing of what was done is kept, signing out neither."""
    method, path, sent = request
    cookies = SimpleCookie(browser.cookies)
    try:
        with transaction.atomic():
            status = getattr(browser, method)(path, sent).status_code
            transaction.set_rollback(True)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, a visitor would have seen a 500
        return f"{type(wrong).__name__}: {wrong}"[:120]
    finally:
        browser.cookies = cookies
    return status


def broken(browser, requests: Iterable[Request]) -> list[str]:
    """The requests that no page answered, and why. There are many requests, or nothing was proved."""
    found, count = [], 0
    for request in requests:
        count += 1
        status = outcome(browser, request)
        if isinstance(status, str) or status >= 500:
            found.append(f"{str(request)[:200]} {status}")
    assert count > 200
    assert browser.get("/").status_code == 200, "still signed in"
    return found


def test_no_argument_of_an_address_breaks_a_page(owner, small_firm):
    def requests() -> Iterator[Request]:
        for address in ADDRESSES:
            for name in address.arguments:
                for number in ABSURD:
                    path = small_firm.path(address, **{name: number})
                    yield "get", path, {}
                    yield "post", path, {}

    assert broken(owner, requests()) == []


def test_an_id_that_is_too_long_names_nothing(owner, small_firm):
    found = {}
    for address in ADDRESSES:
        for name in address.arguments:
            if name.endswith("_id") and address.takes("get"):
                for number in TOO_LONG:
                    path = small_firm.path(address, **{name: number})
                    found[path] = outcome(owner, ("get", path, {}))
    assert len(found) > 50
    assert set(found.values()) == {404}


def test_no_parameter_breaks_a_page(owner, small_firm):
    def requests() -> Iterator[Request]:
        for address in ADDRESSES:
            path = small_firm.path(address)
            for number in FEW:
                if address.takes("get"):
                    yield "get", path, dict.fromkeys(address.parameters_of_room, number)
                if address.takes("post"):
                    yield from (("post", path, {name: number}) for name in address.parameters)

    assert broken(owner, requests()) == []


def test_no_field_of_a_form_breaks_a_page(owner, small_firm):
    def requests() -> Iterator[Request]:
        for path, form in every_form(owner, small_firm):
            for name in form.values:
                for number in FEW[:2]:
                    yield form.method, path, form.sent(**{name: number})

    assert broken(owner, requests()) == []


def every_form(browser, small_firm):
    """(where it goes, form): each form of the site once, whoever shows it."""
    known = set()
    for address in ADDRESSES:
        path = small_firm.path(address)
        page = browser.get(path)
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        for form in forms_of(page.content.decode()):
            goes_to = form.action.partition("?")[0].partition("#")[0] or path
            key = form.method, goes_to, frozenset(form.values)
            if goes_to.startswith("/") and key not in known:
                known.add(key)
                yield goes_to, form
