"""A day that cannot be is said beside its field, and nothing is kept: every field for a day of every form of the site,
then the days that a page sends back unseen, and those of addresses.
"""

import re

import pytest

from quitus.apps.books.models import JournalEntry
from quitus.apps.law.models import LegalEvent
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.reminders.models import Hold
from quitus.apps.timeline.models import TimelineEntry
from tests.web.every_address import addresses, forms_of
from tests.web.small_firm import firm, owner, sign_in, small_firm
from tests.web.staff.conftest import words

__all__ = ["firm", "owner", "sign_in", "small_firm"]

OUT_OF_REACH = ("0001-01-01", "0025-11-10", "1899-12-31", "1989-12-31", "2201-01-01", "9999-12-31")
NO_DAY = ("2100-02-30", "31/02/2026", "11/24/2026", "٢٠٢٦", "٢٠٢٦-١١-٢٤", "-1")
# Where a day narrows what a page shows, one that makes no sense is not asked for.
ONLY_SHOW = {"/aged/", "/history/", "/books/balance", "/books/clients/", "/books/close"}


def day_fields(browser, small_firm):
    """(form, where it goes, field): each field for a day of the site, once.

    Not those of the calculators, which keep nothing: `calculators/` says beside each what is wrong.
    """
    known = {("/styleguide", "paid_on")}  # which is sent nowhere
    for address in addresses():
        if address.route.startswith("calculators"):
            continue
        path = small_firm.path(address)
        page = browser.get(path)
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        for form in forms_of(page.content.decode()):
            goes_to = form.action.partition("?")[0].partition("#")[0] or path
            for name in sorted(form.days):
                if (goes_to, name) not in known:
                    known.add((goes_to, name))
                    yield form, goes_to, name


@pytest.fixture
def fields(owner, small_firm):
    return list(day_fields(owner, small_firm))


def kept(small_firm):
    """How much the firm has on record."""
    with tenant(small_firm.firm.id):
        return TimelineEntry.objects.count(), JournalEntry.objects.count()


def beside(page, name):
    """What stands under the field; of a page without such a place, what its note says."""
    text = page.content.decode()
    found = re.search(rf'id="(?:id_|row1-)?{re.escape(name)}_error"[^>]*>(.*?)</p>', text)
    return found[1] if found else " ".join(re.findall(r'class="note[^>]*>(.*?)</div>', text, re.DOTALL))


def test_every_field_for_a_day_is_found(fields):
    names = {name for _form, _goes_to, name in fields}
    assert {"received_on", "happened_on", "ended_on", "first", "last", "on", "until", "day"} <= names
    assert {"hold-until", "promise-day", "paid-paid_on"} <= names
    assert len(fields) > 15


def test_a_day_out_of_reach_is_said_beside_its_field_and_nothing_is_kept(owner, small_firm, fields):
    before, wrong = kept(small_firm), []
    for form, goes_to, name in fields:
        for day in OUT_OF_REACH:
            page = getattr(owner, form.method)(goes_to, form.sent(**{name: day}))
            if page.status_code != 422 and not (form.method == "get" and page.status_code == 200):
                wrong.append((goes_to, name, day, page.status_code))
            elif "hors de portée" not in beside(page, name):
                wrong.append((goes_to, name, day, beside(page, name)))
    assert wrong == []
    assert kept(small_firm) == before


def test_what_is_no_day_is_said_beside_its_field_and_nothing_is_kept(owner, small_firm, fields):
    before, wrong = kept(small_firm), []
    for form, goes_to, name in fields:
        for text in NO_DAY:
            page = getattr(owner, form.method)(goes_to, form.sent(**{name: text}))
            if goes_to in ONLY_SHOW:
                assert page.status_code == 200
            elif "date valide" not in beside(page, name):
                wrong.append((goes_to, name, text[:12], page.status_code, beside(page, name)))
    assert wrong == []
    assert kept(small_firm) == before


def test_what_is_longer_than_any_day_is_said_too(owner, small_firm, fields):
    """In an address the server itself refuses so much."""
    before = kept(small_firm)
    for form, goes_to, name in fields:
        if form.method == "post":
            page = owner.post(goes_to, form.sent(**{name: "9" * 10**6}))
            assert (page.status_code, "date valide" in beside(page, name)) == (422, True), (goes_to, name)
    assert kept(small_firm) == before


def test_no_day_at_all_breaks_nothing(owner, fields):
    for form, goes_to, name in fields:
        page = getattr(owner, form.method)(goes_to, form.sent(**{name: ""}))
        assert page.status_code in (200, 302, 422), (goes_to, name)


# Days that a page sends back unseen, and those of addresses: (where, what is sent), by method.
UNSEEN = [
    ("post", "/books/close/now", {"until": "{day}", "entries": "0"}),
    ("post", "/charges/clients/{client_id}/claim", {"until": "{day}", "invoices": "{invoice_id}"}),
    ("post", "/bank/accounts/{account_id}/go-on", {"first": "{day}", "last": "{day}"}),
    ("post", "/books/years", {"first": "{day}", "last": "{day}"}),
    ("get", "/aged/export.csv", {"on": "{day}"}),
    ("get", "/books/balance/export.csv", {"on": "{day}"}),
    ("get", "/books/clients/export.csv", {"on": "{day}"}),
    ("get", "/books/close", {"until": "{day}"}),
    ("get", "/reminders/", {"day": "{day}"}),
    (
        "post",
        "/law/rates/add",
        {"half": "{day} FR late_payment", "percent": "12", "source": "Arrêté du jour"},
    ),
]


@pytest.mark.parametrize(
    ("method", "path", "sent"), UNSEEN, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_day_out_of_reach_is_refused_where_nobody_typed_it(owner, small_firm, method, path, sent):
    before = kept(small_firm)
    for day in OUT_OF_REACH:
        values = {name: text.format(day=day, **small_firm.values) for name, text in sent.items()}
        page = getattr(owner, method)(path.format(**small_firm.values), values)
        assert page.status_code in (400, 422), day
    assert kept(small_firm) == before


def test_a_payment_of_the_year_25_leaves_the_books_alone(owner, small_firm):
    """What a browser's calendar makes of 10/11/25: it was taken, and the books ran over two thousand years."""
    path = f"/clients/{small_firm.values['payer_id']}/payments/new"
    (form,) = [form for form in forms_of(owner.get(path).content.decode()) if "received_on" in form.days]
    page = owner.post(path, form.sent(received_on="0025-11-10", amount="12"))
    assert "Le 10 novembre 25 est hors de portée" in words(page)
    assert words(owner.get("/books/")).count("Exercice") < 5
    page = owner.post(path, form.sent(received_on="2025-11-10", amount="12"))
    assert page.status_code == 302


def test_an_insolvency_long_before_anything_breaks_no_page(owner, small_firm):
    client_id = small_firm.values["client_id"]
    sent = {"kind": "insolvency", "happened_on": "0001-01-01", "invoice": ""}
    assert owner.post(f"/law/clients/{client_id}/events", sent).status_code == 422
    assert (
        owner.post(f"/law/clients/{client_id}/events", {**sent, "happened_on": "1990-01-01"}).status_code
        == 302
    )
    for path in (f"/clients/{client_id}", f"/charges/clients/{client_id}/claim", f"/law/clients/{client_id}"):
        assert owner.get(path).status_code == 200
    with tenant(small_firm.firm.id):
        assert LegalEvent.objects.filter(kind="insolvency").count() == 1


def test_what_is_planned_lies_within_ten_years(owner, small_firm):
    path = f"/clients/{small_firm.values['client_id']}/pause"
    for day in ("2036-11-25", "2100-02-28"):
        page = owner.post(path, {"hold-instalment": "", "hold-until": day, "hold-reason": ""})
        assert (page.status_code, "24 novembre 2036" in words(page)) == (422, True)
    with tenant(small_firm.firm.id):
        before = Hold.objects.count()
    page = owner.post(path, {"hold-instalment": "", "hold-until": "2036-11-24", "hold-reason": ""})
    with tenant(small_firm.firm.id):
        assert (page.status_code, Hold.objects.count()) == (302, before + 1)


@pytest.mark.parametrize(("language", "said"), [("fr", "est hors de portée"), ("en", "is out of reach")])
def test_it_is_said_in_the_reader_s_language(sign_in, small_firm, language, said):
    browser = sign_in(language=language)
    page = browser.get("/books/balance", {"on": "0025-11-10"})
    assert (page.status_code, said in words(page)) == (422, True)
