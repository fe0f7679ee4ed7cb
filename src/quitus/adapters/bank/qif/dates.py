"""The dates of a QIF file, which does not say whether the day or the month comes first: the whole file does."""

import re
from contextlib import suppress
from datetime import date
from enum import Enum
from functools import lru_cache

from quitus.adapters.bank.text import shown
from quitus.domain.refused import Refused

WRITTEN = re.compile(
    r"([0-9]{1,4}) ?[/.\- ] ?([0-9]{1,2}) ?([/.\-'\u2019 ]) ?([0-9]{1,4})(?:[ T][0-9]{1,2}:[0-9:.]+)?\Z"
)
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")
SINCE_2000 = frozenset("'\u2019")
LAST_YEAR_OF_2000S = 69  # two digits beyond it are of the century before


class Order(Enum):
    """Which place of three holds year, month and day."""

    DAY_FIRST = (2, 1, 0)
    MONTH_FIRST = (2, 0, 1)
    YEAR_FIRST = (0, 1, 2)


class DateOrders:
    """What the dates of a file say about their order."""

    def __init__(self) -> None:
        self._impossible = dict.fromkeys(Order, 0)
        self._differs = False

    def see(self, text: str) -> None:
        """Take one more date as evidence; what is no date is none."""
        impossible, differs = _evidence(text)
        for order in impossible:
            self._impossible[order] += 1
        self._differs = self._differs or differs

    @property
    def order(self) -> Order:
        """The one that fits most dates; of equals, the day first."""
        return min(Order, key=lambda order: self._impossible[order])

    @property
    def ambiguous(self) -> bool:
        """Whether the month could come first as well, and that would change a date."""
        day_first, month_first = self._impossible[Order.DAY_FIRST], self._impossible[Order.MONTH_FIRST]
        return self._differs and self.order is Order.DAY_FIRST and day_first == month_first


@lru_cache(maxsize=4096)
def day(text: str, order: Order) -> date:
    """The day; refuses what is none in this order. A year of four digits in front is its own evidence."""
    parts = _parts(text)
    if parts is not None:
        numbers, mark = parts
        if len(numbers[0]) > 2:
            order = Order.YEAR_FIRST
        year, month, number = (numbers[place] for place in order.value)
        if len(year) in (1, 2, 4) and len(month) <= 2 and len(number) <= 2:
            with suppress(ValueError):
                return date(_year(year, since_2000=mark in SINCE_2000), int(month), int(number))
    raise Refused("bank_date_unreadable", text=shown(text))


def _parts(text: str) -> tuple[tuple[str, str, str], str] | None:
    """The three numbers, and the mark before the last."""
    found = WRITTEN.match(text) or COMPACT.match(text)
    if found is None:
        return None
    if found.re is COMPACT:
        return (found[1], found[2], found[3]), "-"
    return (found[1], found[2], found[4]), found[3]


def _year(digits: str, *, since_2000: bool) -> int:
    """Two digits are of this century or the last; Quicken writes ' before those of this one."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if since_2000 or year <= LAST_YEAR_OF_2000S else 1900)


@lru_cache(maxsize=4096)
def _evidence(text: str) -> tuple[tuple[Order, ...], bool]:
    """The orders in which the date is impossible, and whether day or month first makes a difference to it."""
    parts = _parts(text)
    if parts is None or len(parts[0][0]) > 2:
        return (), False
    numbers = [int(number) for number in parts[0]]
    impossible = []
    for order in Order:
        year, month, number = (parts[0][place] for place in order.value)
        if not (1 <= int(month) <= 12 and 1 <= int(number) <= 31 and len(year) in (1, 2, 4)):
            impossible.append(order)
    first, second = numbers[0], numbers[1]
    return tuple(impossible), first != second and first <= 12 and second <= 12
