"""Dates as people write them, the order of day and month decided for a whole column."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from quitus.domain.importing.text import clean, plain
from quitus.domain.refused import Refused
from quitus.domain.typed_days import FIRST_DAY

EARLIEST_YEAR, LATEST_YEAR = FIRST_DAY.year, 2099  # outside: a slip, or a column of something else
LONGEST = 40
EXCEL_EPOCH = date(1899, 12, 30)  # day 60 of Excel is the 29 February 1900 that never was
_EXCEL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_EXCEL_RANGE = range(32874, 73051)  # 1990-01-01 to 2099-12-31
_TIME = re.compile(
    r"(?:T| T?)[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)? ?(?:Z|[AP]M|[+-][0-9]{2}:?[0-9]{2})?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ])([0-9]{1,2})\2([0-9]{1,2})")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_WEEKDAY = re.compile(
    r"^(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day|[a-z]*di|manche)?\.?,? (?=[0-9a-z])"
)
_DAY_MONTH = re.compile(
    r"([0-9]{1,2})(?:er|st|nd|rd|th)?[-/. ]{0,2}([a-z]{3,9})\.?[-/., ]{1,2}([0-9]{4}|[0-9]{2})"
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_MONTH_NAMES = (
    "janvier janv jan january", "fevrier fevr fev february feb", "mars mar march", "avril avr april apr",
    "mai may", "juin june jun", "juillet juil july jul", "aout aou august aug",
    "septembre sept sep september", "octobre oct october", "novembre nov november", "decembre dec december",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_CONTRADICTION = 10  # one date in ten the other way round: two hands wrote this column


class DateOrder(StrEnum):
    """How a column writes 5/3/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How the dates of one column are read.

    `shown`: some date proves the order. `assumed`: none does although some depend on it, so the French order
    is taken. `excel`: the column holds Excel's day numbers.
    """

    order: DateOrder = DateOrder.DAY_FIRST
    shown: bool = False
    assumed: bool = False
    excel: bool = False


def date_style(texts: Iterable[str]) -> DateStyle:
    """The style of a column, from all its cells: a 22 can only be a day, and shows where days stand."""
    written = Counter(text for raw in texts if (text := _without_time(raw)))
    if written and all(_excel_number(text) for text in written):
        return DateStyle(excel=True)
    day_first = month_first = undecided = 0
    for text, count in written.items():
        if not (parts := _YEAR_LAST.fullmatch(text)):
            continue
        first, second = int(parts[1]), int(parts[3])
        day_first += count * (first > 12 >= second)
        month_first += count * (second > 12 >= first)
        undecided += first <= 12 and second <= 12 and first != second
    if not (day_first or month_first):
        return DateStyle(assumed=undecided > 0)
    if min(day_first, month_first) * _CONTRADICTION > max(day_first, month_first):
        return DateStyle(DateOrder.MIXED, shown=True)
    order = DateOrder.DAY_FIRST if day_first > month_first else DateOrder.MONTH_FIRST
    return DateStyle(order, shown=True)


@lru_cache(maxsize=20_000)
def is_no_date(raw: str) -> bool:
    """Whether a cell says that there is no date: blank, a dash, a database's "0000-00-00"."""
    return not clean(raw).strip("-/.: 0")


@lru_cache(maxsize=20_000)  # a column repeats few dates
def read_date(raw: str, style: DateStyle) -> date:
    """The date that a cell says in a column of that style; a time of day beside it is left out.

    Refused: import_date_unreadable, import_date_ambiguous, import_date_other_order (the column puts day and
    month the other way round), import_date_impossible (31/02), import_date_implausible (the year).
    """
    text = _without_time(raw)
    if style.excel and (number := _excel_number(text)):
        return EXCEL_EPOCH + timedelta(days=number)
    if parts := _YEAR_FIRST.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        return _date(int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := _YEAR_LAST.fullmatch(text):
        return _in_order(int(parts[1]), int(parts[3]), _year(parts[4]), style.order)
    words = plain(text)
    for written in (words, _WEEKDAY.sub("", words)):  # "mar." is March as it stands, then Tuesday
        if (parts := _DAY_MONTH.fullmatch(written)) and parts[2] in _MONTHS:
            return _date(_year(parts[3]), _MONTHS[parts[2]], int(parts[1]))
        if (parts := _MONTH_DAY.fullmatch(written)) and parts[1] in _MONTHS:
            return _date(int(parts[3]), _MONTHS[parts[1]], int(parts[2]))
    raise Refused("import_date_unreadable")


def _in_order(first: int, second: int, year: int, order: DateOrder) -> date:
    swapped = first <= 12 < second
    if order is DateOrder.MIXED:
        if first <= 12 and second <= 12 and first != second:
            raise Refused("import_date_ambiguous")
        order = DateOrder.MONTH_FIRST if swapped else DateOrder.DAY_FIRST
    elif (order is DateOrder.DAY_FIRST and swapped) or (
        order is DateOrder.MONTH_FIRST and second <= 12 < first
    ):
        raise Refused("import_date_other_order")
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    return _date(year, month, day)


def _year(text: str) -> int:
    """Two digits are of this century: no open invoice is older."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Refused("import_date_implausible", earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("import_date_impossible") from None


def _without_time(raw: str) -> str:
    text = clean(raw)[:LONGEST]
    return _TIME.sub("", text).rstrip(" ,") if ":" in text or "h" in text else text


def _excel_number(text: str) -> int | None:
    parts = _EXCEL.fullmatch(text)
    return int(parts[1]) if parts and int(parts[1]) in _EXCEL_RANGE else None
