"""Identifiers are kept in one form, and typing errors are caught."""

import pytest

from quitus.domain.organisations.identity import checked_bic, checked_holder, checked_iban, checked_siren
from quitus.domain.refused import Refused


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (checked_iban, " fr76 3000 6000 0112 3456 7890 189 ", "FR7630006000011234567890189"),
        (checked_iban, "DE89370400440532013000", "DE89370400440532013000"),
        (checked_iban, "", ""),
        (checked_bic, "agri frpp", "AGRIFRPP"),
        (checked_bic, "AGRIFRPP882", "AGRIFRPP882"),
        (checked_bic, "", ""),
        (checked_siren, "732 829 320", "732829320"),
        (checked_siren, "", ""),
        (checked_holder, "  Studio   Marelle ", "Studio Marelle"),
    ],
)
def test_what_is_right_is_kept(check, typed, kept):
    assert check(typed) == kept


@pytest.mark.parametrize(
    ("check", "typed", "code"),
    [
        (checked_iban, "FR7630006000011234567890188", "iban_check_wrong"),
        (checked_iban, "30006000011234567890189", "iban_malformed"),
        (checked_iban, "FR76 <script>", "iban_malformed"),
        (checked_bic, "AGRI", "bic_malformed"),
        (checked_siren, "732829321", "siren_check_wrong"),
        (checked_siren, "73282932", "siren_malformed"),
        (checked_siren, "٧٣٢٨٢٩٣٢٠", "siren_malformed"),
        (checked_holder, "x" * 71, "holder_too_long"),
    ],
)
def test_what_is_wrong_is_refused(check, typed, code):
    with pytest.raises(Refused) as refused:
        check(typed)
    assert refused.value.code == code
