"""What stands where in the records of CODA: accounts, amounts, balances."""

import re
from typing import NamedTuple

from quitus.adapters.bank.fixed_width import scaled_money, short_date
from quitus.adapters.bank.text import LONGEST_LABEL, iban, shown, tidy
from quitus.domain.banking.statement import Balance
from quitus.domain.iban import belgian_iban
from quitus.domain.money import CURRENCY, Money
from quitus.domain.refused import Refused

WIDTH = 128
VERSION = "2"
# The header: its code, zeros, the day, the bank, the application 05, blank or D for a duplicate.
HEADER = re.compile(r"0{5}[0-9]{6}[0-9 ]{3}05[D ] {7}")
LONGEST_ACCOUNT = 34
AMOUNT = re.compile(r"[0-9]{15}\Z")
DECIMALS = 3
CREDIT, DEBIT = "0", "1"
UNTOLD = "EUR"  # of an account whose currency is left blank


class Account(NamedTuple):
    """The account of a statement; `currency` is None where it is left blank."""

    identification: str | None
    currency: str | None


def account_of(field: str, structure: str) -> Account:
    """The account of a balance record: 37 positions, of which the structure tells the use.

    0 is a Belgian number, 2 a Belgian IBAN, 1 and 3 are foreign ones.
    """
    if structure == "0":
        number, currency = field[:12].strip(), field[13:16]
        found = belgian_iban(number) or number
    else:
        number, currency = field[:34], field[34:37]
        found = iban(number) or "".join(number.split())[:LONGEST_ACCOUNT]
    return Account(found or None, currency if CURRENCY.match(currency) else None)


def counterparty_iban(field: str) -> str | None:
    """The other side's IBAN: of an account without structure code, its currency somewhere behind it."""
    number = next(iter(field.split()), "")
    return iban(number) or belgian_iban(number) or iban(field[:34])


def amount_of(sign: str, digits: str, currency: str | None) -> Money:
    """The amount of a sign (0 is a credit) and twelve digits with three decimals."""
    money = scaled_money(digits, DECIMALS, currency or UNTOLD) if AMOUNT.match(digits) else None
    if money is None:
        raise Refused("bank_amount_unreadable", text=shown(f"{digits} {currency or UNTOLD}"))
    if sign not in (CREDIT, DEBIT):
        raise Refused("bank_direction_unreadable", text=shown(sign))
    return money if sign == CREDIT else -money


def old_balance(record: str, currency: str | None) -> Balance:
    """The balance of a record 1."""
    return Balance(amount_of(record[42:43], record[43:58], currency), short_date(record[58:64]))


def new_balance(record: str, currency: str | None) -> Balance:
    """The balance of a record 8, one position to the left."""
    return Balance(amount_of(record[41:42], record[42:57], currency), short_date(record[57:63]))


def described(record: str) -> str:
    """A record as a problem shows it, each blank once."""
    return tidy(record, LONGEST_LABEL) or ""
