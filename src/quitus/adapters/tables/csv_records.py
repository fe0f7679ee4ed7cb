"""The records of a CSV file: encoding and separator found out, every line accounted for."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quitus.adapters.tables.records import MOST_CELLS, MOST_ROWS, SAMPLE_LINES, Record, bounded
from quitus.adapters.tables.safe_cells import plain_cell
from quitus.adapters.tables.text_encoding import decode
from quitus.domain.refused import Refused

LARGEST_FILE = 100 * 1024 * 1024  # bytes
MOST_LINES = 2_000_000  # cells may hold line ends
LONGEST_LINE = 1_000_000  # characters
LONGEST_RECORD = 50  # lines: a quote that nobody closed, or a novel
MOST_BROKEN_RECORDS = 100
_SAMPLE_LENGTH = 200_000  # characters
_SEPARATORS = (";", ",", "\t", "|")
# Excel's own first line; a quote separates nothing
_SEPARATOR_LINE = re.compile(r'"?sep=([^"])"?\s*', re.IGNORECASE)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"<?xml", b"<html", b"<!DOCTYPE")


@dataclass(frozen=True, slots=True)
class HeaderLook:
    """How headers of some kind of table look: where they are among the first records, how many cells are known."""

    find: Callable[[Sequence[Sequence[str]]], int | None]
    known: Callable[[Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class CsvRecords:
    """Every record that is not blank. `ended`: the last one ends with a line end, so that no line was cut."""

    records: list[Record]
    encoding: str
    separator: str
    ended: bool

    @property
    def read_as(self) -> str:
        """How the file was understood: "CSV, utf-8, ;"."""
        return f"CSV, {self.encoding}, {'tab' if self.separator == chr(9) else self.separator}"


def read_csv(
    content: bytes, look: HeaderLook, *, encoding: str | None = None, separator: str | None = None
) -> CsvRecords:
    """The records; of the separators, the one that makes the headers that are looked for, else the widest table.

    Refused: import_file_empty, import_file_too_large, import_file_is_spreadsheet, import_file_not_text,
    import_too_many_rows, import_too_many_cells, import_line_too_long, import_quotes_broken_often.
    """
    _check_kind(content)
    text, encoding = decode(content, encoding)
    lines, ended = _lines(text)
    first = _SEPARATOR_LINE.fullmatch(lines[0])
    separator = separator or (first[1] if first else None) or likeliest_separator(_sample(lines), look)
    if text.count(separator) > MOST_CELLS:
        raise Refused("import_too_many_cells", limit=MOST_CELLS)
    return CsvRecords(bounded(_records(lines, separator, 1 if first else 0)), encoding, separator, ended)


def read_head(head: bytes, look: HeaderLook) -> list[Record]:
    """The first records of a file that begins with `head`; none when it is no such text."""
    try:
        _check_kind(head)
        text, _ = decode(head)
        lines = _sample(_lines(text)[0])
        first = _SEPARATOR_LINE.fullmatch(lines[0])
        separator = first[1] if first else likeliest_separator(lines, look)
        return bounded(_records(lines, separator, 1 if first else 0))
    except Refused:
        return []


def _check_kind(content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise Refused("import_file_too_large", size=len(content), limit=LARGEST_FILE)
    if content.startswith(_SPREADSHEETS):
        raise Refused("import_file_is_spreadsheet")
    if content.startswith(_OTHER_FILES):
        raise Refused("import_file_not_text")


def _lines(text: str) -> tuple[list[str], bool]:
    """The lines without their ends, whichever machine wrote them, and whether the last one has an end."""
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
    return lines, not lines[-1].strip("\0\x1a \t")


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


def _records(lines: Sequence[str], separator: str, place: int) -> Iterator[Record]:
    """The records from line `place` on. After one with broken quotes, reading goes on with the next line."""
    broken = 0
    while place < len(lines):
        feed = _Feed(lines, place)
        try:
            for cells in csv.reader(feed, delimiter=separator, strict=True, skipinitialspace=True):
                yield Record(feed.record_start + 1, [plain_cell(cell) for cell in cells])
                feed.record_start = feed.place
            return
        except csv.Error:
            broken += 1
            if broken > MOST_BROKEN_RECORDS:
                raise Refused("import_quotes_broken_often", line=feed.record_start + 1) from None
            place = feed.record_start + 1
            yield Record(place, lines[place - 1].split(separator), broken=True)


def _sample(lines: Sequence[str]) -> Sequence[str]:
    """The first lines, as many as tell how the file is made."""
    length = 0
    for place, line in enumerate(lines[:SAMPLE_LINES]):
        length += len(line)
        if length > _SAMPLE_LENGTH:
            return lines[: max(place, 1)]
    return lines[:SAMPLE_LINES]


def likeliest_separator(lines: Sequence[str], look: HeaderLook) -> str:
    """The one that makes known headers, else the widest regular table."""
    return max(_SEPARATORS, key=lambda separator: _regularity(lines, separator, look))


def _regularity(lines: Sequence[str], separator: str, look: HeaderLook) -> tuple[int, float]:
    try:
        records = [record.cells for record in _records(lines, separator, 0) if not record.blank]
    except Refused:  # too many broken quotes: not this one
        return 0, 0
    place = look.find(records)
    if place is None or len(records[place]) == 1:
        return 0, 0
    width = len(records[place])
    alike = sum(len(cells) == width for cells in records[place:])
    return look.known(records[place]), width * alike / len(records[place:])
