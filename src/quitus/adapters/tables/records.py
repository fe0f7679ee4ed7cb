"""The rows of a table file as they stand in it, whatever its format, and the table that they make below headers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quitus.adapters.tables.headers import unique_names
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Row, Table
from quitus.domain.importing.text import shown
from quitus.domain.refused import Refused

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 5_000_000  # 200,000 rows of 25 columns; what the memory can hold
SAMPLE_LINES = 200


@dataclass(frozen=True, slots=True)
class Record:
    """The cells that begin on line `line`; `broken` when its quotes make no sense."""

    line: int
    cells: list[str]
    broken: bool = False

    @property
    def blank(self) -> bool:
        return not any(cell and not cell.isspace() for cell in self.cells)


def bounded(records: Iterable[Record]) -> list[Record]:
    """Those that are not blank. Refused import_too_many_rows."""
    kept = []
    for record in records:
        if record.blank:
            continue
        kept.append(record)
        if len(kept) > MOST_ROWS + SAMPLE_LINES:  # preamble and repeated headers are not rows
            raise Refused("import_too_many_rows", limit=MOST_ROWS)
    return kept


def table_of(header: Record, records: Sequence[Record], read_as: str) -> Table:
    """The table. A repetition of the headers is a notice, a row with too few or too many cells a problem.

    Refused: import_too_many_columns, import_too_many_rows.
    """
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


def _width(headers: Sequence[str], records: Sequence[Record]) -> int:
    """How many columns count: those with a name, and those before the last separator that hold something.

    Spreadsheets end every line with separators for columns that somebody once touched.
    """
    named = filled_width(headers)
    if named == len(headers):
        return named
    widths = (filled_width(record.cells) for record in records if not record.broken)
    return max([named, *(width for width in widths if width <= len(headers))])


def filled_width(cells: Sequence[str]) -> int:
    """How many cells there are up to the last one that holds something."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)
