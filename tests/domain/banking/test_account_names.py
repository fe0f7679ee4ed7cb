"""Banks write account numbers whole, in part, or filled with zeros."""

import pytest

from quitus.domain.banking.account_names import names_account

IBAN = "FR7630006000011234567890189"


@pytest.mark.parametrize(
    ("told", "same"),
    [
        (IBAN, True),
        ("FR76 3000 6000 0112 3456 7890 189", True),
        ("fr7630006000011234567890189", True),
        ("30006 00001 12345678901 89", True),
        ("12345678901", True),
        ("00000012345678901", True),
        ("12345678902", False),
        ("5678901", False),  # seven digits may be another account's
        ("0000000000", False),
        ("", False),
        ("FR7630006000011234567890188", False),
        ("760", False),
        ("30006/12345678901", True),
        ("030006/0012345678901", True),
        ("10107/12345678901", False),  # the same number at another bank
        ("BNPAFRPP/12345678901", True),
        ("30006/901", False),
    ],
)
def test_what_a_statement_calls_its_account(told, same):
    assert names_account(told, IBAN) is same


@pytest.mark.parametrize(
    ("told", "kept", "same"),
    [
        ("30006/123456", "30006/123456", True),
        ("30006/123456", "30006/000123456", True),
        ("10107/123456", "30006/123456", False),
        ("30006/123456", "123456", True),
        ("12345678901", "30006/12345678901", True),
    ],
)
def test_accounts_without_an_iban(told, kept, same):
    assert names_account(told, kept) is same
