"""The open door: no sign-in, no cookie, no database, no way to make the machine work much. Found by search engines."""

import logging
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import get_resolver

from quitus.web.calculators import opening, urls
from tests.web.calculators.asking import WHOLE, ask, said
from tests.web.design.test_markup import Reader

PAGES = ["", "/late", "/due", "/limitation", "/deadlines", "/rates"]
ANSWERED = [
    ("/late", {**WHOLE, "day": "2025-06-10", "amount": "700", "kind": "payment", "country": "FR"}),
    ("/late", {**WHOLE, "principal": "x"}),
    ("/due", {"issued": "2026-10-22", "terms": "45 jours fin de mois"}),
    ("/due", {"issued": "2026-10-22", "terms": "<script>alert(1)</script>"}),
    ("/limitation", {"due": "2020-01-15", "day": "2021-03-04", "kind": "part_payment", "until": ""}),
    ("/deadlines", {"event": "order_served", "on": "2026-10-01"}),
    ("/deadlines", {"event": "<script>alert(1)</script>", "on": "2026-10-01"}),
    ("/rates", {"country": "DE"}),
    *((page, {}) for page in PAGES),
]
each_page = pytest.mark.parametrize(("path", "question"), ANSWERED)


def test_every_view_stands_open_by_its_own_word():
    assert {pattern.callback.door for pattern in urls.urlpatterns} == {"everyone"}
    assert "calculators" in get_resolver().namespace_dict


@each_page
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_cookie_is_set_and_nobody_is_asked_to_sign_in(path, question, lang):
    response = ask(path, lang=lang, **question)
    assert response.status_code in (200, 422)
    assert not response.cookies
    assert response.headers["Content-Language"] == lang
    assert "csrfmiddlewaretoken" not in response.content.decode()


@each_page
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_is_well_formed(path, question, lang):
    reader = Reader()
    reader.feed(ask(path, lang=lang, **question).content.decode())
    assert reader.faults == []
    assert reader.open == []
    assert sorted(reader.ids) == sorted(set(reader.ids))
    assert set(reader.references) - set(reader.ids) == set()


@pytest.mark.parametrize("path", PAGES)
def test_search_engines_may_read_it_in_both_languages(path):
    page = ask(path, lang="en", principal="1").content.decode()
    assert '<meta name="robots" content="index, follow">' in page
    assert re.search(r'<meta name="description" content="[^"]{40,}">', page)
    assert f'<link rel="canonical" href="http://testserver/calculators{path}?lang=en">' in page
    for code in ("fr", "en"):
        assert f'hreflang="{code}" href="http://testserver/calculators{path}?lang={code}"' in page
    assert "X-Robots-Tag" not in ask(path).headers


def test_what_a_search_engine_reads_has_no_errors_of_ours():
    page = ask("/late", lang=None, principal="1200", due="2025-03-31", until="2025-08-15")
    assert '<link rel="canonical" href="http://testserver/calculators/late">' in page.content.decode()


def test_the_language_of_the_address_goes_before_that_of_the_device():
    client = Client(headers={"accept-language": "en"})
    client.cookies["quitus_language"] = "fr"
    assert "What does a late invoice owe?" in said(ask("/late", lang="en", client=client))
    assert "Que doit une facture en retard" in said(ask("/late", lang=None, client=client))
    assert "Que doit une facture en retard" in said(ask("/late", lang="de", client=client))


def test_the_other_language_keeps_the_question_and_the_form_its_language():
    page = ask("/late", lang="fr", **WHOLE, note="a&b").content.decode()
    assert 'href="?lang=en&amp;principal=1200&amp;due=2025-03-31&amp;until=2025-08-15&amp;note=a%26b"' in page
    assert '<input type="hidden" name="lang" value="fr">' in page
    assert 'href="/calculators/due?lang=fr"' in page
    assert 'name="lang"' not in ask("/late", lang=None).content.decode()


@pytest.mark.parametrize("path", [*PAGES, "/late.csv", "/late.pdf", "/rates.csv"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent(path, method):
    assert getattr(Client(), method)(f"/calculators{path}").status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "principal=" + "9" * 7_000,
        "&".join(["day=2025-06-10"] * 300),
        "&" * 2_000,
        "principal=1&" + "amount=1&" * 1_500,
        "terms=" + "%00" * 3_000,
    ],
)
@pytest.mark.parametrize("path", [*PAGES, "/late.csv", "/late.pdf", "/rates.csv"])
def test_what_no_form_asks_is_refused_before_it_is_read(path, query, caplog):
    with caplog.at_level(logging.INFO):
        response = Client().get(f"/calculators{path}?{query}")
    assert response.status_code == 400
    assert not response.cookies
    assert "9999" not in caplog.text
    assert "2025-06-10" not in caplog.text


@pytest.mark.parametrize(
    "query",
    [
        "principal=%00&due=%FF%FE&until=%E2%80%AE",
        "principal=1200&principal=5&due=2025-03-31&due=x",
        "principal[]=1&due[$gt]=2",
        "principal=1200&due=2025-03-31&until=2025-08-15&kind=payment&kind=payment",
        "principal=%F0%9F%92%A9&due=2025-W14&until=٢٠٢٥-٠٨-١٥",
        "issued=2026-10-22&terms=%27%22%3E%3Cxss%3E",
        "due=2020-01-15&day=%00&kind=%00&until=%00",
        "event=%00&on=2026-10-01&abroad=%00&alsace_moselle=x&alsace_moselle=on",
        "more=1&principal=%00&day=%00",
        "country=%00&on=%00",
        "lang=%00&lang=../../etc",
    ],
)
@pytest.mark.parametrize("path", [*PAGES, "/late.csv", "/late.pdf", "/rates.csv"])
def test_odd_addresses_are_answered_calmly(path, query):
    response = Client().get(f"/calculators{path}?{query}")
    assert response.status_code in (200, 422)
    assert b"<xss>" not in response.content


def test_nothing_of_a_question_is_logged(caplog):
    with caplog.at_level(logging.DEBUG):
        ask("/late", **{**WHOLE, "principal": "73519"})
        ask("/late", **{**WHOLE, "principal": "73519x"})
        ask("/late.csv", **{**WHOLE, "principal": "73519"})
    assert "73519" not in caplog.text


def test_today_is_the_calendars_own(monkeypatch):
    monkeypatch.setattr(opening, "real_now", lambda: datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert opening.today() == date(2026, 7, 1)
    assert 'value="2026-07-01"' in ask("/late").content.decode()
    assert "12,40" in said(ask(""))


def test_a_half_year_without_rate_leaves_the_first_page_whole(monkeypatch):
    monkeypatch.setattr(opening, "real_now", lambda: datetime(2050, 1, 1, tzinfo=UTC))
    assert ask("").status_code == 200
    assert "n’est pas encore là" in said(ask("/rates", on="2026-01-01"))


def test_the_door_of_the_site_leads_here():
    assert 'href="/calculators"' in Client().get("/account/login/").content.decode()
