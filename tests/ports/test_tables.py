"""What an import says, in French and English."""

import re
from datetime import date
from pathlib import Path

import pytest

from quitus.domain.importing.clients import plan_clients
from quitus.domain.importing.columns import propose_columns
from quitus.domain.importing.debtors import KnownClient
from quitus.domain.importing.header_words import FIELDS, Field, Kind
from quitus.domain.importing.invoices import Assumptions, plan_invoices
from quitus.domain.importing.problems import Problem
from quitus.domain.money import Money
from quitus.ports.import_sentences import IMPORT_SENTENCES
from quitus.ports.refusals import SENTENCES
from quitus.ports.tables import field_name, problem_sentence
from tests.domain.importing.tables import table

SOURCES = Path(__file__).parents[2] / "src" / "quitus"
ROOMS = ("domain/importing", "adapters/tables", "adapters/documents")


@pytest.mark.parametrize(
    ("problem", "french", "english"),
    [
        (
            Problem("import_date_impossible", 12, "Échéance", "31/02/2026"),
            "Ligne 12, colonne « Échéance », « 31/02/2026 ». Cette date n’existe pas au calendrier. Corrigez-la.",
            "Line 12, column “Échéance”, “31/02/2026”. This date is not in the calendar. Correct it.",
        ),
        (
            Problem("import_column_missing", facts={"field": Field.DUE_ON}),
            "Aucune colonne ne donne « Échéance ». Choisissez-la, ou ajoutez-la au fichier.",
            "No column gives “Due date”. Choose it, or add it to the file.",
        ),
        (
            Problem("import_due_before_issue", 3, "Échéance", "1/1/26", {"issued_on": date(2026, 9, 22)}),
            "Ligne 3, colonne « Échéance », « 1/1/26 ». L’échéance est avant la date de facture (22/09/2026). "
            "Corrigez l’une des deux.",
            "Line 3, column “Échéance”, “1/1/26”. The due date is before the invoice date (2026-09-22). "
            "Correct one of them.",
        ),
        (
            Problem("import_part_above_amount", 3, "Solde", "13", {"amount": Money(1250, "EUR")}),
            "Ligne 3, colonne « Solde », « 13 ». Ce montant dépasse celui de la facture (12,50\xa0€). "
            "Corrigez l’un des deux.",
            "Line 3, column “Solde”, “13”. This amount is more than the invoice’s (€12.50). Correct one of them.",
        ),
        (
            Problem("document_not_pdf", value="F-1.jpg"),
            "« F-1.jpg ». Ce fichier n’est pas un PDF. Enregistrez la facture au format PDF.",
            "“F-1.jpg”. This file is not a PDF. Save the invoice as PDF.",
        ),
    ],
)
def test_where_and_what(problem, french, english):
    assert problem_sentence(problem) == french
    assert problem_sentence(problem, "en") == english


def test_every_code_of_these_rooms_has_a_sentence_and_every_sentence_a_code():
    rooms = "".join(path.read_text() for room in ROOMS for path in sorted((SOURCES / room).glob("*.py")))
    assert set(re.findall(r'"((?:import|documents?)_[a-z_]+)"', rooms)) <= set(IMPORT_SENTENCES)
    everywhere = "".join(
        path.read_text() for path in SOURCES.rglob("*.py") if path.name != "import_sentences.py"
    )
    assert [code for code in IMPORT_SENTENCES if f'"{code}"' not in everywhere] == []
    assert IMPORT_SENTENCES.items() <= SENTENCES.items()


def test_both_languages_use_the_same_facts():
    for code, (french, english) in IMPORT_SENTENCES.items():
        assert set(re.findall(r"{(\w+)}", french)) == set(re.findall(r"{(\w+)}", english)), code


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_name_of_a_field_is_a_header_that_is_understood(language):
    """Else a file that follows our own words could not be imported."""
    for kind, fields in FIELDS.items():
        for field in fields:
            name = field_name(field, language)
            assert propose_columns([name], kind).columns[0].field is field, name


def test_what_plans_report_can_be_said():
    clients = table(
        "Code|Nom|E-mail|Pays|SIREN|SIRET|N° TVA|Langue|Délai|Type|CP|Tél.",
        "C1|Durand|x|Atlantide|123456789|404833048|FR45732829320|de|un jour|VIP|1000|?",
        "C1|Durand|a@x.example|FR|57813131|||||B2B|1000|standard",
        "C1|Durand|a@x.example|FR|57813131|||||B2B|1000|standard",
        "|\x00||||||||||",
    )
    invoices = table(
        "N° facture|Code client|Client|Date facture|Échéance|Montant TTC|Déjà payé|Reste dû|Devise|Envoyée le",
        "F-1|C9|Durand|22/09/2026|21/09/2026|1,234|-5|9999|EUR|24/12/2026",
        "F-1|C9|Petit|10/22/2026|31/02/2026|douze|1|2|XYZ|x",
        "F-2|C1||22/09/2026|22/10/2062|12|1|2|USD|",
        "|||||||||",
        "Total|||||12||||",
        "F-3|C1|Dupont|24/12/2026|25/12/2026|12,50|12,50||EUR|",
    )
    known = (KnownClient(1, "C1", "Martin"),)
    plans = [
        plan_clients(clients, propose_columns(clients.headers, Kind.CLIENTS).mapping),
        plan_invoices(
            invoices,
            propose_columns(invoices.headers, Kind.INVOICES).mapping,
            Assumptions(date(2026, 11, 23)),
            known,
        ),
    ]
    findings = [finding for plan in plans for finding in (*plan.problems, *plan.notices)]
    assert len({finding.code for finding in findings}) > 25
    for finding in findings:
        for language, line in (("fr", "Ligne"), ("en", "Line")):
            said = problem_sentence(finding, language)
            assert said.startswith(f"{line} {finding.line}") or finding.line is None
            assert not re.search(r"[{}\x00]", said)
