"""A bank's table as it stands in its file: one for CSV, one for each sheet of a workbook."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from quitus.adapters.tables.csv_records import HeaderLook, read_csv
from quitus.adapters.tables.records import Record, bounded
from quitus.adapters.tables.workbook.sheets import open_workbook
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

CHUNK = 1024 * 1024
LARGEST = 100 * 1024 * 1024  # bytes of a file; CSV and workbooks have bounds of their own within
CSV, XLSX = "CSV", "XLSX"


@dataclass(frozen=True, slots=True)
class Grid:
    """The records of one table, blank ones left out.

    `title` is the sheet's name. `hidden`: the sheet is not shown to who opens the file. `ended`: no line was cut.
    `day_numbers`: a bare number in a column of dates is one of Excel's days.
    """

    kind: str
    records: list[Record]
    title: str = ""
    hidden: bool = False
    ended: bool = True
    day_numbers: bool = False

    def where(self, line: int) -> str:
        """A line as problems name it."""
        return f"{self.title} l.{line}" if self.title else f"l.{line}"


def all_of(source: Bytes) -> bytes:
    """The whole content. Refused bank_file_too_large."""
    pieces, size = [], 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise Refused("bank_file_too_large", megabytes=LARGEST // 1024**2)
        pieces.append(chunk)
    return b"".join(pieces)


def csv_grid(content: bytes, look: HeaderLook) -> Grid:
    """The table of a CSV file. Refused: what `read_csv` refuses."""
    found = read_csv(content, look)
    return Grid(CSV, found.records, ended=found.ended)


@contextmanager
def workbook_grids(content: bytes) -> Iterator[Iterator[Grid]]:
    """The tables of a workbook's sheets that hold anything, one after the other.

    Refused: what `open_workbook` and `Sheet.records` refuse.
    """
    with open_workbook(content) as workbook:
        several = len(workbook.sheets) > 1
        yield (
            Grid(
                XLSX,
                records,
                title=" ".join(sheet.name.split()) if several else "",
                hidden=sheet.hidden,
                day_numbers=not workbook.from_1904,
            )
            for sheet in workbook.sheets
            if (records := bounded(sheet.records()))
        )


def first_cells(records: Sequence[Record], count: int) -> tuple[tuple[str, ...], ...]:
    """The first rows as a page may show them."""
    return tuple(tuple(" ".join(cell.split())[:80] for cell in record.cells) for record in records[:count])
