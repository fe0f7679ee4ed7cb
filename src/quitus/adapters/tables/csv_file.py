"""CSV files as other tools write them: bytes to a table, every row accounted for."""

from collections.abc import Iterable, Sequence

from quitus.adapters.tables.csv_export import write_csv
from quitus.adapters.tables.csv_records import HeaderLook, read_csv
from quitus.adapters.tables.headers import find_headers, known_headers
from quitus.adapters.tables.records import SAMPLE_LINES, table_of
from quitus.domain.importing.table import Table
from quitus.domain.refused import Refused
from quitus.ports.tables import Cell

IMPORTS = HeaderLook(find_headers, known_headers)


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
        found = read_csv(content, IMPORTS, encoding=encoding, separator=separator)
        place = find_headers([record.cells for record in found.records[:SAMPLE_LINES]])
        if place is None:
            raise Refused("import_headers_not_found")
        return table_of(found.records[place], found.records[place + 1 :], found.read_as)

    def write(self, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
        """The rows as a file that spreadsheets open and that runs nothing."""
        return write_csv(headers, rows)
