"""`quitus import fec`: what it prints, for people and for programs, and its exits."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from tests.fec import NAME, Line, fec

BOOKS = (
    Line("F1", 120_000, on="20260105", lettering="AA"),
    Line("R1", -120_000, journal="BQ", on="20260204", lettering="AA"),
    Line("F2", 300_000, on="20260120"),
    Line("R2", -50_000, journal="BQ", on="20260201"),
)


@pytest.fixture
def studio(committed) -> int:
    """A committed studio whose clock stands on 16 March 2026."""
    noon = datetime(2026, 3, 16, 12, tzinfo=ZoneInfo("Europe/Paris"))
    return Organisation.objects.create(name="Studio Marelle", siren="732829320", clock_set_to=noon).id


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_preview_then_in_then_known(quitus, studio, tmp_path):
    (tmp_path / NAME).write_bytes(fec(*BOOKS))
    code, output, errors = quitus("import", "fec", NAME, "--preview", "--days", "45")
    output = plain(output)
    assert code == 0
    assert output.startswith("FEC : 8 lignes lues, 1 document client ouvert\n")
    row = next(line.split() for line in output.splitlines() if "F2" in line)
    assert " ".join(row) == "F2 · DUPONT SARL 20/01/2026 06/03/2026 3 000,00 € 3 000,00 €"
    assert "Solde des comptes 411 : 2 500,00 €\n" in output
    assert "    factures ouvertes : 3 000,00 €\n    crédits non lettrés, non repris : −500,00 €\n" in output
    assert "lettrages" not in output
    assert "Aperçu, rien n’est écrit :\n1 facture nouvelle" in output
    assert "Un FEC ne donne pas d’échéance : 45 jours après la date de pièce" in plain(errors)
    assert "Ligne 8, colonne « PieceRef », « R2 ». DUPONT SARL : un crédit de 500,00 €" in plain(errors)
    with tenant(studio):
        assert Invoice.objects.count() == 0
    code, output, errors = quitus("import", "fec", NAME)
    assert (code, plain(output)) == (
        0,
        "1 facture nouvelle, 0 déjà connue, 1 client créé, 0 complété, 0 PDF\n"
        "Aucune relance de ces factures ne part avant votre accord.\n",
    )
    with tenant(studio):
        assert Instalment.objects.get().due_on == date(2026, 2, 19)
    assert quitus("import", "fec", NAME, language="en")[:2] == (
        0,
        "This file was already imported on 16\xa0March 2026.\nNothing new, nothing has changed.\n",
    )


def test_as_json(quitus, studio, tmp_path):
    (tmp_path / NAME).write_bytes(fec(*BOOKS))
    code, output, errors = quitus("import", "fec", NAME, "--preview", "--json", language="en")
    report = json.loads(output)
    assert (code, errors) == (0, "")
    assert (report["kind"], report["written"], report["created"], report["columns"]) == (
        "invoices",
        False,
        1,
        [],
    )
    assert report["fec"] == {
        "lines": 8,
        "days": 30,
        "client_accounts": {
            "balance": "2500.00",
            "open": "3000.00",
            "credits": "-500.00",
            "letterings": "0.00",
            "left_out": "0.00",
        },
        "invoices": [
            {
                "line": 6,
                "number": "F2",
                "client": "DUPONT SARL",
                "client_number": "C0001",
                "issued_on": "2026-01-20",
                "due_on": "2026-02-19",
                "due_by": "days",
                "total": "3000.00",
                "already_paid": "0.00",
                "open": "3000.00",
                "vat": [{"rate": "0", "net": "3000.00", "vat": "0.00"}],
            }
        ],
    }
    assert [(notice["line"], notice["code"]) for notice in report["notices"]] == [
        (None, "import_fec_due_dates"),
        (None, "import_fec_no_addresses"),
        (8, "import_fec_credit"),
    ]


def test_with_the_invoices_documents(quitus, studio, tmp_path):
    (tmp_path / NAME).write_bytes(fec(*BOOKS))
    (tmp_path / "pdfs").mkdir()
    (tmp_path / "pdfs" / "Facture F2.pdf").write_bytes(b"%PDF-1.7")
    report = json.loads(quitus("import", "fec", NAME, "--pdfs", "pdfs", "--json")[1])
    assert (report["written"], report["documents"]) == (True, 1)
    with tenant(studio):
        assert bytes(Invoice.objects.get().document.content) == b"%PDF-1.7"


def test_a_faulty_file_is_refused_line_by_line(quitus, studio, tmp_path):
    (tmp_path / NAME).write_bytes(fec(*BOOKS).replace(b"3000,00\t0,00", b"3000,00 E\t0,00"))
    code, output, errors = quitus("import", "fec", NAME)
    assert (code, output) == (1, "")
    assert errors.startswith("1 problème, rien n’a été importé :\n  Ligne 6, colonne « Debit ». Debit vaut")
    with tenant(studio):
        assert Invoice.objects.count() == 0


def test_each_kind_of_file_has_its_command(quitus, studio, tmp_path):
    (tmp_path / NAME).write_bytes(fec(*BOOKS))
    (tmp_path / "f.csv").write_text("Numéro;Client\nF1;Dupont\n")
    code, output, errors = quitus("import", "invoices", NAME)
    assert (code, output) == (1, "")
    assert f"Importez-le par quitus import fec {NAME}." in errors
    code, output, errors = quitus("import", "fec", "f.csv", language="en")
    assert (code, output) == (1, "")
    assert "This is no accounting file (FEC)" in errors


def test_a_pipe_is_no_file(quitus, studio, tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    code, output, errors = quitus("import", "fec", "pipe")
    assert (code, output) == (1, "")
    assert "pipe" in errors
