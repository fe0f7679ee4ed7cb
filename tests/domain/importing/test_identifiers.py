"""SIREN, SIRET and VAT numbers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siren as other_siren
from stdnum.fr import siret as other_siret
from stdnum.fr import tva as other_tva

from quitus.domain.importing.identifiers import (
    CompanyNumber,
    company_number_valid,
    french_vat_number,
    french_vat_valid,
    luhn_valid,
    read_company_number,
    read_vat_number,
    siren_valid,
    siret_valid,
    vat_number_valid,
)
from quitus.domain.refused import Refused
from tests.samples import samples

digits = st.text(alphabet="0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("siren", "valid"),
    [
        ("732829320", True),
        ("404833048", True),
        ("552100554", True),
        ("356000000", True),
        ("123456789", False),
        ("000000000", False),
        ("73282932", False),
        ("7328293200", False),
        ("73282932O", False),
        ("٧٣٢٨٢٩٣٢٠", False),
        ("", False),
    ],
)
def test_siren(siren, valid):
    assert siren_valid(siren) is valid


@pytest.mark.parametrize(
    ("siret", "valid"),
    [
        ("73282932000074", True),
        ("73282932000075", False),
        ("35600000000048", True),  # La Poste, head office: passes the ordinary check
        ("35600000049837", True),  # an establishment of La Poste: digits add up to 45
        ("35600000049838", False),
        ("35600000000444", False),  # passes the ordinary check, but only the head office may
        ("12345678900000", False),
        ("7328293200007", False),
    ],
)
def test_siret(siret, valid):
    assert siret_valid(siret) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("FR44732829320", True),
        ("FR83404833048", True),
        ("FR40303265045", True),
        ("FR84323140391", False),
        ("FR53000004605", True),  # Monaco: no SIREN inside
        ("FR54000004605", False),
        ("FRK7399859412", True),  # a key with letters
        ("FR4Z123456782", True),
        ("FRO7399859412", False),  # the letter O is never used
        ("FRK8399859412", False),
        ("FR44732829321", False),
        ("FR4473282932", False),
    ],
)
def test_french_vat_number(number, valid):
    assert french_vat_valid(number) is valid
    assert vat_number_valid(number) is valid


def test_other_countries_keys_are_not_judged():
    assert vat_number_valid("BE0000000000")


def test_the_key_of_a_siren():
    assert french_vat_number("732829320") == "FR44732829320"
    assert french_vat_number("404833048") == "FR83404833048"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("732829320", CompanyNumber("732829320")),
        ("732 829 320", CompanyNumber("732829320")),
        ("732.829.320", CompanyNumber("732829320")),
        ("732\u00a0829\u202f320 00074", CompanyNumber("732829320", "73282932000074")),
        ("123456789", CompanyNumber("123456789")),
        ("57813131", CompanyNumber("057813131", zeros_restored=True)),
        ("5781313100026", CompanyNumber("057813131", "05781313100026", zeros_restored=True)),
    ],
)
def test_company_numbers_as_people_write_them(written, number):
    assert read_company_number(written) == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("7,32829E+13", "import_company_number_rounded"),
        ("7.32829e+08", "import_company_number_rounded"),
        ("12345678", "import_company_number_unreadable"),
        ("RCS Lyon 732 829 320", "import_company_number_unreadable"),
        ("12", "import_company_number_unreadable"),
        ("", "import_company_number_unreadable"),
        ("٧٣٢٨٢٩٣٢٠", "import_company_number_unreadable"),
    ],
)
def test_what_is_no_company_number(written, code):
    with pytest.raises(Refused) as refused:
        read_company_number(written)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("FR 44 732 829 320", "FR44732829320"),
        ("fr44732829320", "FR44732829320"),
        ("44732829320", "FR44732829320"),
        ("BE 0123.456.749", "BE0123456749"),
        ("ATU 15159209", "ATU15159209"),
    ],
)
def test_vat_numbers_as_people_write_them(written, number):
    assert read_vat_number(written) == number


@pytest.mark.parametrize("written", ["", "20 %", "oui", "F44732829320", "FR", "FR" + "1" * 30])
def test_what_is_no_vat_number(written):
    with pytest.raises(Refused) as refused:
        read_vat_number(written)
    assert refused.value.code == "import_vat_number_unreadable"


@pytest.mark.parametrize("kind", ["siren", "siret"])
def test_numbers_found_in_the_wild(kind):
    for case in json.loads(samples(f"identifiers/{kind}.json").read_text()):
        try:
            valid = company_number_valid(read_company_number(case["number"]))
        except Refused:
            valid = False
        assert valid is case["valid"], case


def test_french_vat_numbers_found_in_the_wild():
    for case in json.loads(samples("identifiers/fr_tva.json").read_text()):
        assert vat_number_valid(read_vat_number(case["number"])) is case["valid"], case


@given(digits)
def test_the_luhn_check_finds_every_single_wrong_digit(number):
    check = next(digit for digit in "0123456789" if luhn_valid(number + digit))
    whole = number + check
    for place, digit in enumerate(whole):
        for other in "0123456789".replace(digit, ""):
            assert not luhn_valid(whole[:place] + other + whole[place + 1 :])


@given(st.from_regex(r"[0-9]{9}|356000000[0-9]{5}|[0-9]{14}", fullmatch=True))
def test_company_numbers_agree_with_an_independent_library(number):
    if number.startswith("000000000"):
        return
    other = other_siren if len(number) == 9 else other_siret
    ours = siren_valid(number) if len(number) == 9 else siret_valid(number)
    assert ours is other.is_valid(number)


@given(st.from_regex(r"FR[0-9A-HJ-NP-Z]{2}(000[0-9]{6}|732829320|404833048|[0-9]{9})", fullmatch=True))
def test_vat_numbers_agree_with_an_independent_library(number):
    assert french_vat_valid(number) is other_tva.is_valid(number)
