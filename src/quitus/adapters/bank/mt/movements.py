"""The line of a movement (`:61:`): `1602290301DR6,00N024NONREF//1234`, and details below it."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.mt import amounts
from quitus.adapters.bank.text import shown
from quitus.domain.money import Money
from quitus.domain.refused import Refused

# Value date, entry date, mark (R: reversal, E: expected), third letter of the currency, amount, kind, references.
_LINE = re.compile(
    r" *([0-9]{6})([0-9]{4})? *([RE]?[CD])([A-Z])? *([0-9]*,[0-9]*) *([A-Z][A-Za-z0-9 ]{3}|[A-Z] *\Z)(.*)",
    re.DOTALL,
)
# What begins like one behind a damaged tag, or in a place where none belongs.
_LIKE_ONE = re.compile(
    r".{0,6}?[0-9]{6}(?:[0-9]{4})? *[RE]?[CD][A-Z]? *[0-9]{0,15},[0-9]{0,3} *[NFS][A-Z0-9]{3}"
)
# The money's way: the reversal of a credit takes it back.
_SIGNS = {"C": 1, "RD": 1, "EC": 1, "D": -1, "RC": -1, "ED": -1}
_EXPECTED = ("EC", "ED")
_REVERSALS = ("RC", "RD")
# Only says that the details have it.
_POINTERS = frozenset({"EREF", "KREF", "PREF", "MARF", "MREF", "CREF"})
_NOTHING = frozenset({"", "N", "X"})  # fillers of a field that must not be empty


class Movement(NamedTuple):
    """What the line says. `raw` texts are not readable yet; `unread_day` is a value date that is no date."""

    booked: date
    value_date: date | None
    amount: Money
    reference: str | None
    bank_id: str | None
    kind: str
    supplement: str
    expected: bool
    unread_day: str | None
    reversal: bool = False

    @property
    def credit(self) -> bool:
        return self.amount.minor >= 0


def looks_like_a_movement(line: str) -> bool:
    """Whether money may hide in a line that was taken for something else."""
    return "," in line and _LIKE_ONE.match(line) is not None


def movement(lines: Sequence[str], currency: str, opened: date | None) -> Movement:
    """The movement, its first line whole or cut in two; refuses one whose day or amount cannot be read.

    `opened` is the day of the statement, for the year where the value date has none.
    """
    found, rest = _LINE.match(lines[0]), lines[1:]
    if not found and rest:
        found, rest = _LINE.match(lines[0] + rest[0]), rest[1:]
    if not found:
        raise Refused("bank_movement_unreadable", text=shown(" ".join(lines)))
    valued, entered, mark, _, written, kind, references = found.groups()
    booked, value_date = _days(valued, entered, opened)
    money = amounts.amount(written, currency)
    own, _, banks = references.partition("//")
    own, banks = readable(own).strip(), readable(banks).strip()
    return Movement(
        booked=booked,
        value_date=value_date,
        amount=money if _SIGNS[mark] > 0 else -money,
        reference=None if own.rstrip("+") in _POINTERS or own in _NOTHING else own,
        bank_id=banks or None,
        kind=kind.strip(),
        supplement=readable(" ".join(rest)),
        expected=mark in _EXPECTED,
        unread_day=valued if value_date is None and valued.strip("0") else None,
        reversal=mark in _REVERSALS,
    )


def _days(valued: str, entered: str | None, opened: date | None) -> tuple[date, date | None]:
    """Booking date and value date. Where only one is a date, the booking date is needed."""
    if entered is None or entered == "0000":
        value_date = amounts.day(valued)
        return value_date, value_date
    return _entry_day(valued, entered, opened), _day_or_none(valued)


@lru_cache(maxsize=4096)  # a statement repeats few dates
def _entry_day(valued: str, entered: str, opened: date | None) -> date:
    """The entry date in the year that brings it nearest to the value date: banks leave the year out."""
    if valued.strip("0"):
        near = (amounts.year_of(valued), int(valued[2:4]), int(valued[4:6]))
    elif opened:
        near = (opened.year, opened.month, opened.day)
    else:
        raise Refused("bank_date_unreadable", text=shown(valued + entered))
    month, number = int(entered[:2]), int(entered[2:])

    def distance(year: int) -> int:
        return abs((year - near[0]) * 372 + (month - near[1]) * 31 + number - near[2])

    year = min((near[0], near[0] + 1, near[0] - 1), key=distance)
    return amounts.day(f"{year % 100:02d}{entered}")


def _day_or_none(written: str) -> date | None:
    try:
        return amounts.day(written)
    except Refused:
        return None
