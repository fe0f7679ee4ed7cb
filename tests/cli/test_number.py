"""`quitus number check`: the JSON that programs rely on, the answer that people read, the exit codes."""

import json

import pytest
from click.testing import CliRunner, Result

from quitus.cli.number import number


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUITUS_LANGUAGE", "en")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(number, ["check", *arguments])


def test_the_json_of_a_right_number_to_the_letter():
    done = run("siret", "732 829 320 00074", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        '{"kind": "siret", "value": "73282932000074", "valid": true, "reason": null, "code": null, '
        '"siren": "732829320", "nic": "00074", "formatted": "732 829 320 00074"}\n'
    )


def test_a_wrong_number_still_has_its_json_and_says_why_on_the_error_output():
    done = run("iban", "FR76 3000 6000 0112 3456 7890 188", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "kind": "iban",
        "value": "FR7630006000011234567890188",
        "valid": False,
        "reason": "The check digits are wrong: there is a typing error. Compare every character.",
        "code": "number_check_wrong",
        "country": "FR",
        "check_digits": "76",
        "formatted": "FR76 3000 6000 0112 3456 7890 188",
    }
    assert done.stderr == (
        "FR7630006000011234567890188: The check digits are wrong: there is a typing error. Compare every character.\n"
    )


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("iban", "fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        ("IBAN", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("siren", "404 833 048", "404833048"),  # V3.4
        ("siret", "35600000049837", "35600000049837"),  # La Poste
        ("vat", "FR 83 404 833 048", "FR83404833048"),  # V3.4
        ("vat", "BE 697.449.992", "BE0697449992"),
        ("vat", "EL 094259216", "EL094259216"),
        ("ics", "FR72ZZZ123456", "FR72ZZZ123456"),  # V10.1
        ("ics", "DE98ZZZ09999999999", "DE98ZZZ09999999999"),  # V10.1
        ("rf", "RF18 5390 0754 7034", "RF18539007547034"),  # V10.2
    ],
)
def test_right_numbers(kind, value, normal):
    done = run(kind, value, "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["valid"], found["value"], found["kind"]) == (0, True, normal, kind.lower())


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("siren", "123456789", "number_check_wrong"),  # V3.4
        ("vat", "DE 136695977", "number_check_wrong"),
        ("vat", "US123", "vat_country_unknown"),
        ("siret", "35600000049838", "siret_la_poste_wrong"),
        ("ics", "", "number_empty"),
        ("rf", "1" * 10_000, "number_characters"),
        ("iban", "FR76\0", "number_characters"),
        ("siren", "٧٣٢٨٢٩٣٢٠", "number_characters"),
    ],
)
def test_wrong_numbers(kind, value, code):
    done = run(kind, value, "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["valid"], found["code"]) == (1, False, code)
    assert done.stderr.rstrip().endswith(found["reason"])
    assert len(done.stderr) < 300


def test_what_a_person_reads(monkeypatch: pytest.MonkeyPatch):
    done = run("ics", "FR72ZZZ123456")
    assert done.stdout == (
        "FR72ZZZ123456: valid ICS\n  country: FR\n  business code: ZZZ\n  national number: 123456\n"
    )
    monkeypatch.setenv("QUITUS_LANGUAGE", "fr")
    assert run("siren", "732829320").stdout == (
        "732 829 320 : SIREN valide\n  numéro de TVA : FR44732829320\n"
    )
    assert (
        run("vat", "FR 83 404 833 048").stdout.splitlines()[0] == "FR 83 404 833 048 : numéro de TVA valide"
    )
    wrong = run("siren", "732829321")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("732829321 : La clé de contrôle est fausse")


@pytest.mark.parametrize("arguments", [(), ("iban",), ("passport", "1"), ("iban", "a", "b")])
def test_wrong_usage(arguments):
    assert run(*arguments).exit_code == 2
