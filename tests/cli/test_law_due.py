"""`quitus law due`: the JSON that programs rely on, the answer that people read, the exit codes."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from quitus.cli.law.due import due
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence

ISSUED = ("--issued", "2026-10-22")
FORTY_FIVE = (*ISSUED, "--terms", "45 days end of month")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUITUS_LANGUAGE", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(due, arguments)


def answer(*arguments: str) -> dict[str, object]:
    done = run(*arguments, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_json_to_the_letter():
    assert answer(*FORTY_FIVE, "--method", "B") == {
        "due": "2026-12-15",
        "maximum": "2026-12-15",
        "lawful": True,
        "why": "Due on 2026-12-15: within the maximum of 2026-12-15 (end of month, then 45 days; C. com. L441-10 I). "
        "The contract must provide for this end-of-month term expressly, without manifest abuse of the creditor.",
        "over_days": 0,
        "late_from": "2026-12-16",
        "exceeds_on": None,
        "terms": "end of month, then 45 days",
        "country": "FR",
        "debtor": "business",
        "confidence": "read",
        "reasons": [
            {
                "code": "due_lawful",
                "message": "Due on 2026-12-15: within the maximum of 2026-12-15 (end of month, then 45 days; "
                "C. com. L441-10 I).",
            },
            {
                "code": "due_end_of_month_express",
                "message": "The contract must provide for this end-of-month term expressly, without manifest abuse "
                "of the creditor.",
            },
        ],
    }


@pytest.mark.parametrize(
    ("issued", "terms", "method", "last"),
    [
        ("2026-10-22", "45 days end of month", "A", "2026-12-31"),
        ("2026-10-22", "45 days end of month", "B", "2026-12-15"),
        ("2026-01-15", "45 jours fin de mois", "a", "2026-03-31"),
        ("2026-01-15", "45 jours fin de mois", "b", "2026-03-17"),
        ("2024-12-17", "45 jours fin de mois", "A", "2025-01-31"),
        ("2024-12-17", "45 jours fin de mois", "B", "2025-02-14"),
        ("2026-01-31", "60 days", "B", "2026-04-01"),
    ],
)
def test_the_rows_of_v1_8(issued, terms, method, last):
    found = answer("--issued", issued, "--terms", terms, "--method", method)
    assert (found["due"], found["maximum"], found["lawful"]) == (last, last, True)


def test_what_is_too_late_is_an_answer_too_and_names_the_fine():
    found = answer(*ISSUED, "--terms", "45 jours fin de mois le 10")
    assert (found["due"], found["maximum"], found["lawful"], found["over_days"]) == (
        "2027-01-10",
        "2026-12-15",
        False,
        26,
    )
    assert "up to €75,000 for a person, €2,000,000 for a company" in found["why"]
    assert "L441-16" in found["why"]


def test_case_receipt_debtor_country_and_grace():
    livestock = answer(*ISSUED, "--terms", "20 days", "--case", "livestock", "--received", "2026-10-20")
    assert livestock["maximum"] == "2026-11-09"
    public = answer(*ISSUED, "--debtor", "public", "--terms", "30 days", "--received", "2026-10-26")
    assert public["maximum"] == "2026-11-25"
    consumer = answer(*ISSUED, "--debtor", "consumer", "--terms", "90 days")
    assert (consumer["maximum"], consumer["lawful"]) == (None, True)
    assert answer(*ISSUED, "--received", "2026-10-20")["due"] == "2026-11-19"  # nothing agreed
    belgium = answer(*ISSUED, "--country", "be", "--terms", "60 days")
    assert (belgium["country"], belgium["confidence"]) == ("BE", "medium")
    assert answer(*ISSUED, "--terms", "20 days")["late_from"] == "2026-11-12"
    assert (
        answer(*ISSUED, "--terms", "20 days", "--grace")["late_from"] == "2026-11-13"
    )  # 11 November is a holiday
    assert answer(*ISSUED, "--terms", "20 days", "--grace", "--country", "DE")["late_from"] == "2026-11-12"
    assert answer(*ISSUED, "--terms", "20 days", "--grace", "--country", "BE")["late_from"] == "2026-11-13"


def test_what_a_person_reads():
    done = run(*ISSUED, "--terms", "50 days end of month")
    assert (done.exit_code, done.stdout) == (
        0,
        "Due: 2026-12-20\n"
        "Late from: 2026-12-21\n"
        "Terms: end of month, then 50 days\n"
        "Lawful maximum: 2026-12-21\n"
        "  • Due on 2026-12-20: within the maximum of 2026-12-21 (60 days; C. com. L441-10 I).\n"
        "  • The same clause exceeds the maximum for other invoices: one issued on 2026-11-01 would be due on "
        "2027-01-19, after 2027-01-14.\n",
    )


def test_in_french(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QUITUS_LANGUAGE", "fr")
    done = run(*ISSUED, "--terms", "75 jours")
    assert done.stdout.splitlines()[:4] == [
        "Échéance : 2027-01-05",
        "En retard à partir du : 2027-01-06",
        "Délai : 75 jours",
        "Maximum légal : 2026-12-21, dépassé de 15 jours",
    ]
    assert "75\u202f000 €" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((*ISSUED, "--terms", ""), "terms_not_understood"),
        ((*ISSUED, "--terms", "x" * 10_000), "terms_not_understood"),
        ((*ISSUED, "--terms", "30 days\0"), "terms_not_understood"),
        ((*ISSUED, "--terms", "٣٠ days"), "terms_not_understood"),
        ((*ISSUED, "--terms", "-1 days"), "terms_not_understood"),
        ((*ISSUED, "--terms", "0 days"), "terms_days_impossible"),
        ((*ISSUED, "--terms", "999 days"), "terms_days_impossible"),
        ((*ISSUED, "--terms", "le 32"), "terms_day_of_month_impossible"),
        (ISSUED, "receipt_day_missing"),
        ((*ISSUED, "--terms", "30 jours", "--case", "livestock"), "receipt_day_missing"),
        ((*ISSUED, "--terms", "on receipt", "--received", "2026-10-21"), "received_before_issued"),
        ((*ISSUED, "--debtor", "consumer"), "terms_missing"),
        ((*ISSUED, "--terms", "30 days", "--case", "hospital"), "payment_terms_case_unknown"),
        ((*ISSUED, "--terms", "30 days", "--country", "XX"), "country_law_unknown"),
        ((*ISSUED, "--terms", "30 days", "--country", ""), "country_law_unknown"),
        (("--issued", "1900-01-01", "--terms", "30 days"), "day_out_of_reach"),
        (("--issued", "2100-01-01", "--terms", "30 days"), "invoice_day_impossible"),
        (("--issued", "1999-12-31", "--terms", "30 days"), "invoice_day_impossible"),
        (("--issued", "2005-01-01", "--terms", "30 days"), "payment_terms_law_missing"),
    ],
)
def test_what_is_refused(arguments, code):
    done = run(*arguments)
    assert isinstance(done.exception, Refused)
    assert (done.exception.code, done.stdout) == (code, "")
    assert sentence(done.exception, "fr") != sentence(done.exception, "en")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--terms", "30 days"),
        ("--issued", "22/10/2026", "--terms", "30 days"),
        ("--issued", "2026-02-30", "--terms", "30 days"),
        ("--issued", "٢٠٢٦-10-22x", "--terms", "30 days"),
        (*FORTY_FIVE, "--method", "C"),
        (*FORTY_FIVE, "--case", "gold"),
        (*FORTY_FIVE, "--debtor", "friend"),
    ],
)
def test_wrong_usage(arguments):
    assert run(*arguments).exit_code == 2


def test_it_loads_neither_django_nor_libraries_that_it_does_not_need():
    """A calculation takes less time than their import."""
    code = (
        "import sys\n"
        "from quitus.cli.main import quitus\n"
        f"quitus.main(['law', 'due', *{FORTY_FIVE!r}], standalone_mode=False)\n"
        "print(sorted({'django', 'babel', 'rich', 'holidays', 'psycopg', 'stdnum'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
