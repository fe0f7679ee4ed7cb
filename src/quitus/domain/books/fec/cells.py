"""Dates and amounts of a fichier des écritures comptables (LPF A47 A-1 XII)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# What the official tester reads too, though the text does not allow it: separators, day first, a time behind.
_LOOSE_DAYS = (
    re.compile(r"(?P<y>[0-9]{4})[/.-]?(?P<m>[0-9]{2})[/.-]?(?P<d>[0-9]{2})(?:[T ][0-9:]+)?"),
    re.compile(r"(?P<d>[0-9]{2})[/.-]?(?P<m>[0-9]{2})[/.-]?(?P<y>[0-9]{4})(?:[T ][0-9:]+)?"),
)
_AMOUNT = re.compile(r"([+-]?)([0-9]{1,15})(?:,([0-9]+))?([+-]?)")
_GROUPS = re.compile(r"(?<=[0-9])[ .\u00a0\u202f](?=[0-9]{3}(?:[^0-9]|$))")
_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+[+-]?")
FIRST_YEAR, LAST_YEAR = 1900, 2099  # outside them the official tester alerts
MOST_CHARACTERS = 18  # of an amount: fifteen digits, a comma, two decimals
NO_DAY = "00000000"  # the official tester reads zeros as no date


@dataclass(frozen=True, slots=True)
class AmountCell:
    """An amount in cents, None when it cannot be known, and the code of what is wrong with its writing."""

    cents: int | None
    code: str | None = None


@lru_cache(maxsize=8192)
def strict_day(text: str) -> date | None:
    """A date written AAAAMMJJ (XII-4°) that the calendar has; None for anything else."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    return _day(text[:4], text[4:6], text[6:])


@lru_cache(maxsize=8192)
def loose_day(text: str) -> date | None:
    """A date however it is written, as the official tester reads it."""
    for shape in _LOOSE_DAYS:
        found = shape.fullmatch(text.strip())
        day = _day(found["y"], found["m"], found["d"]) if found else None
        if day:
            return day
    return None


def cents(text: str) -> int | None:
    """The amount of a well-written cell ("1200,00"): the quick way. None for all others: ask `amount_cell`."""
    if text == "0,00":  # one of two amounts, nearly always
        return 0
    if text[-3:-2] != "," or not len(",00") < len(text) <= MOST_CHARACTERS:
        return None
    digits = text[:-3] + text[-2:]
    return int(digits) if digits.isdigit() and digits.isascii() else None


def amount_cell(text: str) -> AmountCell:
    """Any amount (XII-2°): comma, no thousands separator, a sign in front or behind; an empty cell is zero.

    What is written otherwise is read where there is no doubt, with its code: fec_amount_point,
    fec_amount_thousands, fec_amount_decimals, fec_amount_wrong.
    """
    text = text.strip()
    if not text:
        return AmountCell(0)
    if found := _AMOUNT.fullmatch(text):
        return _amount(found)
    joined = _GROUPS.sub("", text)
    if _POINT.fullmatch(text) and "," not in text:
        return _read_anyway(text.replace(".", ","), "fec_amount_point")
    if joined != text:
        return _read_anyway(joined.replace(".", ","), "fec_amount_thousands")
    return AmountCell(None, "fec_amount_wrong")


def _amount(found: re.Match[str]) -> AmountCell:
    before, whole, decimals, behind = found[1], found[2], found[3] or "", found[4]
    if before and behind:
        return AmountCell(None, "fec_amount_wrong")
    if decimals[2:].strip("0"):
        return AmountCell(None, "fec_amount_decimals")
    value = int(whole + decimals[:2].ljust(2, "0"))
    return AmountCell(-value if "-" in (before, behind) else value)


def _read_anyway(text: str, code: str) -> AmountCell:
    found = _AMOUNT.fullmatch(text)
    value = _amount(found) if found else AmountCell(None, "fec_amount_wrong")
    return AmountCell(value.cents, code) if value.code is None else value


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
