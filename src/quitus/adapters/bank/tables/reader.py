"""Readers of banks' tables (`ports.bank_files.FormatReader`): what is sure is read, what is not is asked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from quitus.adapters.bank.bounds import Movements
from quitus.adapters.bank.tables.columns import Guess, guess_columns
from quitus.adapters.bank.tables.grid import CSV, XLSX, Grid, all_of, csv_grid, first_cells, workbook_grids
from quitus.adapters.bank.tables.movement import Movement
from quitus.adapters.bank.tables.preamble import Around, read_around
from quitus.adapters.bank.tables.reading import Columns, Reading, reading_of
from quitus.adapters.bank.tables.rows import Rows, read_rows
from quitus.adapters.bank.tables.sections import (
    Expected,
    Section,
    is_header,
    look_for,
    none_expected,
    sections,
)
from quitus.adapters.bank.tables.statements import MOST_ACCOUNTS, accounts_in, settled_fees, statements_of
from quitus.adapters.bank.tables.values import currency_in
from quitus.adapters.tables.csv_records import read_head
from quitus.adapters.tables.records import MOST_COLUMNS
from quitus.adapters.tables.workbook.package import is_other_workbook, is_workbook
from quitus.domain.banking.column_mapping import (
    AMOUNTS,
    BankField,
    ColumnMapping,
    Fees,
    TableGuess,
    check_mapping,
    header_fingerprint,
)
from quitus.domain.banking.statement import BankFile, ReadProblem, Statement
from quitus.domain.importing.fec_files import is_fec
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

CUT = 64 * 1024  # bytes: a beginning as long as this may end within a line
FIRST_ROWS = 8  # shown with a guess
LOOKED_AT = 100  # rows that show how wide a table without headers is
Mappings = Mapping[str, ColumnMapping]


@dataclass(frozen=True, slots=True)
class _Table:
    """One table, how it is read, and what its rows gave; no rows were read when its columns are not sure."""

    section: Section
    grid: Grid
    guess: Guess
    fingerprint: str
    around: Around
    reading: Reading
    rows: Rows
    fees: Fees | None

    def as_guess(self) -> TableGuess:
        """The guess for a person to confirm, with what only the rows can tell: whether it is known how fees count."""
        questions = self.guess.questions
        if self.fees is None:
            questions = (*questions, ReadProblem(self._header(BankField.FEE), "bank_column_fees"))
        if accounts_in(self.rows) > MOST_ACCOUNTS:
            where = self._header(BankField.ACCOUNT) or self._header(BankField.CURRENCY)
            questions = (*questions, ReadProblem(where, "bank_column_account"))
        profile = self.guess.profile
        return TableGuess(
            self.fingerprint,
            self.guess.headers,
            first_cells(self.section.rows, FIRST_ROWS),
            replace(self.guess.mapping, fees=self.fees),
            questions,
            profile.bank if profile else None,
        )

    def _header(self, name: BankField) -> str:
        place = self.guess.mapping.place(name)
        return self.guess.headers[place] if place is not None else ""


class CsvTables:
    """Tables in text: CSV with any separator, in any encoding of offices.

    `only`: the fingerprint of the tables to be read, where the others are left aside. `expected`: which headers make a
    table although nothing else shows it; those of `mappings` always do.
    """

    def __init__(
        self, mappings: Mappings | None = None, only: str | None = None, expected: Expected = none_expected
    ) -> None:
        self._mappings, self._only, self._told = mappings or {}, only, expected
        self._expected = _expected(self._mappings, expected)

    def recognises(self, head: bytes) -> bool:
        """Whether the beginning holds a line of headers, or lines of a day and an amount; a FEC is no bank's table."""
        if is_fec(head):
            return False
        records = read_head(head, look_for(self._expected))
        if len(head) >= CUT and len(records) > 2:
            records.pop()  # it ends where the head does
        return bool(sections(records, self._expected)) and (len(records) > 1 or is_header(records[0].cells))

    def read(self, source: Bytes) -> BankFile:
        """The statements. Refused: bank_table_columns_unsure, bank_mapping_…, and what makes the file no CSV."""
        grid = csv_grid(all_of(source), look_for(self._expected))
        return _file(CSV, [grid], self._mappings, self._only, self._expected)

    def guess(self, source: Bytes) -> list[TableGuess]:
        """What each table of the file seems to say."""
        return _guesses([csv_grid(all_of(source), look_for(self._expected))], self._mappings, self._expected)

    def knowing(self, mappings: Mappings, only: str | None = None) -> "CsvTables":
        return CsvTables(mappings, only, self._told)

    def expecting(self, headers: Expected) -> "CsvTables":
        return CsvTables(self._mappings, self._only, headers)


class WorkbookTables:
    """Tables in Excel workbooks; those of another format are refused with what to do about it. `only`: as above."""

    def __init__(
        self, mappings: Mappings | None = None, only: str | None = None, expected: Expected = none_expected
    ) -> None:
        self._mappings, self._only, self._told = mappings or {}, only, expected
        self._expected = _expected(self._mappings, expected)

    def recognises(self, head: bytes) -> bool:
        return is_workbook(head) or is_other_workbook(head)

    def read(self, source: Bytes) -> BankFile:
        """The statements of all sheets. Refused as `CsvTables.read`, and what makes the file no workbook."""
        with _opened(source) as grids:
            return _file(XLSX, grids, self._mappings, self._only, self._expected)

    def guess(self, source: Bytes) -> list[TableGuess]:
        """What each table of the workbook's visible sheets seems to say."""
        with _opened(source) as grids:
            return _guesses(grids, self._mappings, self._expected)

    def knowing(self, mappings: Mappings, only: str | None = None) -> "WorkbookTables":
        return WorkbookTables(mappings, only, self._told)

    def expecting(self, headers: Expected) -> "WorkbookTables":
        return WorkbookTables(self._mappings, self._only, headers)


@contextmanager
def _opened(source: Bytes) -> Iterator[Iterator[Grid]]:
    content = all_of(source)
    if is_other_workbook(content):
        raise Refused("import_file_is_spreadsheet")
    with workbook_grids(content) as grids:
        yield grids


def _expected(mappings: Mappings, told: Expected) -> Expected:
    """The headers that somebody has spoken of."""
    if not mappings:
        return told
    return lambda headers: header_fingerprint(headers) in mappings or told(headers)


def _guesses(
    grids: Iterator[Grid] | Sequence[Grid], mappings: Mappings, expected: Expected
) -> list[TableGuess]:
    return [
        table.as_guess()
        for grid in grids
        if not grid.hidden
        for table in _tables(grid, sections(grid.records, expected), mappings)
    ]


def _file(
    kind: str,
    grids: Iterator[Grid] | Sequence[Grid],
    mappings: Mappings,
    only: str | None,
    expected: Expected,
) -> BankFile:
    """All tables as one file. Sheets that are no tables of movements are told, if they are shown."""
    statements: list[Statement] = []
    problems: list[ReadProblem] = []
    found_any = False
    movements = Movements()
    for grid in grids:
        found = sections(grid.records, expected)
        if grid.hidden:
            problems.append(ReadProblem(grid.title, "bank_sheet_hidden", {"sheet": grid.title}, blocks=False))
        elif not found:
            problems.append(
                ReadProblem(grid.title, "bank_sheet_no_table", {"sheet": grid.title}, blocks=False)
            )
        else:
            found_any = True
            for table in _tables(grid, found, mappings, only):
                told, notices = _statements(table)
                movements.add(sum(len(statement.lines) for statement in told))
                statements += told
                problems += notices
    if not found_any:
        raise Refused("bank_format_unknown")
    return BankFile(kind, tuple(statements), tuple(problems))


def _tables(
    grid: Grid, found: Sequence[Section], mappings: Mappings, only: str | None = None
) -> Iterator[_Table]:
    around = Around()
    for section in found:
        if section.header is None and any(len(row.cells) > MOST_COLUMNS for row in section.rows[:LOOKED_AT]):
            raise Refused("import_too_many_columns", limit=MOST_COLUMNS)
        guess = guess_columns(section.header, section.rows)
        fingerprint = header_fingerprint(guess.headers)
        told = mappings.get(fingerprint)
        if told is not None:
            check_mapping(told, len(guess.headers))
            guess = replace(guess, mapping=told, questions=())
        first_line = guess.profile.first_line if guess.profile else ()
        around = _around(section, first_line, around)
        if only not in (None, fingerprint):
            continue
        currency = guess.mapping.currency or around.currency or _named_by_amounts(section, guess)
        mapping = replace(guess.mapping, currency=currency)
        reading = reading_of(
            mapping,
            section.rows,
            guess.headers,
            day_numbers=grid.day_numbers,
            states=guess.profile.states if guess.profile else {},
        )
        rows = read_rows(section, grid, reading) if not guess.questions else Rows()
        around.balances += rows.balances
        fees = told.fees if told is not None and told.fees else settled_fees(rows, mapping.fees)
        yield _Table(section, grid, guess, fingerprint, around, reading, rows, fees)


def _named_by_amounts(section: Section, guess: Guess) -> str | None:
    """The currency of a table that only some of its amounts name."""
    places = [place for name in AMOUNTS for place in guess.mapping.columns.get(name, ())]
    return currency_in(text for place in places for text in Columns(section.rows).texts(place))


def _around(section: Section, first_line: Sequence[str], before: Around) -> Around:
    """What stands above the table; without lines of its own it goes on with the account above."""
    if section.preamble:
        return read_around(section.preamble, first_line)
    return Around(account=before.account, currency=before.currency)


def _statements(table: _Table) -> tuple[list[Statement], list[ReadProblem]]:
    """The statements of a table, and what is told of it as a whole. Refused bank_table_columns_unsure."""
    guess = table.as_guess()
    if not guess.sure:
        columns = ", ".join(header for header in guess.headers)
        raise Refused("bank_table_columns_unsure", columns=columns[:400], guess=guess)
    found = statements_of(table.rows, table.reading, table.fees, table.around, table.grid)
    blocking = [notice for notice in table.rows.notices if notice.blocks]
    found = [replace(one, problems=(*one.problems, *blocking), headers=guess.headers) for one in found]
    return found, [*(one for one in table.rows.notices if not one.blocks), *_notices(table)]


def _notices(table: _Table) -> Iterator[ReadProblem]:
    """What was assumed, for a person to look at."""
    line = table.section.header.line if table.section.header else 1
    where = table.grid.where(line)
    movements = [row for row in table.rows.found if isinstance(row, Movement)]
    if table.reading.assumed_order and table.reading.mapping.date_order is None:
        yield ReadProblem(where, "bank_dates_ambiguous", blocks=False)
    if movements and not all(row.told_currency for row in movements):
        yield ReadProblem(where, "bank_currency_untold", {"currency": "EUR"}, blocks=False)
    directed = any(table.reading.places(name) for name in (BankField.SIGN, BankField.FEE, BankField.BALANCE))
    directed = directed or not table.reading.places(BankField.AMOUNT)
    if len(movements) > 1 and not directed and all(row.amount > 0 for row in movements):
        yield ReadProblem(where, "bank_all_credits", blocks=False)
    if table.rows.not_moved:
        facts = {"count": len(table.rows.not_moved), "first": table.rows.not_moved[0]}
        yield ReadProblem(where, "bank_rows_not_moved", facts, blocks=False)
