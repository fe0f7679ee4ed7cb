"""CSV files as other tools write them: bytes to a table, every row accounted for."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quitus.adapters.tables.csv_export import write_csv
from quitus.adapters.tables.headers import find_headers, known_headers, unique_names
from quitus.adapters.tables.safe_cells import plain_cell
from quitus.adapters.tables.text_encoding import decode
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Row, Table
from quitus.domain.importing.text import shown
from quitus.domain.refused import Refused
from quitus.ports.tables import Cell

LARGEST_FILE = 100 * 1024 * 1024  # bytes
MOST_ROWS = 200_000
MOST_LINES = 2_000_000  # cells may hold line ends
MOST_COLUMNS = 500
MOST_CELLS = 5_000_000  # 200,000 rows of 25 columns; what the memory can hold
LONGEST_LINE = 1_000_000  # characters
LONGEST_RECORD = 50  # lines: a quote that nobody closed, or a novel
MOST_BROKEN_RECORDS = 100
_SAMPLE_LINES = 200
_SAMPLE_LENGTH = 200_000  # characters
_SEPARATORS = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's own first line
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"<?xml", b"<html", b"<!DOCTYPE")


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells that begin on line `line`; `broken` when its quotes make no sense."""

    line: int
    cells: list[str]
    broken: bool = False

    @property
    def blank(self) -> bool:
        return not any(cell and not cell.isspace() for cell in self.cells)


class CsvFiles:
    """Reads and writes tables as CSV."""

    def read(self, content: bytes, *, encoding: str | None = None, separator: str | None = None) -> Table:
        """The table; encoding and separator are found out unless given.

        Lines before the headers (a title, a date) are skipped, a repetition of the headers is a notice, a row
        with too few or too many cells or with broken quotes is a problem. Raises Refused: import_file_empty,
        import_file_too_large, import_file_is_spreadsheet, import_file_not_text, import_headers_not_found,
        import_too_many_rows, import_too_many_columns, import_too_many_cells, import_line_too_long,
        import_quotes_broken_often.
        """
        _check_kind(content)
        text, encoding = decode(content, encoding)
        lines = _lines(text)
        first = _SEPARATOR_LINE.fullmatch(lines[0])
        separator = separator or (first[1] if first else None) or _likeliest_separator(_sample(lines))
        if text.count(separator) > MOST_CELLS:
            raise Refused("import_too_many_cells", limit=MOST_CELLS)
        records = _records(lines, separator, 1 if first else 0)
        table_records = _bounded(record for record in records if not record.blank)
        place = find_headers([record.cells for record in table_records[:_SAMPLE_LINES]])
        if place is None:
            raise Refused("import_headers_not_found")
        shown_separator = "tab" if separator == "\t" else separator
        return _table(table_records[place], table_records[place + 1 :], f"CSV, {encoding}, {shown_separator}")

    def write(self, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
        """The rows as a file that spreadsheets open and that runs nothing."""
        return write_csv(headers, rows)


def _check_kind(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise Refused("import_file_too_large", size=len(content), limit=LARGEST_FILE)
    if content.startswith(_SPREADSHEETS):
        raise Refused("import_file_is_spreadsheet")
    if content.startswith(_OTHER_FILES):
        raise Refused("import_file_not_text")


def _lines(text: str) -> list[str]:
    """The lines without their ends, whichever machine wrote them."""
    if not text.strip("\0 \t\r\n\ufeff"):
        raise Refused("import_file_empty")
    if text.count("\0") * 100 > len(text):
        raise Refused("import_file_not_text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise Refused("import_too_many_rows", limit=MOST_ROWS)
    lines = text.split("\n")
    longest = max(range(len(lines)), key=lambda place: len(lines[place]))
    if len(lines[longest]) > LONGEST_LINE:
        raise Refused("import_line_too_long", line=longest + 1, limit=LONGEST_LINE)
    return lines


class _Feed:
    """Hands lines to the csv module, and stops it when one record takes too many of them."""

    def __init__(self, lines: Sequence[str], place: int) -> None:
        self._lines = lines
        self.place = place
        self.record_start = place

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.place >= len(self._lines):
            raise StopIteration
        if self.place - self.record_start >= LONGEST_RECORD:
            raise csv.Error("a quote was never closed")
        self.place += 1
        return self._lines[self.place - 1] + "\n"


def _records(lines: Sequence[str], separator: str, place: int) -> Iterator[_Record]:
    """The records from line `place` on. After one with broken quotes, reading goes on with the next line."""
    broken = 0
    while place < len(lines):
        feed = _Feed(lines, place)
        try:
            for cells in csv.reader(feed, delimiter=separator, strict=True, skipinitialspace=True):
                yield _Record(feed.record_start + 1, [plain_cell(cell) for cell in cells])
                feed.record_start = feed.place
            return
        except csv.Error:
            broken += 1
            if broken > MOST_BROKEN_RECORDS:
                raise Refused("import_quotes_broken_often", line=feed.record_start + 1) from None
            place = feed.record_start + 1
            yield _Record(place, lines[place - 1].split(separator), broken=True)


def _bounded(records: Iterable[_Record]) -> list[_Record]:
    kept = []
    for record in records:
        kept.append(record)
        if len(kept) > MOST_ROWS + _SAMPLE_LINES:  # preamble and repeated headers are not rows
            raise Refused("import_too_many_rows", limit=MOST_ROWS)
    return kept


def _sample(lines: Sequence[str]) -> Sequence[str]:
    """The first lines, as many as tell how the file is made."""
    length = 0
    for place, line in enumerate(lines[:_SAMPLE_LINES]):
        length += len(line)
        if length > _SAMPLE_LENGTH:
            return lines[: max(place, 1)]
    return lines[:_SAMPLE_LINES]


def _likeliest_separator(lines: Sequence[str]) -> str:
    """The one that makes known headers, else the widest regular table."""
    return max(_SEPARATORS, key=lambda separator: _regularity(lines, separator))


def _regularity(lines: Sequence[str], separator: str) -> tuple[int, float]:
    try:
        records = [record.cells for record in _records(lines, separator, 0) if not record.blank]
    except Refused:  # too many broken quotes: not this one
        return 0, 0
    place = find_headers(records)
    if place is None or len(records[place]) == 1:
        return 0, 0
    width = len(records[place])
    alike = sum(len(cells) == width for cells in records[place:])
    return known_headers(records[place]), width * alike / len(records[place:])


def _table(header: _Record, records: Sequence[_Record], read_as: str) -> Table:
    width = _width(header.cells, records)
    if width > MOST_COLUMNS:
        raise Refused("import_too_many_columns", limit=MOST_COLUMNS)
    names = unique_names((header.cells + [""] * width)[:width])
    rows, problems, notices = [], [], []
    for record in records:
        if record.cells == header.cells:
            notices.append(Problem("import_headers_repeated", record.line))
            continue
        cells = record.cells
        while len(cells) > width and (not cells[-1] or cells[-1].isspace()):
            cells.pop()
        if record.broken:
            problems.append(Problem("import_quotes_broken", record.line, value=shown("".join(cells)[:200])))
        elif len(cells) != width:
            facts = {"cells": len(cells), "headers": width}
            problems.append(Problem("import_row_ragged", record.line, value=shown(cells[0]), facts=facts))
        padded = (cells + [""] * (width - len(cells)))[:width]
        rows.append(Row(record.line, tuple(padded)))
    if len(rows) > MOST_ROWS:
        raise Refused("import_too_many_rows", limit=MOST_ROWS)
    return Table(names, tuple(rows), header.line, tuple(problems), tuple(notices), read_as)


def _width(headers: Sequence[str], records: Sequence[_Record]) -> int:
    """How many columns count: those with a name, and those before the last separator that hold something.

    Spreadsheets end every line with separators for columns that somebody once touched.
    """
    named = _filled_width(headers)
    if named == len(headers):
        return named
    widths = (_filled_width(record.cells) for record in records if not record.broken)
    return max([named, *(width for width in widths if width <= len(headers))])


def _filled_width(cells: Sequence[str]) -> int:
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)
