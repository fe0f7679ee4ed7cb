"""IBANs made from the parts that a bank file gives."""

import pytest
from stdnum import iban as independent

from quitus.domain.iban import french_iban


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
