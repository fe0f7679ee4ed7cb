"""What stands where in the records of CFONB 120: account, amounts, balances."""

import re
from typing import NamedTuple

from quitus.adapters.bank.fixed_width import scaled_money, short_date
from quitus.adapters.bank.text import LONGEST_LABEL, shown, tidy
from quitus.domain.banking.statement import Balance
from quitus.domain.iban import french_iban
from quitus.domain.money import Money
from quitus.domain.refused import Refused

WIDTH = 120
OLD_BALANCE, MOVEMENT, COMPLEMENT, NEW_BALANCE = "01", "04", "05", "07"
# The beginning that all records share. Their code, the bank, its code of the operation, the branch, the currency,
# the decimals, a reserve and the account.
HEAD = re.compile(r"[0-9]{2}[0-9]{5}[0-9A-Z ]{4}[0-9]{5}[A-Z]{3}[0-9 ][0-9A-Z ][0-9A-Z ]{11}")
LONGEST_ACCOUNT = 34
SAME_MONEY = (slice(16, 19), slice(21, 32))  # the currency and the number tell it; see `Account.same_as`

# The last digit bears the sign. In the French alphabets of mainframes the two braces are é and è.
AMOUNT = re.compile(r" *([0-9]{1,13})([{A-I}J-RéèÉÈ])\Z")
DIGITS = re.compile(r" *[0-9]+\Z")
SIGNS = {letter: (str(digit), 1) for digit, letter in enumerate("{ABCDEFGHI")}
SIGNS |= {letter: (str(digit), -1) for digit, letter in enumerate("}JKLMNOPQR")}
SIGNS |= {"é": ("0", 1), "É": ("0", 1), "è": ("0", -1), "È": ("0", -1)}
MOST_DECIMALS = 3


class Account(NamedTuple):
    """The account of a record as it is written."""

    bank: str
    branch: str
    number: str
    currency: str

    def same_as(self, other: "Account") -> bool:
        """Whether the other record is about the same money: banks write another bank or branch in some records."""
        return (self.number, self.currency) == (other.number, other.currency)

    @property
    def identification(self) -> str | None:
        """The IBAN, or the number as it is when none can be made of it.

        Overseas accounts are French ones. Those of Monaco too, since nothing in the file tells them from others,
        though their IBANs begin with MC.
        """
        iban = french_iban(self.bank, self.branch, self.number)
        written = "".join((self.bank + self.branch + self.number).split())
        return iban or written[:LONGEST_ACCOUNT] or None


def account_of(record: str) -> Account:
    """The account of any record."""
    return Account(record[2:7].strip(), record[11:16].strip(), record[21:32].strip(), record[16:19])


def amount_of(record: str) -> Money:
    """The signed amount of a balance or movement, by the decimals that the record gives."""
    written, decimals, currency = record[90:104], record[19:20], record[16:19]
    found = AMOUNT.match(written)
    if found is None and DIGITS.match(written):
        raise Refused("bank_direction_unreadable", text=shown(written))
    if found and decimals.isdecimal() and int(decimals) <= MOST_DECIMALS:
        last, sign = SIGNS[found[2]]
        money = scaled_money(found[1] + last, int(decimals), currency)
        if money is not None:
            return money if sign > 0 else -money
    raise Refused("bank_amount_unreadable", text=shown(f"{written} {decimals} {currency}"))


def balance_of(record: str) -> Balance:
    """The old or new balance; refuses one of which anything is unreadable."""
    return Balance(amount_of(record), short_date(record[34:40]))


def described(record: str) -> str:
    """A record as a problem shows it, each blank once."""
    return tidy(record, LONGEST_LABEL) or ""
