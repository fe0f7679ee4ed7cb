"""The European payment code, byte for byte."""

import pytest

from quitus.domain.money import Money
from quitus.domain.payments.transfer_code import transfer_code

IBAN = "FR7630006000011234567890189"


def test_vector_v10_3():
    code = transfer_code(
        holder="ATELIER DUPONT SARL", iban=IBAN, amount=Money(123_456, "EUR"), reference="RF31FA2026000123"
    )
    assert code == (
        "BCD\n002\n1\nSCT\n\nATELIER DUPONT SARL\nFR7630006000011234567890189\nEUR1234.56\n\nRF31FA2026000123"
    )
    assert len(code.encode()) == 91


def test_empty_lines_at_the_end_are_left_out():
    assert transfer_code(holder="X", iban=IBAN, amount=Money(1, "EUR")).endswith("EUR0.01")


@pytest.mark.parametrize(
    "amount", [Money(0, "EUR"), Money(-1, "EUR"), Money(100, "USD"), Money(10**12, "EUR")]
)
def test_amounts_that_the_standard_does_not_know_have_no_code(amount):
    assert transfer_code(holder="X", iban=IBAN, amount=amount) == ""


def test_without_an_account_there_is_no_code():
    assert transfer_code(holder="X", iban="", amount=Money(1, "EUR")) == ""
