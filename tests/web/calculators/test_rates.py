"""The rates as pages show them. No test may ask the database."""

import csv
import io

import pytest

from quitus.domain.law.countries import COUNTRIES
from tests.web.calculators.asking import ask, errors, said


def test_the_rates_of_a_day_with_their_sources():
    words = said(ask("/rates", country="FR", on="2025-08-15"))
    for expected in (
        "Retard, entre professionnels, France, 15 août 2025 12,15 % par an, du 1er juillet 2025 au 31 décembre 2025",
        "BCE 2,15 % + 10 points, C. com. L441-10 II",
        "Taux légal, créancier professionnel arrêté semestriel (taux légal, tous les autres cas), CMF L313-2 2,76 %",
        "Taux minimal d’un contrat 3 × arrêté semestriel (taux légal, tous les autres cas), CMF L313-2 8,28 %",
        # The row of a half-year: late payment, public buyers, legal, floor, private, European Central Bank.
        "1er janvier 2025 13,15 % 11,15 %* (probable, à confirmer) 3,71 % 11,13 % 7,21 % 3,15 %",
    ):
        assert expected in words


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_country_has_a_page_and_a_file(country, lang):
    assert ask("/rates", country=country, lang=lang).status_code == 200
    response = ask("/rates.csv", country=country, lang=lang)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"-{country}.csv" in response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {6}
    assert len(rows) > 20


@pytest.mark.parametrize("on", ["1995-01-01", "2150-01-01"])
def test_a_day_without_rates_says_so(on):
    response = ask("/rates", on=on)
    assert response.status_code == 200
    assert "pas encore publié, ou trop ancien." in said(response)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"on": "soon"}, "on"), ({"country": "US"}, "country"), ({"country": "fr\x00"}, "country")],
)
@pytest.mark.parametrize("path", ["/rates", "/rates.csv"])
def test_what_is_wrong_is_said_beside_its_field(path, wrong, field):
    response = ask(path, **wrong)
    assert response.status_code == 422
    assert list(errors(response)) == [field]
