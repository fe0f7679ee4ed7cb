"""Write a fichier des écritures comptables: header, one line a row (LPF A47 A-1 VI, VII, IX and XII)."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache

from quitus.domain.books.fec.row import FIELDS, FecRow
from quitus.domain.importing.identifiers import siren_valid
from quitus.domain.refused import Refused

END = "\r\n"
# What would end a field or a line, open a quoted field, or show nothing. The pipe goes even when tabs separate: the
# official tester does not start on such a file (its notice, III 2.3).
_UNSAFE = re.compile(
    '[\x00-\x1f\x7f-\x9f|"\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]'
)
_VISIBLE = {"|": "/", '"': "'", **dict.fromkeys("\t\n\r\x0b\x0c\x85\u2028\u2029", " ")}


class Separator(StrEnum):
    """Between fields: nothing else is allowed (VI-1° c)."""

    TAB = "\t"
    PIPE = "|"


class Encoding(StrEnum):
    """The character sets of A47 A-1 XII-1°; ASCII is part of both."""

    UTF_8 = "utf-8"
    ISO_8859_15 = "iso-8859-15"


def file_name(siren: str, closing: date) -> str:
    """SIRENFECAAAAMMJJ.txt, with the day the financial year ends (IX). Refused: fec_siren_wrong."""
    if not siren_valid(siren):
        raise Refused("fec_siren_wrong", siren=siren)
    return f"{siren}FEC{_day(closing)}.txt"


def write_fec(rows: Iterable[FecRow], separator: Separator = Separator.TAB) -> Iterator[str]:
    """The header, then one line for each row, each with its end of line."""
    yield separator.join(FIELDS) + END
    for row in rows:
        yield line_of(row, separator) + END


def encode_fec(lines: Iterable[str], encoding: Encoding = Encoding.UTF_8) -> Iterator[bytes]:
    """The lines as bytes; a letter that the encoding lacks is written "?", to be seen."""
    for line in lines:
        yield line.encode(encoding, "replace")


def line_of(row: FecRow, separator: Separator) -> str:
    """One line without its end; raises ValueError when the row has no side, or both."""
    if min(row.debit, row.credit) < 0 or bool(row.debit) == bool(row.credit):
        raise ValueError(f"{row.number} {row.account}: debit {row.debit}, credit {row.credit}")
    paper = row.in_currency
    cells = (
        row.journal,
        row.journal_label,
        row.number,
        _day(row.entry_date),
        row.account,
        row.account_label,
        row.client,
        row.client_label,
        row.document,
        _day(row.document_date),
        row.label,
        _amount(row.debit),
        _amount(row.credit),
        row.lettering,
        _day(row.lettered_on) if row.lettered_on else "",
        _day(row.valid_date) if row.valid_date else "",
        f"{paper.decimal:f}".replace(".", ",") if paper else "",
        paper.currency if paper else "",
    )
    if _UNSAFE.search("".join(cells)):
        return separator.join(map(clean_cell, cells))
    return separator.join(cells)


def clean_cell(text: str) -> str:
    """The text as one field may hold it: "/" for a pipe, "'" for a quote, a space for tabs and line ends.

    Other characters that show nothing become "?": that something stood there stays visible.
    """
    return _UNSAFE.sub(lambda found: _VISIBLE.get(found[0], "?"), text)


def _amount(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02}"


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
