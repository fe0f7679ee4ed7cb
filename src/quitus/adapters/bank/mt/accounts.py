"""The account as banks write it (`:25:`): IBAN, bank/account, with a bank's BIC before or a currency behind."""

import re
from functools import lru_cache

from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.text import iban, tidy
from quitus.domain.iban import french_iban, iban_shape_valid
from quitus.domain.money import CURRENCY

LONGEST_ACCOUNT = 34
_FRENCH = re.compile(r"([0-9]{5})([0-9]{5})([A-Z0-9]{11})([0-9]{2})?\Z")


def identification(lines: list[str]) -> str:
    """What stands there, without blanks; below it may stand the bank."""
    line = next((line for line in lines if line.strip(" \t")), "")
    return "".join((tidy(readable(line)) or "").split())


@lru_cache(maxsize=1024)  # a file holds many statements of few accounts
def currency_of(written: str) -> str | None:
    """The currency behind an account, where it is set apart or follows an IBAN or a number."""
    account, mark, last = written.rpartition("/")
    if mark and account and CURRENCY.match(last):
        return last
    ends = CURRENCY.match(written[-3:])
    return written[-3:] if ends and (_iban(written[:-3]) or written[-4:-3].isdigit()) else None


@lru_cache(maxsize=1024)
def account_of(written: str, currency: str | None) -> str | None:
    """The IBAN where there is one or where it is certain, else what stands there without the currency."""
    parts = [part for part in written.split("/") if part]
    for part in reversed(parts):
        if known := _iban(part) or _iban(part.removesuffix(currency or "")):
            return known
    if len(parts) > 1 and parts[-1] == currency:
        parts.pop()
    account = "/".join(parts)
    if currency and account[:-3][-1:].isdigit():
        account = account.removesuffix(currency)
    return _french(parts) or iban(account) or account[:LONGEST_ACCOUNT] or None


def _iban(text: str) -> str | None:
    return text.upper() if iban_shape_valid(text.upper()) else None


def _french(parts: list[str]) -> str | None:
    """Bank, branch and account with the key that confirms them."""
    found = _FRENCH.match("".join(parts).upper())
    if not found or not found[4]:
        return None
    known = french_iban(found[1], found[2], found[3])
    return known if known and known.endswith(found[4]) else None
