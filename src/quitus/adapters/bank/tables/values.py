"""Cells of a bank's table: whether they look like dates or amounts, and what they say."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import pairwise

from quitus.domain.importing.amounts import AmountStyle, amount_style, read_currency, read_money
from quitus.domain.importing.dates import DateOrder, DateStyle, date_style, is_no_date, read_date
from quitus.domain.money import Money
from quitus.domain.refused import Refused

_FORCED_TEXT = re.compile(r'="([^"]*)"')  # how CSV makes a spreadsheet keep a number's zeros
_SIDE = re.compile(r"(?P<amount>.*[0-9)])\s?(?P<side>CR|DR|C|D|Cr|Dr|H|S)\Z")
_OUT_SIDES = frozenset(("DR", "D", "S"))
_CURRENCY_CODE = re.compile(r"[A-Za-z]{3}\Z")
_CURRENCY_WORD = re.compile(r"[A-Za-z]{3,5}|[€$£]")
LONGEST_AMOUNT = 45
_MIXED = DateStyle(DateOrder.MIXED)
_DATE_LIKE = ("import_date_ambiguous", "import_date_impossible")


def cell_text(cell: str) -> str:
    """The cell without blanks around it, and without the sign that makes it text for a spreadsheet."""
    text = cell.strip()
    forced = _FORCED_TEXT.fullmatch(text) if text.startswith("=") else None
    return forced[1].strip() if forced else text


@lru_cache(maxsize=10_000)
def is_date(text: str) -> bool:
    """Whether a cell says a day, in whatever order."""
    if not any(letter.isdigit() for letter in text[:40]):
        return False
    try:
        read_date(text, _MIXED)
    except Refused as refusal:
        return refusal.code in _DATE_LIKE
    return True


@lru_cache(maxsize=10_000)
def is_amount(text: str) -> bool:
    """Whether a cell says an amount, in whatever style."""
    try:
        read_amount(text, AmountStyle(), "EUR")
    except Refused as refusal:
        return refusal.code in (
            "import_amount_ambiguous",
            "import_amount_three_decimals",
            "amount_too_precise",
        )
    return True


def is_currency(text: str) -> bool:
    """Whether a cell says a currency."""
    if (
        not _CURRENCY_CODE.match(text)
        and text not in ("€", "$", "£")
        and text.lower() not in ("euro", "euros")
    ):
        return False
    try:
        read_currency(text)
    except Refused:
        return False
    return True


def read_amount(text: str, style: AmountStyle, currency: str, *, stated: bool = False) -> Money:
    """The amount of a cell with its sign; "120,00 DR" is money that goes out.

    `stated`: the row itself said the currency, so another one in the cell is a contradiction. Refused as
    `read_money`; also import_amount_unreadable for what is far too long.
    """
    if len(text) > LONGEST_AMOUNT:
        raise Refused("import_amount_unreadable")
    side = _SIDE.match(text) if text[-1:].isalpha() else None  # most amounts end with a figure
    if side is None:
        return read_money(text, style, currency, stated=stated)
    amount = read_money(side["amount"], style, currency, stated=stated)
    if amount.minor < 0:
        raise Refused("import_amount_unreadable")
    return -amount if side["side"].upper() in _OUT_SIDES else amount


def currency_in(texts: Iterable[str]) -> str | None:
    """The currency that cells of amounts name, when they name one."""
    named = set()
    for text in set(texts):
        for word in _CURRENCY_WORD.findall(text[:LONGEST_AMOUNT]):
            if is_currency(word):
                named.add(read_currency(word))
    return named.pop() if len(named) == 1 else None


def amounts_style(texts: Iterable[str], mark: str | None) -> AmountStyle:
    """How the columns of amounts write; `mark` is what a person, or the bank's profile, says stands before cents."""
    return AmountStyle(frozenset((mark,))) if mark else amount_style(texts)


def dates_style(texts: Sequence[str], order: DateOrder | None, *, day_numbers: bool) -> DateStyle:
    """How a column writes dates, in the file's order. Without Excel's day numbers in play, a bare number is no date.

    Where no cell shows whether day or month comes first, the rows may: banks list them by their days.
    """
    style = date_style(texts)
    if style.excel and not day_numbers:
        style = DateStyle()
    if style.excel:
        return style
    if order is not None:
        return DateStyle(order, shown=True)
    if style.assumed:
        in_order = [
            one for one in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) if _in_order(texts, DateStyle(one))
        ]
        if len(in_order) == 1:
            return DateStyle(in_order[0], shown=True)
    return style


def _in_order(texts: Sequence[str], style: DateStyle) -> bool:
    """Whether the days go forth, or back, and take several steps."""
    days = []
    for text in texts:
        with suppress(Refused):
            days.append(read_date(text, style))
    steps = [(after - before).days for before, after in pairwise(days)]
    return len({step for step in steps if step}) > 1 and (min(steps) >= 0 or max(steps) <= 0)


def read_day(text: str, style: DateStyle) -> date:
    """The day of a cell. Refused as `read_date`."""
    return read_date(text, style)


def says_no_day(text: str) -> bool:
    """Whether a cell says that there is no day: blank, a dash, 0000-00-00."""
    return is_no_date(text)
