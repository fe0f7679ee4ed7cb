"""IBAN, SIREN, SIRET, VAT number, ICS, RF reference: what is right, and the reason where it is not."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban as other_iban
from stdnum.eu import at_02 as other_ics

from quitus.domain.iban import STRUCTURES
from quitus.domain.numbers import NumberKind, VatVerdict, check_number
from quitus.domain.references import mod_97
from tests.samples import samples

K = NumberKind
FRENCH = "FR7630006000011234567890189"


def no_rules(number):
    raise AssertionError(f"nobody else is asked about {number}")


def check(kind, typed):
    return check_number(kind, typed, no_rules)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "parts"),
    [
        (
            K.IBAN,
            "fr76 3000 6000 0112 3456 7890 189",
            FRENCH,
            {
                "country": "FR",
                "check_digits": "76",
                "formatted": "FR76 3000 6000 0112 3456 7890 189",
                "bank": "30006",
                "branch": "00001",
                "account": "12345678901",
                "rib_key": "89",
            },
        ),
        (
            K.IBAN,
            "DE89-3704-0044-0532-0130-00",
            "DE89370400440532013000",
            {"country": "DE", "check_digits": "89", "formatted": "DE89 3704 0044 0532 0130 00"},
        ),
        (K.SIREN, "732 829 320", "732829320", {"formatted": "732 829 320", "vat": "FR44732829320"}),  # V3.4
        (K.SIREN, "404833048", "404833048", {"formatted": "404 833 048", "vat": "FR83404833048"}),  # V3.4
        (
            K.SIRET,
            "732.829.320.00074",  # V3.4
            "73282932000074",
            {"siren": "732829320", "nic": "00074", "formatted": "732 829 320 00074"},
        ),
        (
            K.SIRET,
            "35600000049837",  # La Poste: the digits add up to 45
            "35600000049837",
            {"siren": "356000000", "nic": "49837", "formatted": "356 000 000 49837"},
        ),
        (
            K.VAT,
            "FR 44 732 829 320",
            "FR44732829320",
            {"country": "FR", "key": "44", "siren": "732829320", "formatted": "FR 44 732 829 320"},
        ),
        (
            K.VAT,
            "83404833048",  # eleven digits alone are French
            "FR83404833048",
            {"country": "FR", "key": "83", "siren": "404833048", "formatted": "FR 83 404 833 048"},
        ),
        (
            K.VAT,
            "FR 53 0000 04605",  # Monaco: no SIREN inside
            "FR53000004605",
            {"country": "FR", "key": "53", "formatted": "FR 53 000 004 605"},
        ),
        (
            K.ICS,
            "FR72 ZZZ 123456",  # V10.1
            "FR72ZZZ123456",
            {"country": "FR", "business_code": "ZZZ", "national_id": "123456"},
        ),
        (
            K.ICS,
            "DE98ZZZ09999999999",  # V10.1
            "DE98ZZZ09999999999",
            {"country": "DE", "business_code": "ZZZ", "national_id": "09999999999"},
        ),
        (
            K.ICS,
            "FR72ABC123456",  # the business code is free
            "FR72ABC123456",
            {"country": "FR", "business_code": "ABC", "national_id": "123456"},
        ),
        (
            K.RF,
            "RF18 5390 0754 7034",  # V10.2
            "RF18539007547034",
            {"reference": "539007547034", "formatted": "RF18 5390 0754 7034"},
        ),
        (
            K.RF,
            "rf31FA2026000123",  # V10.2
            "RF31FA2026000123",
            {"reference": "FA2026000123", "formatted": "RF31 FA20 2600 0123"},
        ),
        (
            K.RF,
            "RF93F202600042",  # V10.2
            "RF93F202600042",
            {"reference": "F202600042", "formatted": "RF93 F202 6000 42"},
        ),
    ],
)
def test_right_numbers(kind, typed, value, parts):
    checked = check(kind, typed)
    assert (checked.valid, checked.reason, checked.value) == (True, None, value)
    assert dict(checked.parts) == parts


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        *[(kind, "", "number_empty") for kind in K],
        *[(kind, " \u00a0- ", "number_empty") for kind in K],
        *[(kind, "1" * 10_000, "number_characters") for kind in K],
        *[(kind, "٧٣٢٨٢٩٣٢٠", "number_characters") for kind in K],
        *[(kind, "732829320\0", "number_characters") for kind in K],
        *[(kind, "７３２８２９３２０", "number_characters") for kind in K],
        (K.RF, "RF18539007547034é", "number_characters"),
        (K.IBAN, "FRß6300060000112345678901", "number_characters"),
        (K.IBAN, "FR7630006000011234567890188", "number_check_wrong"),
        (K.IBAN, "FR763000600001123456789018", "number_length_wrong"),
        (K.IBAN, "FR76300060000112345678901890", "number_length_wrong"),
        (K.IBAN, "FR76A0006000011234567890189", "iban_shape_wrong"),
        (K.IBAN, "FRAA30006000011234567890189", "iban_shape_wrong"),
        (K.IBAN, "US7630006000011234567890189", "iban_country_unknown"),
        (K.IBAN, "GP7630006000011234567890189", "iban_country_unknown"),  # overseas accounts begin with FR
        (K.IBAN, "FR", "number_length_wrong"),
        (K.IBAN, "F", "iban_country_unknown"),
        (K.SIREN, "123456789", "number_check_wrong"),  # V3.4
        (K.SIREN, "000000000", "number_check_wrong"),
        (K.SIREN, "73282932", "number_length_wrong"),
        (K.SIREN, "73282932A", "number_not_digits"),
        (K.SIRET, "73282932000075", "number_check_wrong"),
        (K.SIRET, "12345678900000", "siret_siren_wrong"),
        (K.SIRET, "35600000049838", "siret_la_poste_wrong"),
        (K.SIRET, "732829320", "number_length_wrong"),
        (K.VAT, "FR45732829320", "number_check_wrong"),
        (K.VAT, "FR44123456789", "vat_siren_wrong"),
        (K.VAT, "FRO7399859412", "vat_shape_wrong"),
        (K.VAT, "FR4473282932", "vat_shape_wrong"),
        (K.ICS, "FR73ZZZ123456", "number_check_wrong"),
        (K.ICS, "FR72ZZZ", "ics_shape_wrong"),
        (K.ICS, "7272ZZZ123456", "ics_shape_wrong"),
        (K.RF, "RF19539007547034", "number_check_wrong"),
        (K.RF, "RF18", "rf_shape_wrong"),
        (K.RF, "539007547034", "rf_shape_wrong"),
        (K.RF, "RF18" + "1" * 22, "rf_shape_wrong"),
    ],
)
def test_wrong_numbers_and_why(kind, typed, code):
    checked = check(kind, typed)
    assert (checked.valid, checked.reason.code) == (False, code)
    assert len(checked.value) <= 60
    assert "\0" not in checked.value


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (VatVerdict.VALID, None),
        (VatVerdict.MALFORMED, "vat_shape_wrong"),
        (VatVerdict.CHECK_WRONG, "number_check_wrong"),
        (VatVerdict.COUNTRY_UNKNOWN, "vat_country_unknown"),
    ],
)
def test_other_countries_vat_numbers_are_judged_elsewhere(verdict, code):
    checked = check_number(K.VAT, "be 697.449.992", lambda number: (verdict, number.replace("BE", "BE0")))
    assert (checked.reason and checked.reason.code) == code
    if checked.valid:
        assert (checked.value, checked.parts["formatted"]) == ("BE0697449992", "BE 0697449992")


@given(st.sampled_from(K), st.text(max_size=120))
def test_any_text_gets_an_answer(kind, typed):
    checked = check_number(kind, typed, lambda number: (VatVerdict.MALFORMED, number))
    assert checked.valid is (checked.reason is None)


@settings(max_examples=200)
@given(st.sampled_from(sorted(STRUCTURES)), st.data())
def test_ibans_agree_with_an_independent_library(country, data):
    body = "".join(
        data.draw(
            st.text({"n": "0123456789", "a": "ABZ"}.get(kind, "0AZ9"), min_size=int(size), max_size=int(size))
        )
        for size, kind in re.findall("([0-9]+)([nac])", STRUCTURES[country])
    )
    right = f"{country}{98 - mod_97(body + country + '00'):02}{body}"
    assert check(K.IBAN, right).valid
    if country != "BR":  # whose newer structure the library does not have
        assert other_iban.is_valid(right, check_country=False)
    changed = data.draw(st.integers(4, len(right) - 1))
    other = data.draw(st.sampled_from("0123456789"))
    typo = right[:changed] + other + right[changed + 1 :]
    if country != "BR":
        assert check(K.IBAN, typo).valid is other_iban.is_valid(typo, check_country=False)


@settings(max_examples=100)
@given(st.from_regex(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}", fullmatch=True))
def test_creditor_identifiers_agree_with_an_independent_library(number):
    right = number[:2] + other_ics.calc_check_digits(number) + number[4:]
    assert check(K.ICS, right).valid
    if "02" <= number[2:4] <= "98":
        assert check(K.ICS, number).valid is other_ics.is_valid(number)


def merged(structure):
    """ "5!n5!n11!c2!n" with its neighbours of one kind together: "10n11c2n"."""
    parts = []
    for size, kind in re.findall("([0-9]+)!?([nac])", structure):
        if parts and parts[-1][1] == kind:
            parts[-1][0] += int(size)
        else:
            parts.append([int(size), kind])
    return "".join(f"{size}{kind}" for size, kind in parts)


def test_the_structures_are_those_of_the_registry():
    registry = json.loads(samples("identifiers/iban_registry_schwifty.json").read_text())
    assert {country: merged(registry[country]["bban_spec"]) for country in STRUCTURES} == STRUCTURES
    # What else it holds are French and British territories, and Åland, which the registry puts under FR, GB, FI.
    others = "AX BL GF GG GP IM JE MF MQ NC PF PM RE TF WF YT"
    assert registry.keys() - STRUCTURES.keys() == set(others.split())


def test_the_structures_are_those_of_the_release_that_the_library_knows():
    lines = samples("identifiers/iban_structure_stdnum.dat").read_text().splitlines()
    known = dict(re.findall(r'([A-Z]{2}) country="[^"]*" bban="([^"]*)"', "\n".join(lines)))
    found = {country: merged(structure) for country, structure in known.items()}
    assert found | {"BR": STRUCTURES["BR"]} == STRUCTURES
    assert found["BR"] == "23n1a1c"  # before a Brazilian bank's number could hold letters


def test_a_french_iban_names_its_bank():
    for bank in json.loads(samples("identifiers/bank_registry_fr_schwifty.json").read_text()):
        body = f"{bank['bank_code']}000011234567890189"
        checked = check(K.IBAN, f"FR{98 - mod_97(body + 'FR00'):02}{body}")
        assert (checked.valid, checked.parts["bank"]) == (True, bank["bank_code"])


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("iban", K.IBAN),
        ("siren", K.SIREN),
        ("siret", K.SIRET),
        ("fr_tva", K.VAT),
        ("sepa_creditor_identifier", K.ICS),
    ],
)
def test_numbers_found_in_the_wild(file, kind):
    for case in json.loads(samples(f"identifiers/{file}.json").read_text()):
        checked = check(kind, case["number"])
        assert checked.valid is case["valid"], case
        assert checked.value == case.get("compact", checked.value)
