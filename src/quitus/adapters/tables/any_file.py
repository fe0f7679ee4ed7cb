"""Table files of any format that is read, told apart by content: Excel workbooks, else CSV."""

from collections.abc import Iterable, Sequence

from quitus.adapters.tables.csv_file import CsvFiles
from quitus.adapters.tables.headers import find_headers, known_headers
from quitus.adapters.tables.records import SAMPLE_LINES, Record, bounded, table_of
from quitus.adapters.tables.workbook.package import is_workbook
from quitus.adapters.tables.workbook.sheets import Sheet, open_workbook
from quitus.domain.importing.table import Table
from quitus.domain.refused import Refused
from quitus.ports.tables import Cell


class AnyTableFiles:
    """Reads workbooks and CSV, writes CSV (`ports.tables.TableFiles`)."""

    def __init__(self) -> None:
        self._csv = CsvFiles()

    def read(self, content: bytes, *, encoding: str | None = None, separator: str | None = None) -> Table:
        """The table; of a workbook, that of the visible sheet whose headers are known best, the first of equals.

        Raises Refused: what `CsvFiles.read` does, table_workbook_too_large, table_workbook_damaged,
        table_workbook_abnormal.
        """
        if not is_workbook(content):
            return self._csv.read(content, encoding=encoding, separator=separator)
        with open_workbook(content) as workbook:
            visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
            # One sheet in memory at a time; most workbooks have but one that holds anything.
            found = [looked for sheet in visible if (looked := _looked(sheet))]
            if not found:
                raise Refused("import_headers_not_found")
            sheet, place, _ = max(found, key=lambda one: one[2])
            records = bounded(sheet.records())
        header, rows = records[place], records[place + 1 :]
        for row in rows:  # a sheet has no short rows, only blank cells at their ends
            row.cells.extend([""] * (len(header.cells) - len(row.cells)))
        return table_of(header, rows, f"XLSX, {sheet.name}")

    def write(self, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
        """The rows as a CSV file that spreadsheets open and that runs nothing."""
        return self._csv.write(headers, rows)


def _looked(sheet: Sheet) -> tuple[Sheet, int, int] | None:
    """Where the sheet's headers are, and how many of them are known; None when it has none."""
    first: list[Record] = []
    for record in sheet.records():
        if not record.blank:
            first.append(record)
        if len(first) >= SAMPLE_LINES:
            break
    place = find_headers([record.cells for record in first])
    return None if place is None else (sheet, place, known_headers(first[place].cells))
