"""Dates and amounts as SWIFT writes them: `160229`, `1200,`; balances, floor limits and totals."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from quitus.adapters.bank.text import shown, unsigned_money
from quitus.domain.banking.statement import Balance
from quitus.domain.money import Money
from quitus.domain.refused import Refused

# 80 to 99 are the years of the last century, as in SWIFT's rules.
_FIRST_YEAR = 1980
_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})?([0-9]*,[0-9]*)\Z")
_FLOOR = re.compile(r"([A-Z]{3})([CD]?) ?([0-9]*,?[0-9]*)\Z")
_TOTAL = re.compile(r"([0-9]{1,9}) ?([A-Z]{3})([0-9]*,[0-9]*)\Z")
_BLANKS = str.maketrans("", "", " \t")


class Told(NamedTuple):
    """A balance as read. `day` is what stands there when that is no date."""

    balance: Balance
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """How many movements of one side a report says it has, and their sum."""

    count: int
    sum: Money


def amount(written: str, currency: str) -> Money:
    """An amount with its decimal comma, which is never missing; refuses what is not exactly that."""
    if written.count(",") == 1:
        with suppress(Refused):
            return unsigned_money(written.replace(",", "."), currency)
    raise Refused("bank_amount_unreadable", text=shown(f"{written} {currency}"))


@lru_cache(maxsize=4096)  # a statement repeats few dates
def day(written: str) -> date:
    """The date of six digits; some banks have a 30 February, which is none."""
    year, month, number = year_of(written), int(written[2:4]), int(written[4:6])
    with suppress(ValueError):
        return date(year, month, number)
    raise Refused("bank_date_unreadable", text=shown(written))


def year_of(written: str) -> int:
    """The year of a date of six digits, be it one or not."""
    return _FIRST_YEAR + (int(written[:2]) - _FIRST_YEAR) % 100


def balance(lines: Sequence[str], currency: str | None) -> Told:
    """`C160229EUR1200,00`, also when the currency is left out, or the line was cut in two."""
    found = _BALANCE.match(_line(lines, 1)) or _BALANCE.match(_line(lines, 2))
    unreadable = Refused("bank_amount_unreadable", text=shown(" ".join(lines)))
    if not found:
        raise unreadable
    known = found[3] or currency
    if known is None:
        raise unreadable
    money = amount(found[4], known)
    signed = money if found[1] == "C" else -money
    try:
        return Told(Balance(signed, day(found[2])))
    except Refused:
        # A new account may have "000000".
        return Told(Balance(signed, None), found[2] if found[2].strip("0") else None)


def floor_limit(lines: Sequence[str]) -> Money:
    """`EURD100,`: what is below it is not told."""
    found = _FLOOR.match(_line(lines, 1))
    if not found:
        raise Refused("bank_amount_unreadable", text=shown(" ".join(lines)))
    return amount(found[3] if "," in found[3] else f"{found[3]},", found[1])


def total(lines: Sequence[str]) -> Total:
    """`3PLN0,03`."""
    found = _TOTAL.match(_line(lines, 1)) or _TOTAL.match(_line(lines, 2))
    if not found:
        raise Refused("bank_amount_unreadable", text=shown(" ".join(lines)))
    return Total(int(found[1]), amount(found[3], found[2]))


def _line(lines: Sequence[str], count: int) -> str:
    return "".join(lines[:count]).translate(_BLANKS)
