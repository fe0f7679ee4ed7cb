"""Records of a fixed width, whatever their encoding, and whether or not the lines end: CFONB 120 and CODA.

Programs on the way cut blanks off a line, add some, or take the ends of the lines away.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.encodings import ascii_based, ascii_head
from quitus.adapters.bank.text import shown
from quitus.domain.money import Money, from_decimal
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

LONGEST_LETTER = 4  # bytes, in UTF-8
# Mainframes fill with zero bytes, old transfers end with a Ctrl-Z: blanks, all of them.
BLANKS = dict.fromkeys([*range(0x20), 0x7F], " ")
SHORT_DATE = re.compile(r"[0-9]{6}\Z")
NO_DATE = frozenset({"", "000000"})
MOST_PROBLEMS = 1_000  # that block: beyond, a file is no file of records but something else
FIRST_YEAR = 70  # of the last century; no such file is older


class Record(NamedTuple):
    """One record: where it stands ("l.12"; "l.1:57" for the 57th of a line), and its text."""

    where: str
    text: str


def records(source: Bytes, width: int) -> Iterator[Record]:
    """The records of a file in its order, blank ones left out; the last may be shorter than the others."""
    pending, number, part = b"", 1, 0
    for chunk in ascii_based(source):
        lines = (pending + chunk).splitlines(keepends=True)
        # A CR at the very end may be half of a CRLF.
        pending = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        for line in lines:
            record = line.rstrip(b"\r\n")
            if not part and len(record) <= width and record.isascii():  # the usual one
                text = record.decode("ascii")
                if text and not (text := text if text.isprintable() else text.translate(BLANKS)).isspace():
                    yield Record(f"l.{number}", text)
            else:
                yield from _cut(record, width, number, part)
            number, part = number + 1, 0
        start = 0
        while len(pending) - start > LONGEST_LETTER * width:  # lines that do not end
            end = _end(pending, start, width)
            yield from _cut(pending[start:end], width, number, part)
            start, part = end, part + 1
        pending = pending[start:]
    yield from _cut(pending.rstrip(b"\r\n"), width, number, part)


def first_record(head: bytes) -> str:
    """The beginning of a file, as `records` would begin, to be recognised by."""
    return ascii_head(head).decode("latin-1").translate(BLANKS).lstrip()


def _cut(line: bytes, width: int, number: int, part: int) -> Iterator[Record]:
    """The records of one line, nearly always one; `part` of them were cut off before."""
    start = 3 if line.startswith(BOM_UTF8) else 0  # files put one behind the other
    while start < len(line):
        end = _end(line, start, width)
        text = _text(line[start:end], width)
        if not text.isspace():
            yield Record(f"l.{number}:{part + 1}" if part else f"l.{number}", text)
        start, part = end, part + 1


def _end(content: bytes, start: int, width: int) -> int:
    """Where the record that begins at `start` ends: after `width` letters, of several bytes each in UTF-8."""
    end = start + width
    if content[start:end].isascii():
        return end
    found = _letters(width).match(content, start)
    wider = found.end() if found else end
    try:
        content[start:wider].decode()
    except UnicodeDecodeError:
        return end
    return max(end, wider)


@lru_cache(maxsize=4)
def _letters(width: int) -> re.Pattern[bytes]:
    return re.compile(rb"(?:[^\x80-\xbf][\x80-\xbf]{0,3}){0,%d}" % width)


def _text(raw: bytes, width: int) -> str:
    text = readable(raw.decode("latin-1"))
    if not text.isprintable():
        text = text.translate(BLANKS)
    if (
        len(text) < len(raw) == width
    ):  # who writes bytes up to the width counts them: letters keep their columns
        return "".join(letter.ljust(len(letter.encode()), "\0") for letter in text)
    return text


def refuse_garbled(found: int) -> None:
    """Refuse a file in which too much is unreadable, rather than tell it record by record."""
    if found > MOST_PROBLEMS:
        raise Refused("bank_file_garbled", most=MOST_PROBLEMS)


@lru_cache(maxsize=4096)  # a statement repeats few dates
def short_date(text: str) -> date | None:
    """The date of DDMMYY; None for blanks and zeros."""
    written = text.strip()
    if written in NO_DATE:
        return None
    if SHORT_DATE.match(written):
        year = int(written[4:])
        with suppress(ValueError):  # 30 February
            return date(year + (1900 if year >= FIRST_YEAR else 2000), int(written[2:4]), int(written[:2]))
    raise Refused("bank_date_unreadable", text=shown(text))


def scaled_money(digits: str, decimals: int, currency: str) -> Money | None:
    """The amount of a number without point; None when the currency is none, or has not that many decimals."""
    with suppress(Refused):
        return from_decimal(Decimal(digits).scaleb(-decimals), currency)
    return None
