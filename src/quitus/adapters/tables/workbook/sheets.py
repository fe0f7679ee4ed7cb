"""The sheets of a workbook, each as rows of text: what is in the cells, not what formulas would make of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element

from quitus.adapters.tables.records import MOST_CELLS, Record
from quitus.adapters.tables.workbook.numbers import day_text, is_date_format, iso_text, number_text
from quitus.adapters.tables.workbook.package import Package, local, open_package, relation_of
from quitus.domain.refused import Refused

MOST_SHEETS = 500
MOST_STRINGS = 2_000_000
LONGEST_STRINGS = 100_000_000  # characters of all of them
MOST_CELLS_WRITTEN = 20_000_000  # blank ones too: styles fill whole columns with them
MOST_ROWS_WRITTEN = 1_100_000  # a sheet has 1,048,576
WIDEST = 16_384  # columns of a sheet
BINARY = ".bin"  # the main part of an .xlsb
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all sheets use: texts, and which styles show dates."""

    texts: list[str] = field(default_factory=list)
    date_styles: frozenset[int] = frozenset()
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an open workbook. `hidden`: it is not shown to who opens the file."""

    name: str
    hidden: bool
    _package: Package
    _path: str
    _shared: _Shared

    def records(self) -> Iterator[Record]:
        """The rows that hold something, each with its number. Refused: table_workbook_damaged,
        table_workbook_abnormal, import_too_many_cells."""
        line = written = kept = rows = 0
        for element in self._package.elements(self._path, "row", "sheetData"):
            if local(element) == "sheetData":
                return  # what follows are notes, links, print settings
            rows, written = rows + 1, written + len(element)
            if rows > MOST_ROWS_WRITTEN or written > MOST_CELLS_WRITTEN:
                raise Refused("table_workbook_abnormal")
            number = element.get("r", "")
            line = max(line + 1, int(number) if number.isdecimal() and len(number) < 9 else 0)
            cells = _cells(element, self._shared)
            kept += len(cells)
            if kept > MOST_CELLS:
                raise Refused("import_too_many_cells", limit=MOST_CELLS)
            self._package.give_text(sum(map(len, cells)))
            if cells:
                yield Record(line, cells)


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook. `from_1904`: its days count from 1904, so a bare number is no day of the usual count."""

    sheets: Sequence[Sheet]
    from_1904: bool


@contextmanager
def open_workbook(content: bytes) -> Iterator[Workbook]:
    """The sheets of a workbook in memory, read while it is open.

    Refused: import_file_is_spreadsheet for a binary one, table_workbook_too_large, table_workbook_damaged,
    table_workbook_abnormal.
    """
    with open_package(content) as package:
        main = next((path for kind, path in package.related("").values() if kind == "officeDocument"), "")
        if main.endswith(BINARY):
            raise Refused("import_file_is_spreadsheet")
        named, from_1904 = _named_sheets(package, main)
        parts = package.related(main)
        shared = _Shared(
            _texts(package, _part(parts, "sharedStrings")), _dates(package, _part(parts, "styles")), from_1904
        )
        sheets = [
            Sheet(name, hidden, package, parts[relation][1], shared)
            for name, hidden, relation in named
            if parts.get(relation, ("",))[0] == "worksheet"
        ]
        if not sheets:
            raise Refused("table_workbook_damaged")
        yield Workbook(sheets, from_1904)


def _part(parts: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((path for found, path in parts.values() if found == kind), "")


def _named_sheets(package: Package, main: str) -> tuple[list[tuple[str, bool, str]], bool]:
    """The name of each sheet, whether it is hidden, the id of its part; whether days count from 1904."""
    from_1904 = False
    named: list[tuple[str, bool, str]] = []
    for element in package.elements(main, "workbookPr", "sheet"):
        if local(element) == "workbookPr":
            from_1904 = element.get("date1904", "") in _TRUE
        elif len(named) < MOST_SHEETS:
            hidden = element.get("state", "visible") != "visible"
            named.append((element.get("name", ""), hidden, relation_of(element)))
        else:
            raise Refused("table_workbook_abnormal")
    return named, from_1904


def _texts(package: Package, path: str) -> list[str]:
    """The texts that cells point to, in the order of their numbers."""
    texts: list[str] = []
    length = 0
    if not package.has(path):
        return texts
    for element in package.elements(path, "si"):
        text = _text(element)
        length += len(text)
        if len(texts) >= MOST_STRINGS or length > LONGEST_STRINGS:
            raise Refused("table_workbook_abnormal")
        texts.append(text)
    return texts


def _dates(package: Package, path: str) -> frozenset[int]:
    """The styles whose number format shows dates."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    if not package.has(path):
        return frozenset()
    for element in package.elements(path, "numFmts", "cellXfs"):
        for child in element:
            number = child.get("numFmtId", "0")
            if not number.isdecimal() or len(number) > 9:
                continue
            if local(child) == "numFmt":
                codes[int(number)] = child.get("formatCode", "")
            elif local(child) == "xf":
                styles.append(int(number))
    dates = {number for number in set(styles) if is_date_format(number, codes.get(number))}
    return frozenset(place for place, number in enumerate(styles) if number in dates)


def _cells(row: _Element, shared: _Shared) -> list[str]:
    """The row's texts up to the last one that is not blank."""
    cells: list[str] = []
    before = 0
    for cell in row:
        reference = cell.get("r")
        column = _column(reference.rstrip("0123456789")) if reference else before + 1
        if not before < column <= WIDEST:
            raise Refused("table_workbook_damaged")
        before = column
        if len(cell) and (text := _value(cell, shared)):  # else a style and nothing else
            cells += [""] * (column - 1 - len(cells))
            cells.append(text)
    return cells


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The column that the letters name, from 1: "A", "AB"; 0 when they name none."""
    column = 0
    for letter in letters[:4]:
        column = column * 26 + (ord(letter) - 64 if "A" <= letter <= "Z" else WIDEST + 1)
    return column if column <= WIDEST else 0


def _value(cell: _Element, shared: _Shared) -> str:
    """What the cell shows. A formula that no program computed is shown as it stands, never as nothing."""
    kind = cell.get("t", "n")
    written, formula = "", None
    for child in cell:
        name = local(child)
        if name == "v":
            written = child.text or ""
        elif name == "f":
            formula = child.text or ""
        elif name == "is" and kind == "inlineStr":
            return _text(child)
    if not written:
        return f"={formula}" if formula is not None and kind != "str" else ""
    return _number(cell, written, shared) if kind == "n" else _other(kind, written, shared)


def _number(cell: _Element, written: str, shared: _Shared) -> str:
    style = cell.get("s", "")
    if style.isdecimal() and len(style) < 9 and int(style) in shared.date_styles:
        return day_text(written, from_1904=shared.from_1904)
    return number_text(written)


def _other(kind: str, written: str, shared: _Shared) -> str:
    """A text, a truth value, a date that is written out, or an error such as "#REF!"."""
    match kind:
        case "s":
            if not written.isdecimal() or len(written) > 9 or int(written) >= len(shared.texts):
                raise Refused("table_workbook_damaged")
            return shared.texts[int(written)]
        case "str":
            return _unescaped(written)
        case "b":
            return "TRUE" if written in _TRUE else "FALSE"
        case "d":
            return iso_text(written)
    return written


def _text(element: _Element) -> str:
    """The text of a shared or inline string; how it is pronounced (`rPh`) is left out."""
    pieces = []
    for child in element:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            pieces += [part.text or "" for part in child if local(part) == "t"]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold, such as _x000D_; half of one stays as it is written."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)
