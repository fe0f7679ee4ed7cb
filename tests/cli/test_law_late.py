"""`quitus law late` and `quitus law rates`: the JSON that programs rely on, the tables, the exit codes."""

import json
import subprocess
import sys
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result

from quitus.cli.law.late import late
from quitus.cli.law.rates import rates
from quitus.domain.refused import Refused

V1_1 = ("--principal", "1200.00", "--due", "2025-03-31", "--until", "2025-08-15")
EXPECTED = {
    "interest": "57.72",
    "indemnity": "40.00",
    "principal_left": "1200.00",
    "total": "1297.72",
    "segments": [
        {
            "from": "2025-04-01",
            "to": "2025-06-30",
            "days": 91,
            "base": "1200.00",
            "rate": "13.15",
            "source": "BCE 3,15 % + 10 points, C. com. L441-10 II",
            "interest": "39.341917808219",
            "confidence": "read",
        },
        {
            "from": "2025-07-01",
            "to": "2025-08-15",
            "days": 46,
            "base": "1200.00",
            "rate": "12.15",
            "source": "BCE 2,15 % + 10 points, C. com. L441-10 II",
            "interest": "18.374794520547",
            "confidence": "read",
        },
    ],
    "interest_paid": "0.00",
    "interest_left": "57.72",
    "indemnity_paid": "0.00",
    "costs": "0.00",
    "costs_paid": "0.00",
    "currency": "EUR",
    "country": "FR",
    "debtor": "business",
    "articles": ["C. com. L441-10 II", "C. com. D441-5"],
    "conventions": {"basis": "365", "rounding": "once", "order": "interest", "compound": False},
    "warnings": [],
}


@pytest.fixture(autouse=True)
def french(monkeypatch):
    monkeypatch.setenv("QUITUS_LANGUAGE", "fr")


def run(*arguments: str, command=late) -> Result:
    return CliRunner().invoke(command, arguments)


def told(*arguments: str, command=late) -> dict:
    done = run(*arguments, "--json", command=command)
    assert done.exit_code == 0, (done.output, done.exception)
    assert len(done.stdout.splitlines()) == 1
    return json.loads(done.stdout)


def changed(**options: str) -> list[str]:
    """V1.1 with other options."""
    words = dict(zip(V1_1[::2], V1_1[1::2], strict=True))
    words |= {f"--{name.replace('_', '-')}": value for name, value in options.items()}
    return [word for pair in words.items() for word in pair]


def test_the_json():
    found = told(*V1_1)
    assert found == EXPECTED
    assert list(found)[:5] == ["interest", "indemnity", "principal_left", "total", "segments"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"principal": "1200,00"}, {"interest": "57.72"}),
        ({"rounding": "segment"}, {"interest": "57.71"}),
        ({"basis": "360"}, {"interest": "58.52"}),
        ({"basis": "actual"}, {"interest": "57.72"}),
        ({"rate": "12,5"}, {"interest": "56.30"}),
        ({"paid": "2025-06-10:700.00"}, {"interest": "42.65", "principal_left": "530.70", "total": "582.65"}),
        (
            {"paid": "2025-06-10:700.00", "order": "principal"},
            {"interest": "41.96", "interest_paid": "0.00", "principal_left": "500.00"},
        ),
        ({"credit_note": "2025-06-10:700"}, {"interest": "41.96", "principal_left": "500.00"}),
        ({"costs": "150"}, {"indemnity": "40.00", "costs": "110.00", "total": "1407.72"}),
        ({"insolvency": "2025-06-11"}, {"interest": "30.70"}),
        ({"debtor": "public"}, {"interest": "50.22"}),
        ({"debtor": "consumer", "notice": "2025-04-15"}, {"interest": "13.44", "indemnity": "0.00"}),
        ({"country": "de"}, {"country": "DE", "indemnity": "40.00"}),
    ],
)
def test_options(options, expected):
    found = told(*changed(**options))
    assert {name: found[name] for name in expected} == expected


def test_payments_may_be_repeated_in_any_order():
    forth = told(*V1_1, "--paid", "2025-06-10:400", "--paid", "2025-07-10:300")
    back = told(*V1_1, "--paid", "2025-07-10:300", "--paid", "2025-06-10:400")
    assert forth == back
    assert [row["days"] for row in forth["segments"]] == [71, 20, 10, 36]


def test_interest_of_whole_years_compounds_when_asked():
    options = changed(due="2024-03-31", until="2025-04-30", rate="10")
    simple, compound = told(*options), told(*options, "--compound")
    assert (simple["interest"], simple["segments"][-1]["base"]) == ("129.86", "1200.00")
    assert (compound["interest"], compound["segments"][-1]["base"]) == ("130.85", "1320.00")
    assert compound["conventions"]["compound"] is True


@pytest.mark.parametrize(
    ("rate", "shown"), [("12", "12.00"), ("12.5", "12.50"), ("12.125", "12.125"), ("0", "0.00")]
)
def test_a_rate_is_shown_with_two_decimals_or_all_it_has(rate, shown):
    assert told(*changed(rate=rate))["segments"][0]["rate"] == shown


def test_warnings_are_sentences_with_their_code():
    found = told(*changed(due="2023-12-31", until="2024-06-30", rate="12.5"))["warnings"]
    assert [warning["code"] for warning in found] == ["contract_rate_below_floor"]
    assert "Le taux du contrat (12,50 %) est inférieur au minimum légal de 15,21 %" in found[0]["message"]


def test_each_warning_has_a_sentence_in_each_language(monkeypatch):
    """Every caution that there is; its facts fill both sentences."""
    cases = (
        changed(debtor="consumer"),
        changed(debtor="consumer", rate="8", notice="2025-04-01"),
        changed(debtor="public", rate="8"),
        changed(country="NL"),
        changed(rate="50", due="2026-11-30", until="2027-02-01"),
        changed(rate="5", insolvency="2025-06-01", paid="2025-06-10:700"),
        changed(insolvency="2025-03-01"),
    )
    said = {}
    for language in ("fr", "en"):
        monkeypatch.setenv("QUITUS_LANGUAGE", language)
        for case in cases:
            for warning in told(*case)["warnings"]:
                said.setdefault(warning["code"], set()).add((language, warning["message"]))
    assert sorted(said) == [
        "consumer_contract_rate",
        "contract_floor_unknown",
        "contract_rate_below_floor",
        "insolvency_before_due",
        "insolvency_stops_interest",
        "interest_may_compound",
        "late_rate_unsure",
        "late_rule_unsure",
        "notice_missing",
        "paid_after_insolvency",
        "public_contract_rate",
    ]
    assert all({language for language, _ in sentences} == {"fr", "en"} for sentences in said.values())


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"principal": "-5"}, "principal_not_positive"),
        ({"principal": "0"}, "principal_not_positive"),
        ({"principal": "1.234"}, "amount_too_precise"),
        ({"principal": "1000000000000"}, "amount_too_large"),
        ({"principal": "9" * 30}, "amount_too_large"),
        ({"country": "XX"}, "country_law_unknown"),
        ({"country": "DE", "debtor": "consumer"}, "law_of_consumers_unknown"),
        ({"until": "2025-03-30"}, "until_before_due"),
        ({"due": "1900-01-01"}, "day_out_of_reach"),
        ({"due": "2012-12-30"}, "rate_missing"),
        ({"until": "2100-01-01"}, "rate_missing"),
        ({"rate": "-1"}, "rate_out_of_reach"),
        ({"rate": "1000"}, "rate_out_of_reach"),
        ({"paid": "2025-03-01:5"}, "paid_before_due"),
        ({"paid": "2025-06-10:99999"}, "paid_above_owed"),
        ({"paid": "2025-06-10:-5"}, "movement_not_positive"),
        ({"costs": "5", "debtor": "consumer"}, "consumer_owes_no_costs"),
    ],
)
def test_refusals(options, code):
    done = run(*changed(**options))
    assert isinstance(done.exception, Refused)
    assert (done.exception.code, done.stdout) == (code, "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"principal": "1e5"}, "'1e5' is not an amount: 1200.00"),
        ({"principal": "NaN"}, "is not an amount"),
        ({"principal": "Infinity"}, "is not an amount"),
        ({"principal": ""}, "is not an amount"),
        ({"principal": "1 200"}, "is not an amount"),
        ({"principal": "1.200,00"}, "is not an amount"),
        ({"principal": "١٢"}, "is not an amount"),
        ({"principal": "12€"}, "is not an amount"),
        ({"due": "31/03/2025"}, "is not a date: YYYY-MM-DD"),
        ({"due": "2025-02-30"}, "is not a date"),
        ({"paid": "700"}, "'700' is not a dated amount: YYYY-MM-DD:AMOUNT"),
        ({"paid": "2025-06-10:"}, "is not an amount"),
        ({"rate": "12 %"}, "is not a percentage: 12.15"),
        ({"basis": "366"}, "is not one of"),
        ({"debtor": "friend"}, "is not one of"),
    ],
)
def test_wrong_usage(options, said):
    done = run(*changed(**options))
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_the_table_in_french():
    done = run(*changed(due="2023-12-15", until="2024-02-29", rate="12.5", paid="2024-01-10:200", costs="90"))
    assert done.exit_code == 0
    for words in (
        "Échéance : 15 décembre 2023 ; calcul jusqu’au 29 février 2024",
        "2024-01-10",
        "10,6849",
        "[1] taux convenu au contrat",
        "Intérêts (27,99 €, dont 10,68 € payés)",
        "Frais prouvés au-delà",
        "Fondement : C. com. L441-10 II, C. com. D441-5",
        "année de 365 jours, un seul arrondi entre deux paiements, paiements imputés d’abord sur les intérêts",
        "À savoir",
        "minimum légal de 12,66",
    ):
        assert words in done.stdout.replace("\xa0", " ").replace("\u202f", " ")


def test_the_table_in_english(monkeypatch):
    monkeypatch.setenv("QUITUS_LANGUAGE", "en")
    done = run(*V1_1)
    for words in (
        "Due on 31 March 2025; calculated until 15 August 2025",
        "[1] BCE 3,15 % + 10 points, C. com. L441-10 II",
        "[2] BCE 2,15 % + 10 points, C. com. L441-10 II",
        "13.15%",
        "€57.72",
        "€1,297.72",
        "Law: C. com. L441-10 II, C. com. D441-5",
        "a year of 365 days, rounded once between payments, payments settle interest first, simple interest",
    ):
        assert words in done.stdout.replace("\xa0", " ")
    assert "To know" not in done.stdout
    assert "Proven costs" not in done.stdout


def test_a_table_without_interest():
    done = run(*changed(debtor="consumer"))
    assert "Aucun intérêt." in done.stdout
    assert "Sources" not in done.stdout
    assert "mise en demeure" in done.stdout


def test_rates_as_json():
    found = told("--country", "FR", command=rates)
    assert found["country"] == "FR"
    assert len(found["rates"]) == 5 * 28 + 27
    assert found["rates"][27] == {
        "table": "late_payment",
        "from": "2026-07-01",
        "until": "2026-12-31",
        "rate": "12.40",
        "source": "BCE 2,40 % + 10 points, C. com. L441-10 II",
        "confidence": "read",
    }


def test_the_rates_of_a_day():
    found = told("--on", "2024-03-01", command=rates)["rates"]
    assert {rate["table"]: rate["rate"] for rate in found} == {
        "late_payment": "14.50",
        "public_late_payment": "12.50",
        "legal_other": "5.07",
        "legal_private": "8.01",
        "contract_floor": "15.21",
        "ecb": "4.50",
    }


@pytest.mark.parametrize("country", ["BE", "DE", "ES", "IT", "LU", "NL"])
def test_the_rates_of_other_countries(country):
    found = told("--country", country.lower(), command=rates)
    assert (found["country"], found["rates"][-1]["until"]) == (country, "2026-12-31")
    assert "Retard entre professionnels" in run("--country", country, command=rates).stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--country", "XX"), "country_law_unknown"),
        (("--on", "2030-01-01"), "rate_missing"),
        (("--on", "2012-01-01"), "rate_missing"),
    ],
)
def test_rates_that_nobody_knows(arguments, code):
    done = run(*arguments, command=rates)
    assert isinstance(done.exception, Refused)
    assert done.exception.code == code


def test_rates_for_people(monkeypatch):
    monkeypatch.setenv("QUITUS_LANGUAGE", "en")
    shown = run("--on", "2018-02-01", command=rates).stdout
    assert (
        "Legal rate, all other cases\n  2018-01-01 – 2018-06-30      0.89%  likely    arrêté du 28" in shown
    )
    assert shown.count("2018-01-01") == 6


@pytest.mark.parametrize(
    ("language", "arguments", "code", "said"),
    [
        ("fr", (*V1_1, "--json"), 0, ""),
        ("fr", changed(principal="-5"), 1, "Le principal (−5,00\xa0€) doit être positif."),
        ("en", changed(until="2025-03-30"), 1, "30\xa0March 2025 is before the due date, 31\xa0March 2025"),
        ("fr", changed(principal="NaN"), 2, "'NaN' is not an amount"),
        ("fr", V1_1[2:], 2, "Missing option '--principal'"),
    ],
)
def test_exit_codes(run_in, language, arguments, code, said):
    exit_code, output, errors = run_in({"QUITUS_LANGUAGE": language}, "law", "late", *arguments)
    assert (exit_code, bool(output)) == (code, code == 0)
    assert said in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    "call",
    [
        f"from quitus.cli.law.late import late as command; arguments = {[*V1_1, '--json']}",
        "from quitus.cli.law.rates import rates as command; arguments = []",
    ],
)
def test_a_calculation_needs_neither_django_nor_the_table(call):
    """What keeps the start short: nothing is loaded that calculating does not need."""
    program = dedent(f"""
        import sys
        {call}
        command(arguments, standalone_mode=False)
        loaded = {{"django", "psycopg", "rich", "babel", "holidays", "cryptography"}} & set(sys.modules)
        print(sorted(loaded), file=sys.stderr)
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
