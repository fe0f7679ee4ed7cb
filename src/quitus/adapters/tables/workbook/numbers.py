"""Numbers of a workbook as the text that a person sees: dates by their style, no noise of binary fractions."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

# The formats that Excel knows by number and are dates or times (ECMA-376 part 1, 18.8.30).
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = frozenset("dmyhs")
# Written days have no time zone.
_EPOCH, _EPOCH_1904 = datetime.fromisoformat("1899-12-30"), datetime.fromisoformat("1904-01-01")
_LAST_DAY = 2_900_000  # in the year 9840; no cell means a later one
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
_EXACT_DIGITS = ".15g"  # as many as Excel computes with and shows; the others are noise
_LONGEST = 40
_LONGEST_CODE = 255  # letters of a number format, by Excel's own limit


def is_date_format(number: int, code: str | None) -> bool:
    """Whether a number format shows a date or a time. `code`: how it is written, None for one that Excel knows."""
    if code is None:
        return number in _DATE_FORMATS
    if code.lower() in ("general", "standard", "@"):
        return False
    return not _DATE_LETTERS.isdisjoint(_NO_CODE.sub("", code[:_LONGEST_CODE].split(";")[0]).lower())


def number_text(written: str) -> str:
    """The number with a point, its decimals as they are, at most 15 digits; the text itself when it is none.

    Three decimals get a zero more: "1.234" would be read as a thousand.
    """
    if len(written) > _LONGEST or not _NUMBER.match(written):
        return written
    exact = Decimal(format(float(written), _EXACT_DIGITS))
    if not exact.is_finite():
        return written
    exact = exact or Decimal(0)  # neither -0 nor 0E+3
    text = f"{exact:f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


@lru_cache(maxsize=4096)  # a column repeats few days
def day_text(written: str, *, from_1904: bool) -> str:
    """A day number as 2026-03-04, with its time if there is one; a fraction alone as a time; else the number."""
    serial = float(written) if _NUMBER.match(written) and len(written) <= _LONGEST else -1.0
    if not 0 <= serial <= _LAST_DAY:
        return number_text(written)
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=round(serial * 86_400))
    if serial < 1:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%d %H:%M:%S}"


def iso_text(written: str) -> str:
    """A date that is written out, in the same form."""
    try:
        moment = datetime.fromisoformat(written.removesuffix("Z"))
    except ValueError:
        return written
    return date.isoformat(moment) if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%d %H:%M:%S}"
