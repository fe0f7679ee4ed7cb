"""Bank files as an import reads them: with what people said of tables, and never on a mere assumption."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO

from quitus.apps.banking.tables.known_tables import known_columns
from quitus.domain.banking.column_mapping import ColumnMapping, TableGuess, header_fingerprint
from quitus.domain.banking.statement import BankFile, ReadProblem
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters

# What the reader assumed although it moves money or its day.
ASSUMED = ("bank_dates_ambiguous", "bank_all_credits")
# What somebody who answers on screen, or on the command line, can put right.
ASKED = {
    "bank_table_columns_unsure",
    "bank_table_doubtful",
    "bank_mapping_column_unknown",
    "bank_mapping_two_columns",
    "bank_mapping_column_missing",
    "bank_mapping_unreadable",
}
# Rows that became no lines.
OF_ROWS = frozenset(
    (
        "bank_amount_missing",
        "bank_amount_unreadable",
        "bank_amount_on_both_sides",
        "bank_date_missing",
        "bank_date_unreadable",
        "bank_direction_unreadable",
        "bank_status_unknown",
        "bank_row_ragged",
        "bank_row_broken",
    )
)

Told = Mapping[str, ColumnMapping]
Named = Callable[[Sequence[str]], bool]


def read_for_import(content: bytes, told: Told | None = None) -> BankFile:
    """The file, its tables read as people say: `told` by whoever imports it, else as remembered.

    Refused as `BankFileReader.read`; also bank_table_doubtful, with the doubts of the first table that needs a word.
    """
    told = told or {}
    remembered = known_columns()
    reader = adapters().bank_files
    known = {**remembered, **told}
    found = reader.knowing(known).read(BytesIO(content))
    if not _looks_doubtful(found):
        return found
    for guess in _guesses(content, known):
        mapping = told.get(guess.fingerprint) or remembered.get(guess.fingerprint)
        table = reader.trial(BytesIO(content), guess.fingerprint, mapping or guess.mapping)
        if doubts := table_doubts(table, guess, remembered=mapping is not None):
            columns = ", ".join(guess.headers)[:400]
            raise Refused("bank_table_doubtful", columns=columns, guess=guess, doubts=doubts)
    return found


def table_doubts(table: BankFile, guess: TableGuess, *, remembered: bool) -> Sequence[ReadProblem]:
    """What a person should confirm of a table before it is taken in, though its columns seem sure."""
    doubts = [
        problem
        for problem in table.problems
        if problem.code == "bank_dates_ambiguous"
        or (problem.code == "bank_all_credits" and not remembered and guess.bank is None)
    ]
    return [*doubts, *_misread(table)]


def _looks_doubtful(found: BankFile) -> bool:
    tables = [statement for statement in found.statements if statement.headers]
    if not tables:
        return False
    return any(problem.code in ASSUMED for problem in found.problems) or any(
        _mostly_unread(len(one.lines), one.problems) for one in tables
    )


def _misread(table: BankFile) -> Iterator[ReadProblem]:
    """Rows that could not be read are told beside the others; where they are most, the columns are wrong."""
    lines = sum(len(statement.lines) for statement in table.statements)
    problems = [problem for statement in table.statements for problem in statement.problems]
    if _mostly_unread(lines, problems):
        unread = sum(problem.blocks for problem in problems)
        yield ReadProblem("", "bank_table_misread", {"count": unread, "lines": lines})


def _mostly_unread(lines: int, problems: Sequence[ReadProblem]) -> bool:
    return sum(problem.code in OF_ROWS for problem in problems) > lines


def tables_of(content: bytes, named: Named | None = None) -> list[TableGuess]:
    """The tables of a file, each kind of headers once; none for another format. Refused as the reader.

    `named`: whether somebody speaks of a line with these headers, beside those that are remembered.
    """
    found: dict[str, TableGuess] = {}
    for guess in _guesses(content, known_columns(), named):
        known = found.setdefault(guess.fingerprint, guess)
        if known.sure and not guess.sure:  # the same headers above cells that say less
            found[guess.fingerprint] = guess
    return list(found.values())


def _guesses(content: bytes, known: Told, named: Named | None = None) -> Sequence[TableGuess]:
    """What each table seems to say by itself, be it one that only shows by headers somebody has spoken of."""

    def expected(headers: Sequence[str]) -> bool:
        return header_fingerprint(headers) in known or (named is not None and named(headers))

    return adapters().bank_files.expecting(expected).guess(BytesIO(content))
