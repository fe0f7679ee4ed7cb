"""IBANs made from the parts that a bank file gives."""

import pytest
from stdnum import iban as independent

from quitus.domain.iban import belgian_iban, french_iban


@pytest.mark.parametrize(
    ("bank", "branch", "account", "expected"),
    [
        ("20041", "01005", "0500013M026", "FR1420041010050500013M02606"),  # the registry's example
        ("30006", "00001", "12345678901", "FR7630006000011234567890189"),  # that of French banks
        ("3006", "00001", "12345678901", None),
        ("300060", "0001", "12345678901", None),
        ("30006", "00001", "1234567890", None),
        ("30006", "00001", "1234567890a", None),
        ("30006", "00001", "12345678901\n", None),
        ("٣٠٠٠٦", "00001", "12345678901", None),
        ("", "", "", None),
    ],
)
def test_a_french_account(bank: str, branch: str, account: str, expected: str | None) -> None:
    assert french_iban(bank, branch, account) == expected


TELEPHONE = {letter: str(index % 9 + 1) for index, letter in enumerate("ABCDEFGHIJKLMNOPQR")}
TELEPHONE |= {letter: str(index + 2) for index, letter in enumerate("STUVWXYZ")}


def test_each_letter_and_key_agrees_with_the_other_formula() -> None:
    """The banks' own: 97 less the remainder of 89 times the bank, 15 times the branch and 3 times the account."""
    keys = set()
    for number in range(300):
        account = f"{number:010d}{'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[number % 36]}"
        digits = int("".join(TELEPHONE.get(character, character) for character in account))
        key = 97 - (89 * 30004 + 15 * 892 + 3 * digits) % 97
        found = french_iban("30004", "00892", account)
        assert found is not None
        assert independent.validate(found) == found
        assert found[4:] == f"3000400892{account}{key:02d}"
        keys.add(key)
    assert len(keys) > 80
    assert min(keys) < 10


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("539007547034", "BE68539007547034"),  # the registry's example
        ("000000019497", "BE54000000019497"),
        ("539007547035", None),
        ("53900754703", None),
        ("5390075470340", None),
        ("539007547034\n", None),
        ("000000000000", None),
        ("", None),
    ],
)
def test_a_belgian_account(number: str, expected: str | None) -> None:
    assert belgian_iban(number) == expected


def test_each_remainder_of_a_belgian_number_makes_a_valid_iban() -> None:
    for number in range(1_000_000_000, 1_000_000_200):
        found = belgian_iban(f"{number}{number % 97 or 97:02d}")
        assert found is not None
        assert independent.validate(found) == found
