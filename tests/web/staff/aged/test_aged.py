"""The aged balance: exact, on any day, on paper and as a file that no spreadsheet runs."""

import csv
import io
from datetime import date

import pytest
from django.test import Client as Browser

from quitus.apps.organisations.tenancy import tenant
from tests.firm import make_client, make_instalment
from tests.web.staff.conftest import words


@pytest.fixture
def owing(firm):
    """40 days late, not due, and a name that a spreadsheet would take for a formula."""
    with tenant(firm.id):
        berthier = make_client("Maison Berthier & Fils")
        make_instalment(berthier, "FA-1", "1240.00", due=date(2026, 10, 15))
        make_instalment(berthier, "FA-2", "60.00", due=date(2026, 12, 1), issued=date(2026, 11, 20))
        hostile = make_client('=HYPERLINK("http://evil.example";"x")')
        make_instalment(hostile, "FA-3", "10.50", due=date(2026, 5, 1), issued=date(2026, 4, 1))
    return firm


def rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_who_owes_what_by_how_late_it_is(owner, owing):
    text = words(owner.get("/aged/"))
    for sentence in (
        "Ce qui était dû au soir du 24 novembre 2026",
        "Dû en tout 1 310,50 € par 2 clients",
        "En retard 1 250,50 €",
        "Plus de 90 jours de retard 10,50 €",
        "Maison Berthier &amp; Fils 60,00 € – 1 240,00 € – – 1 300,00 €",
        "Total 60,00 € – 1 240,00 € – 10,50 € 1 310,50 €",
    ):
        assert sentence in text, sentence


def test_on_another_day(owner, owing):
    text = words(owner.get("/aged/", {"on": "2026-10-20"}))
    assert "Dû en tout 1 250,50 €" in text  # the invoice of November was not there yet
    assert "Maison Berthier &amp; Fils – 1 240,00 € – – – 1 240,00 €" in text
    assert "Personne ne devait rien" in words(owner.get("/aged/", {"on": "2026-01-01"}))


@pytest.mark.parametrize("on", ["", "x", "2026-13-01", "24/11/2026", "0000-00-00", "9" * 30])
def test_a_day_that_is_none_is_today(owner, owing, on):
    assert "24 novembre 2026" in words(owner.get("/aged/", {"on": on}))


def test_in_english(sign_in, owing):
    text = words(sign_in(language="en").get("/aged/"))
    assert "What was owed at the end of 24 November 2026" in text
    assert "Maison Berthier &amp; Fils €60.00 – €1,240.00 – – €1,300.00" in text


def test_the_file_holds_the_same_and_runs_nothing(owner, owing):
    response = owner.get("/aged/export.csv", {"on": "2026-11-24"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="balance-agee-2026-11-24.csv"'
    header, *lines = rows(response)
    assert header == [
        "Client", "Non échu", "1 à 30 jours", "31 à 60 jours", "61 à 90 jours", "Plus de 90 jours", "Total",
    ]  # fmt: skip
    assert lines == [
        ['\'=HYPERLINK("http://evil.example";"x")', "0,00", "0,00", "0,00", "0,00", "10,50", "10,50"],
        ["Maison Berthier & Fils", "60,00", "0,00", "1240,00", "0,00", "0,00", "1300,00"],
        ["Total", "60,00", "0,00", "1240,00", "0,00", "10,50", "1310,50"],
    ]


def test_long_ones_are_paged_and_printed_whole(owner, owing, monkeypatch):
    monkeypatch.setattr("quitus.web.staff.aged.views.ROWS", 1)
    page = words(owner.get("/aged/"))
    assert "Maison Berthier" not in page
    assert "1 à 1 sur 2" in page
    assert "Total 60,00 € – 1 240,00 € – 10,50 € 1 310,50 €" in page
    assert "Maison Berthier" in words(owner.get("/aged/", {"page": "2"}))
    whole = words(owner.get("/aged/", {"all": ""}))
    assert "Maison Berthier" in whole
    assert "HYPERLINK" in whole


def test_a_reader_reads_and_a_stranger_does_not(reader, owing):
    assert reader.get("/aged/").status_code == 200
    assert reader.get("/aged/export.csv").status_code == 200
    for path in ("/aged/", "/aged/export.csv"):
        assert Browser().get(path).headers["Location"].startswith("/account/login/")
        assert reader.post(path).status_code == 405


def test_the_queries_do_not_grow(owner, owing, django_assert_max_num_queries):
    with tenant(owing.id):
        for number in range(30):
            make_instalment(make_client(f"Client {number}"), f"FB-{number}", "10.00")
    with django_assert_max_num_queries(16):
        owner.get("/aged/")
