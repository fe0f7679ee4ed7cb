"""VAT numbers of the European Union: real ones, and real ones with an error."""

import json

import pytest

from quitus.adapters.numbers.european_vat import EuropeanVatNumbers
from quitus.domain.numbers import NumberKind, VatVerdict, check_number
from tests.samples import samples

judge = EuropeanVatNumbers().judge

# The file marks all numbers but doubled prefixes as right; its headings tell those that were spoilt on purpose.
SPOILT = {
    "have been mangled so their check digit is wrong": {"number_check_wrong", "vat_siren_wrong"},
    "have some formatting flaws": {"vat_shape_wrong"},
    "have some component that contains an invalid or unknown value": {"vat_shape_wrong"},
    "have the wrong length": {"vat_shape_wrong"},
    "with duplicated prefixes should not be considered valid": {"vat_shape_wrong"},
}


def test_numbers_found_in_the_wild():
    right, wrong = 0, 0
    for case in json.loads(samples("identifiers/eu_vat.json").read_text()):
        checked = check_number(NumberKind.VAT, case["number"], judge)
        expected = next((codes for words, codes in SPOILT.items() if words in case["group"]), None)
        if expected is None:
            assert checked.valid, case
            right += 1
        else:
            assert not checked.valid, case
            assert checked.reason.code in expected, case
            wrong += 1
    assert (right, wrong) == (397, 66)


@pytest.mark.parametrize(
    ("number", "verdict", "value"),
    [
        ("DE136695976", VatVerdict.VALID, "DE136695976"),
        ("DE136695977", VatVerdict.CHECK_WRONG, "DE136695977"),
        ("BE697449992", VatVerdict.VALID, "BE0697449992"),  # the zero that numbers got later
        ("EL094259216", VatVerdict.VALID, "EL094259216"),
        ("GR094259216", VatVerdict.COUNTRY_UNKNOWN, "GR094259216"),  # Greece writes EL
        ("XI925901618", VatVerdict.VALID, "XI925901618"),
        ("EU372022452", VatVerdict.VALID, "EU372022452"),
        ("GB925901618", VatVerdict.COUNTRY_UNKNOWN, "GB925901618"),
        ("ZZ1", VatVerdict.COUNTRY_UNKNOWN, "ZZ1"),
        ("1", VatVerdict.COUNTRY_UNKNOWN, "1"),
        ("DE", VatVerdict.MALFORMED, "DE"),
    ],
)
def test_verdicts(number, verdict, value):
    assert judge(number) == (verdict, value)
