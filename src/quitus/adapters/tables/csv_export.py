"""Tables on their way out: a file that French spreadsheets open by a double click, and that runs nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from quitus.adapters.tables.safe_cells import safe_cell
from quitus.ports.tables import Cell

SEPARATOR = ";"


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, semicolons, decimal commas, ISO dates, None as an empty cell.

    Only text is made harmless: a number stays a number, also when it is negative. NUL cannot be written in
    CSV and is dropped.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_written(header) for header in headers])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig", errors="replace")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell.replace("\0", ""))
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
