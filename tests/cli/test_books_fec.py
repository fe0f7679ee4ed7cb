"""`quitus books`: the FEC as a file, closing, and the trial balance."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from quitus.apps.books.closing import close_books
from quitus.apps.books.models import Closing
from quitus.apps.books.years import name_financial_year
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.books.fec.check import check_fec
from tests.apps.books.business import a_quarter, bank_line
from tests.record import CAMILLE

NAME = "732829320FEC20261231.txt"


@pytest.fixture
def studio(committed) -> int:
    """A committed studio with a quarter of business, on 10\xa0January 2027."""
    noon = datetime(2027, 1, 10, 12, tzinfo=ZoneInfo("Europe/Paris"))
    firm = Organisation.objects.create(name="Studio Marelle", siren="732829320", clock_set_to=noon)
    with tenant(firm.id):
        a_quarter()
    return firm.id


def close(firm: int, until: date = date(2026, 12, 31)) -> None:
    with tenant(firm):
        close_books(until, on=date(2027, 1, 10), actor=CAMILLE)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_a_closed_year_becomes_a_file_that_passes_the_check(quitus, studio, tmp_path):
    close(studio)
    code, output, errors = quitus("books", "fec", "--year", "2026", "--out", str(tmp_path))
    assert (code, errors) == (0, "")
    assert plain(output) == f"{tmp_path / NAME} : 25 lignes, du 1er janvier 2026 au 31 décembre 2026.\n"
    report = check_fec([(tmp_path / NAME).read_bytes()], name=NAME, closing=date(2026, 12, 31))
    assert (report.lines, report.problems) == (25, ())
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == [NAME]


def test_an_open_year_is_refused_or_provisional(quitus, studio, tmp_path):
    close(studio, date(2026, 1, 31))
    code, output, errors = quitus("books", "fec", "--year", "2026", "--out", ".")
    assert (code, output) == (1, "")
    assert "encore ouvert du 1er février 2026 au 31 décembre 2026" in plain(errors)
    assert not (tmp_path / NAME).exists()
    code, output, errors = quitus(
        "books", "fec", "--year", "2026-05-03", "--out", ".", "--provisional", language="en"
    )
    assert code == 0
    assert output.startswith(f"{NAME}: 25 lines")
    assert errors.startswith("Provisional: 6 entries are not closed yet")
    assert "do not hand this FEC to the tax office" in errors
    code, output, _ = quitus(
        "books", "fec", "--year", "2026", "--out", ".", "--provisional", "--replace", "--json"
    )
    assert json.loads(output) == {
        "file": NAME,
        "first": "2026-01-01",
        "last": "2026-12-31",
        "lines": 25,
        "provisional": True,
        "open_entries": 6,
    }


def test_a_file_is_not_written_over_unless_asked(quitus, studio, tmp_path):
    close(studio)
    (tmp_path / NAME).write_text("signed by the accountant")
    code, output, errors = quitus("books", "fec", "--year", "2026", "--out", ".")
    assert (code, output) == (1, "")
    assert "existe déjà" in errors
    assert (tmp_path / NAME).read_text() == "signed by the accountant"
    assert quitus("books", "fec", "--year", "2026", "--out", ".", "--replace")[0] == 0
    assert (tmp_path / NAME).read_bytes().startswith(b"JournalCode\t")


@pytest.mark.parametrize(
    ("siren", "said"),
    [("", "commence par le SIREN de l’entreprise, qui manque"), ("123456789", "n’est pas un SIREN valable")],
)
def test_without_a_siren(quitus, studio, tmp_path, siren, said):
    close(studio)
    Organisation.objects.update(siren=siren)
    code, output, errors = quitus("books", "fec", "--year", "2026", "--out", ".")
    assert (code, output) == (1, "")
    assert said in errors
    assert not list(tmp_path.glob("*.txt"))


def test_years_that_are_none(quitus, studio, tmp_path):
    assert quitus("books", "fec", "--year", "26", "--out", ".")[0] == 2
    assert quitus("books", "fec", "--year", "2026", "--out", "nowhere")[0] == 2
    code, _, errors = quitus("books", "fec", "--year", "2024", "--out", ".", "--provisional")
    assert code == 1
    assert "Rien n’est écrit du 1er janvier 2024 au 31 décembre 2024" in plain(errors)
    with tenant(studio):
        name_financial_year(date(2026, 1, 1), date(2026, 6, 30), on=date(2027, 1, 10), actor=CAMILLE)
        name_financial_year(date(2026, 7, 1), date(2026, 12, 31), on=date(2027, 1, 10), actor=CAMILLE)
    code, _, errors = quitus("books", "fec", "--year", "2026", "--out", ".", "--provisional")
    assert code == 1
    assert "par exemple 2026-06-30, 2026-12-31" in errors
    assert quitus("books", "fec", "--year", "2026-06-30", "--out", ".", "--provisional")[0] == 0
    assert (tmp_path / "732829320FEC20260630.txt").exists()


def test_the_firm_that_is_named(quitus, studio, tmp_path):
    close(studio)
    other = Organisation.objects.create(name="Autre", siren="552100554")
    with tenant(other.id):
        bank_line(1, 100, date(2026, 5, 4))
    assert quitus("books", "fec", "--year", "2026", "--out", ".")[0] == 1  # which one?
    code, output, _ = quitus(
        "books", "fec", "--year", "2026", "--out", ".", "--provisional", "--organisation", "Autre", "--json"
    )
    assert (code, json.loads(output)["lines"]) == (0, 2)
    assert Path(tmp_path / "552100554FEC20261231.txt").exists()


def test_closing_by_command_asks_first(quitus, studio):
    code, output, _ = quitus("books", "close", "--until", "2026-01-31", "--preview")
    assert code == 0
    assert plain(output).splitlines()[:2] == [
        "Clôture jusqu’au 31 janvier 2026 : 6 écritures reçoivent leur numéro.",
        "  AN000001 à AN000003 : 1 580,50 €",
    ]
    assert quitus("books", "close", "--until", "2026-01-31")[0] != 0  # nobody there to answer
    with tenant(studio):
        assert Closing.objects.count() == 0
    code, output, _ = quitus("books", "close", "--until", "2026-01-31", "--json")
    assert (code, json.loads(output)["closed"], json.loads(output)["entries"]) == (0, True, 6)
    code, _, errors = quitus("books", "close", "--until", "2026-01-31", "--yes", language="en")
    assert (code, plain(errors)) == (
        1,
        "The books are closed until 31 January 2026, with no way back. The first open day is 1 February 2026.\n",
    )
    assert quitus("books", "close", "--until", "2026-02-28", "--yes")[0] == 0


def test_the_trial_balance(quitus, studio):
    code, output, _ = quitus("books", "balance", "--on", "2026-01-31", "--json")
    found = json.loads(output)
    assert (code, found["first"], found["total"]["debit"], found["total"]["closing"]) == (
        0,
        "2026-01-01",
        "3480.50",
        "0.00",
    )
    assert found["accounts"][0] == {
        "account": "411000",
        "label": "Clients",
        "opening": "0.00",
        "debit": "1580.50",
        "credit": "1200.00",
        "closing": "380.50",
    }
    code, output, _ = quitus("books", "balance", "--on", "2026-01-31")
    assert "411000 Clients" in output
    assert "Rien n’est écrit." in quitus("books", "balance", "--on", "2020-01-31")[1]
