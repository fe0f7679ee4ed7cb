"""The header of a fichier des écritures comptables: which column is which, and how fields are separated."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.lines import Decoder, check_characters, split_lines
from quitus.domain.books.fec.row import FIELDS
from quitus.domain.importing.text import plain
from quitus.domain.refused import Refused

ALLOWED_SEPARATORS = ("\t", "|")
OTHER_SEPARATORS = (";", ",")
# Instead of Debit and Credit (VII-2°).
AMOUNT_AND_SIDE = {"Montant": "Debit", "Sens": "Credit"}
SIDES = {"D": 1, "C": -1, "+1": 1, "-1": -1}  # X
# Fields 19 to 22 of those who keep cash books (VIII-5° and 7°).
OF_CASH_BOOKS = ("DateRglt", "ModeRglt", "NatOp", "IdClient")
_KNOWN = {plain(name): name for name in (*FIELDS, *AMOUNT_AND_SIDE, *OF_CASH_BOOKS)}
FEWEST_NAMES = 3  # of a first line, for it to be a header at all
_IN_ORDER = tuple(range(len(FIELDS)))
_PADDED = {
    separator: (f" {separator}", f"{separator} ") for separator in (*ALLOWED_SEPARATORS, *OTHER_SEPARATORS)
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each of the eighteen fields stands (-1: nowhere), among how many columns.

    `signed`: columns 12 and 13 are Montant and Sens. `header`: whether the first line was one.
    """

    separator: str
    quoted: bool
    width: int
    places: tuple[int, ...]
    signed: bool
    header: bool

    def cells(self, text: str) -> list[str]:
        """The columns of one line, as they stand in the file, without blanks around them (as the tester reads)."""
        if self.quoted:
            return _quoted_cells(text, self.separator)
        before, behind = _PADDED[self.separator]
        if before in text or behind in text or text[:1] == " " or text[-1:] == " ":
            return [cell.strip() for cell in text.split(self.separator)]
        return text.split(self.separator)

    def in_order(self, cells: list[str]) -> list[str]:
        """The eighteen fields in the order of the law; what stands nowhere is empty."""
        if self.places == _IN_ORDER:
            return cells
        return [cells[place] if place >= 0 else "" for place in self.places]

    @property
    def missing(self) -> list[str]:
        return [name for name, place in zip(_wanted(self.signed), self.places, strict=True) if place < 0]


# A line's number and its columns, None when their number is wrong. A plain tuple: files have millions.
Record = tuple[int, list[str] | None]


def open_fec(pieces: Iterable[bytes], found: Findings) -> tuple[Layout, Iterator[Record]]:
    """The layout, and the lines that follow, one by one. What is wrong with them as lines is told to `found`.

    Refused: what `split_lines` refuses.
    """
    lines = split_lines(pieces)
    decoder = Decoder(found)
    first = next(lines, None)
    if first is None:
        raise Refused("fec_empty")
    text = decoder.text(first, 1)
    layout = read_header(text, found)
    records = _records(lines, layout, decoder, found)
    if layout.header:
        return layout, records
    return layout, _with_first((1, _row_cells(first, text, 1, layout, found)), records)


def read_header(text: str, found: Findings) -> Layout:
    """What the first line says; what is wrong with it is told to `found`."""
    separator = _separator(text)
    if separator not in ALLOWED_SEPARATORS:
        found.problem("fec_separator_wrong", 1, separator=separator)
    quoted = text.lstrip().startswith('"')
    if quoted:
        found.problem("fec_quoted", 1)
    written = _quoted_cells(text, separator) if quoted else text.split(separator)
    written = [name.strip() for name in written]
    names = [_KNOWN.get(plain(name), name) for name in written]
    if sum(name in _KNOWN.values() for name in names) < FEWEST_NAMES:
        found.problem("fec_header_missing", 1)
        return Layout(separator, quoted, len(FIELDS), _IN_ORDER, signed=False, header=False)
    signed = "Montant" in names and "Debit" not in names
    wanted = _wanted(signed)
    places = tuple(names.index(name) if name in names else -1 for name in wanted)
    _tell_of_names(written, names, wanted, found)
    return Layout(separator, quoted, len(written), places, signed, header=True)


def _records(lines: Iterator[bytes], layout: Layout, decoder: Decoder, found: Findings) -> Iterator[Record]:
    for number, line in enumerate(lines, start=2):
        text = decoder.text(line, number)
        if not text or text.isspace():
            found.problem("fec_empty_line", number)
            yield number, None
            continue
        yield number, _row_cells(line, text, number, layout, found)


def _row_cells(line: bytes, text: str, number: int, layout: Layout, found: Findings) -> list[str] | None:
    check_characters(line, number, layout.separator, found)
    cells = layout.cells(text)
    if len(cells) != layout.width:
        found.problem("fec_column_count", number, found=len(cells), wanted=layout.width)
        return None
    return cells


def _with_first(first: Record, others: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from others


def _quoted_cells(text: str, separator: str) -> list[str]:
    """As a CSV file has them; none for a line that is no CSV either."""
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return []


def _separator(text: str) -> str:
    """The one that cuts the line into most fields, an allowed one first."""
    return max((*ALLOWED_SEPARATORS, *OTHER_SEPARATORS), key=text.count)


def _wanted(signed: bool) -> tuple[str, ...]:
    instead = {debit: name for name, debit in AMOUNT_AND_SIDE.items()} if signed else {}
    return tuple(instead.get(name, name) for name in FIELDS)


def _tell_of_names(written: list[str], names: list[str], wanted: tuple[str, ...], found: Findings) -> None:
    """Missing, misplaced, misspelt, superfluous names: once each. Capitals and accents are no matter to the tester."""
    missing = [name for name in wanted if name not in names]
    for name in missing:
        found.problem("fec_field_missing", 1, name, name=name)
    if not missing and tuple(names[: len(wanted)]) != wanted:
        place = next(n for n, name in enumerate(wanted) if names[n] != name)
        found.problem(
            "fec_header_order",
            1,
            wanted[place],
            place=place + 1,
            name=wanted[place],
            found=names[place],
        )
    for name, spelt in zip(names, written, strict=True):
        if name in wanted and name != spelt:
            found.problem("fec_header_spelling", 1, name, name=name, found=spelt)
    extra = [name for name in names if name and name not in wanted and name not in OF_CASH_BOOKS]
    if extra:
        found.problem("fec_columns_extra", 1, names=", ".join(extra[:10]))
