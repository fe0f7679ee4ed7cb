"""ISO 11649 references: vectors V10.2 of the SEPA study, and what their check digits catch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.references import grouped, is_rf_reference, mod_97, rf_reference
from quitus.domain.refused import Refused


@pytest.mark.parametrize(
    ("number", "reference"),
    [
        ("539007547034", "RF18539007547034"),  # V10.2
        ("FA2026000123", "RF31FA2026000123"),  # V10.2
        ("F202600042", "RF93F202600042"),  # V10.2
        ("FA-2026-000123", "RF31FA2026000123"),
        ("fa 2026/000123", "RF31FA2026000123"),
    ],
)
def test_reference_of_a_number(number, reference):
    assert rf_reference(number) == reference
    assert is_rf_reference(reference)


@pytest.mark.parametrize("number", ["", "---", "é", "A" * 22])
def test_a_number_that_cannot_be_a_reference_is_refused(number):
    with pytest.raises(Refused) as refusal:
        rf_reference(number)
    assert (refusal.value.code, refusal.value.facts["number"]) == ("rf_reference_impossible", number)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("RF18 5390 0754 7034", True),
        ("rf18-539007547034", True),
        ("RF19539007547034", False),  # wrong check digits
        ("RF18539007547043", False),  # two digits changed places
        ("539007547034", False),
        ("RF18", False),
        ("RF18" + "1" * 22, False),
        ("FA18539007547034", False),
    ],
)
def test_check(text, valid):
    assert is_rf_reference(text) is valid


def test_printed_four_by_four():
    assert grouped("RF31FA2026000123") == "RF31 FA20 2600 0123"


def test_iban_of_the_registry_has_remainder_one():
    assert mod_97("30006000011234567890189" + "FR76") == 1


@given(st.text("ABCDEFXYZ0123456789", min_size=1, max_size=21), st.data())
def test_one_wrong_character_of_the_same_kind_never_passes(number, data):
    # ISO 7064 promises this of a digit for a digit and a letter for a letter. A letter counts as two digits, so a
    # digit in its place may pass: RF841C and RF8415 both have the remainder 1.
    reference = rf_reference(number)
    position = data.draw(st.integers(0, len(reference) - 1))
    same_kind = "0123456789" if reference[position].isdigit() else "ABCDEFXYZ"
    other = data.draw(st.sampled_from(same_kind).filter(lambda c: c != reference[position]))
    assert is_rf_reference(reference)
    assert not is_rf_reference(reference[:position] + other + reference[position + 1 :])
