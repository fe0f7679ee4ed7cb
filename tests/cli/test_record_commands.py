"""`quitus import`, `quitus aged` and `quitus doctor`: what they print, for people and for programs, and their exits."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from quitus.apps.invoicing.models import Invoice
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.cli.main import main
from tests.adapters.tables.workbooks import workbook
from tests.record import a_client, an_invoice

INVOICES = """Numéro;Client;E-mail;Date facture;Échéance;Montant TTC
FA-1;Maison Berthier;compta@berthier.example;05/01/2026;04/02/2026;1 200,00
FA-2;Étoile SARL;;20/02/2026;22/03/2026;80,50
"""


@pytest.fixture
def studio(committed) -> int:
    """A committed studio whose clock stands on 16\xa0March 2026."""
    noon = datetime(2026, 3, 16, 12, tzinfo=ZoneInfo("Europe/Paris"))
    return Organisation.objects.create(name="Studio Marelle", clock_set_to=noon).id


def plain(text: str) -> str:
    """French groups thousands with narrow spaces that do not break."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def amounts(**owed: str) -> dict[str, str]:
    names = ("not_due", "days_30", "days_60", "days_90", "older", "late", "total")
    return dict.fromkeys(names, "0.00") | owed


def test_importing_invoices_preview_then_in_then_known(quitus, studio, tmp_path):
    (tmp_path / "factures.csv").write_text(INVOICES)
    (tmp_path / "pdfs").mkdir()
    (tmp_path / "pdfs" / "FA-1.pdf").write_bytes(b"%PDF-1.7")
    code, output, errors = quitus("import", "invoices", "factures.csv", "--preview")
    assert code == 0
    assert "Aperçu, rien n’est écrit :\n2 factures nouvelles, 0 déjà connue, 2 clients créés" in output
    assert "  Échéance → Échéance\n" in output
    assert "Ligne 3" in errors  # a client without an address is worth a look
    with tenant(studio):
        assert Invoice.objects.count() == 0
    code, output, errors = quitus("import", "invoices", "factures.csv", "--pdfs", "pdfs", "--json")
    report = json.loads(output)
    assert (code, report["written"], report["created"], report["documents"]) == (0, True, 2, 1)
    assert set(report) == {
        *("file", "kind", "written", "already_imported_on", "rows", "created", "unchanged", "new_clients"),
        *("updated", "documents", "columns", "problems", "notices"),
    }
    assert report["columns"][3] == {
        "header": "Date facture",
        "field": "issued_on",
        "confidence": "certain",
        "reason": "known_words",
    }
    assert quitus("import", "invoices", "factures.csv", language="en")[:2] == (
        0,
        "This file was already imported on 16\xa0March 2026.\nNothing new, nothing has changed.\n",
    )


def test_the_aged_balance(quitus, studio):
    with tenant(studio):
        an_invoice(a_client("Maison Berthier"), "FA-1", due_on=date(2026, 2, 4), issued_on=date(2026, 1, 5))
        an_invoice(
            a_client("Étoile SARL"), "FA-2", "80.50", due_on=date(2026, 3, 22), issued_on=date(2026, 2, 20)
        )
    code, output, errors = quitus("aged", "--json")
    assert (code, errors) == (0, "")
    assert json.loads(output) == {
        "on": "2026-03-16",
        "currency": "EUR",
        "clients": [
            {"client": 2, "name": "Étoile SARL", **amounts(not_due="80.50", total="80.50")},
            {
                "client": 1,
                "name": "Maison Berthier",
                **amounts(days_60="1200.00", late="1200.00", total="1200.00"),
            },
        ],
        "total": amounts(not_due="80.50", days_60="1200.00", late="1200.00", total="1280.50"),
    }
    past = json.loads(quitus("aged", "--on", "2026-01-10", "--json")[1])
    assert (past["on"], past["total"]["total"]) == ("2026-01-10", "1200.00")
    code, output, errors = quitus("aged")
    assert (code, errors) == (0, "")
    lines = [line.split() for line in plain(output).splitlines()]
    assert " ".join(lines[0]) == "Balance âgée au 16 mars 2026"
    assert {line[0]: line[-2:] for line in lines if line and line[0] in ("Maison", "Étoile", "Total")} == {
        "Étoile": ["80,50", "€"],
        "Maison": ["200,00", "€"],
        "Total": ["280,50", "€"],
    }


def test_a_faulty_file_is_refused_line_by_line(quitus, studio, tmp_path):
    (tmp_path / "factures.csv").write_text(INVOICES.replace("80,50", "quatre-vingts"))
    code, output, errors = quitus("import", "invoices", "factures.csv")
    assert (code, output) == (1, "")
    assert errors.startswith("1 problème, rien n’a été importé :\n  Ligne 3, colonne « Montant TTC »")
    code, output, errors = quitus("import", "invoices", "factures.csv", "--json", language="en")
    (problem,) = json.loads(output)["problems"]
    assert (code, problem["line"], problem["code"]) == (1, 3, "import_amount_unreadable")
    assert problem["message"].startswith("Line 3, column “Montant TTC”, “quatre-vingts”. ")
    with tenant(studio):
        assert Invoice.objects.count() == 0


def test_importing_clients_with_a_chosen_column(quitus, studio, tmp_path):
    (tmp_path / "clients.csv").write_text("Code;Qui\nC1;Maison Berthier\n")
    code, _, errors = quitus("import", "clients", "clients.csv")
    assert code == 1
    assert "« Nom »" in errors
    code, output, _ = quitus("import", "clients", "clients.csv", "--map", "name=Qui")
    assert (code, output) == (0, "1 client créé, 0 complété, 0 inchangé\n")
    code, _, errors = quitus("import", "clients", "clients.csv", "--map", "name=Nom")
    assert (code, errors) == (0, "")  # the very same file: known before its columns are looked at


def test_importing_clients_from_a_workbook(quitus, studio, tmp_path):
    rows = [["Code", "Nom"], ["C1", "Maison Berthier"], ["C2", "Café de l’Été"]]
    (tmp_path / "clients.xlsx").write_bytes(workbook({"Clients": rows}))
    assert quitus("import", "clients", "clients.xlsx")[:2] == (
        0,
        "2 clients créés, 0 complété, 0 inchangé\n",
    )
    (tmp_path / "cut.xlsx").write_bytes(workbook({"Clients": rows})[:2_000])
    code, output, errors = quitus("import", "clients", "cut.xlsx")
    assert (code, output, "abîmé ou incomplet" in errors) == (1, "", True)


WRONG = [
    ("no such file", ["import", "invoices", "absent.csv"]),
    ("no such field", ["import", "clients", "f.csv", "--map", "nom=Qui"]),
    ("a field of the other kind", ["import", "clients", "f.csv", "--map", "due_on=Date"]),
    ("no such date", ["aged", "--on", "16/03/2026"]),
    ("no such option", ["doctor", "--all"]),
]


@pytest.mark.parametrize("arguments", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_usage(tmp_path, monkeypatch, capsys, arguments):
    (tmp_path / "f.csv").write_text("Nom\nA\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert "Error" in said.err


def test_refused_with_a_sentence(quitus, studio, tmp_path):
    (tmp_path / "image.csv").write_bytes(b"\x89PNG")
    code, output, errors = quitus("import", "clients", "image.csv")
    assert (code, output) == (1, "")
    assert "n’est pas un tableau" in errors
    (tmp_path / "clients.csv").write_text("Nom\nA\n")
    code, output, errors = quitus("import", "clients", "clients.csv", "--map", "name=Qui")
    assert (code, output) == (1, "")
    assert "pas de colonne « Qui »" in errors


def test_without_a_firm(quitus, tmp_path):
    assert quitus("aged")[:2] == (1, "")
    assert quitus("doctor") == (0, "Il n’y a pas encore d’entreprise.\n", "")


def test_the_doctor(quitus, studio):
    with tenant(studio):
        an_invoice(a_client(), "FA-1")
    assert quitus("doctor") == (0, "Studio Marelle : tout concorde.\n", "")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE invoicing_instalment SET remaining_minor = 1")
    assert quitus("doctor", language="en") == (
        1,
        "Studio Marelle: 1 finding.\n"
        "  Remainder ≠ amount minus payments · instalment 1 (FA-1): expected 1200.00 EUR, found 0.01 EUR\n",
        "",
    )
    code, output, _ = quitus("doctor", "--json", "--organisation", "Studio Marelle")
    assert (code, json.loads(output)) == (
        1,
        {
            "sound": False,
            "organisations": 1,
            "findings": [
                {
                    "organisation": studio,
                    "check": "remaining",
                    "what": "Reste dû ≠ montant moins règlements",
                    "where": "instalment 1 (FA-1)",
                    "expected": "1200.00 EUR",
                    "found": "0.01 EUR",
                }
            ],
        },
    )
