"""Banks' tables, whatever the bytes and whatever is said of their columns: each row a line or a problem, or refused."""

import io
import os
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.adapters.bank.detect import DetectingReader
from quitus.domain.banking.column_mapping import (
    SEVERAL,
    BankField,
    ColumnMapping,
    Fees,
    check_mapping,
    header_fingerprint,
    mapping_from,
)
from quitus.domain.banking.statement import BankFile, LineStatus
from quitus.domain.banking.told_columns import ToldColumns, read_told_columns
from quitus.domain.importing.dates import DateOrder
from quitus.domain.refused import Refused
from tests.adapters.bank.table_files import table
from tests.adapters.bank.test_bank_fuzz import assert_balances_are_true, read_or_none, sentences
from tests.adapters.tables.workbooks import workbook
from tests.samples import SAMPLES

EXAMPLES = 3_000 if os.environ.get("QUITUS_TEST_ALL") else 80
OWN = [
    table("Date;Libellé;Débit;Crédit;Solde", "17/03/2026;a;12,30;;87,70", "18/03/2026;b;;2,00;89,70"),
    table(
        "Compte n° 00012345678;",
        "Solde au 31/03/2026;1 000,00;",
        "Date;Libellé;Montant",
        "17/03/2026;VIR ROBIN;-12,30",
        "18/03/2026;CB;2,00",
        encoding="cp1252",
    ),
    table(
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance",
        "TRANSFER,Current,2026-03-01 10:00:00,2026-03-01 10:00:00,A,10.00,0.50,EUR,COMPLETED,9.50",
        "TRANSFER,Current,2026-03-02 10:00:00,,B,-5.00,0.00,EUR,PENDING,",
    ),
    table("Date;Libellé;Montant", "17/03/2026;=1+1;-12,30", end="\r\n", encoding="utf-16"),
]
BOOKS = [
    workbook({"S": [["Date", "Libellé", "Montant"], ["17/03/2026", "a", -1.5], ["18/03/2026", "b", 2]]}),
    workbook({"A": [["rien"]], "B": [["Jour", "Quoi", "Somme"], ["17/03/2026", "a", -1.5]]}),
]
SEEDS = OWN + BOOKS + [path.read_bytes() for path in sorted((SAMPLES / "statements/csv").glob("*"))]
reader = DetectingReader()


def guessed(content: bytes) -> None:
    """What the tables seem to say is proposed without contradiction, and reads the same each time."""
    try:
        guesses = reader.guess(io.BytesIO(content))
    except Refused as refusal:
        sentences(refusal)
        return
    for guess in guesses:
        assert guess.fingerprint == header_fingerprint(guess.headers)
        assert len(set(guess.headers)) == len(guess.headers)
        assert mapping_from(guess.mapping.plain()) == guess.mapping
        for problem in guess.questions:
            sentences(Refused(problem.code, **problem.facts))


@st.composite
def damaged(draw) -> bytes:
    """A file with some bytes changed, cut out, or repeated."""
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 40))
        match draw(st.sampled_from(["replace", "delete", "repeat", "separator", "quote"])):
            case "replace":
                content[start : start + length] = draw(st.binary(max_size=length))
            case "delete":
                del content[start : start + length]
            case "repeat":
                content[start:start] = content[start : start + length]
            case "separator":
                content[start:start] = draw(st.sampled_from([b";", b",", b"\t", b"\n", b"\r", b"\x00"]))
            case "quote":
                content[start:start] = b'"'
    return bytes(content)


@given(damaged())
@settings(max_examples=EXAMPLES, deadline=None)
def test_damaged_tables(content: bytes) -> None:
    file = read_or_none(content)
    if file is not None:
        assert_balances_are_true(file)
    guessed(content)


cells = st.one_of(
    st.sampled_from(
        [
            *("17/03/2026", "03/04/2026", "2026-03-17", "46098", "31/02/2026", "", "-", "0000-00-00"),
            *("12,30", "-12,30", "1.234", "1 234,56 €", "(5,00)", "0,00", "5,00 DR", "1e400", "9" * 60, "+3", "=1+1"),
            *("EUR", "USD", "XYZ", "D", "C", "débit", "COMPLETED", "refusé", "Solde au 31/03/2026", "TOTAL"),
            *("FR7630004000031234567890143", "00012345678", "VIR ROBIN", '"', ";", "\n"),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12),
)  # fmt: skip
headers = st.sampled_from(
    [
        *("Date", "Date valeur", "Libellé", "Montant", "Débit", "Crédit", "Sens", "Frais", "Net", "Solde", "Devise"),
        *("Bénéficiaire", "IBAN", "Référence", "Statut", "Compte", "Quand", "Combien", "", "Montant (USD)", "Type"),
    ]
)  # fmt: skip


@st.composite
def grids(draw) -> tuple[list[str], list[list[str]]]:
    """Headers, some of them known, and rows of anything below."""
    width = draw(st.integers(3, 7))
    header = draw(st.lists(headers, min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=8))
    return header, rows


def as_csv(header: list[str], rows: list[list[str]]) -> bytes:
    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    return "".join(";".join(map(written, row)) + "\n" for row in [header, *rows]).encode()


def as_workbook(header: list[str], rows: list[list[str]]) -> bytes:
    clean = [["".join(c for c in cell if c.isprintable()) for cell in row] for row in [header, *rows]]
    return workbook({"S": clean})


@given(grids(), st.sampled_from([as_csv, as_workbook]))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_grid(grid: tuple[list[str], list[list[str]]], written) -> None:
    content = written(*grid)
    file = read_or_none(content)
    if file is not None:
        assert_balances_are_true(file)
    guessed(content)


@st.composite
def mappings(draw, width: int) -> ColumnMapping:
    """Anything that a person may say of a table that wide."""
    columns = {}
    for name in draw(st.lists(st.sampled_from(list(BankField)), max_size=8, unique=True)):
        most = 3 if name in SEVERAL else 1
        places = draw(st.lists(st.integers(0, width), min_size=1, max_size=most, unique=True))
        columns[name] = tuple(places)
    return ColumnMapping(
        columns,
        draw(st.sampled_from([None, DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST])),
        draw(st.sampled_from([None, ",", "."])),
        draw(st.sampled_from([None, *Fees])),
        draw(st.sampled_from([None, "EUR", "JPY", "KWD"])),
        draw(st.sampled_from([None, "FR7630004000031234567890143"])),
    )


@given(st.data(), grids())
@settings(max_examples=EXAMPLES, deadline=None)
def test_whatever_a_person_says_of_the_columns(data, grid: tuple[list[str], list[list[str]]]) -> None:
    """Each row of the table becomes a line, a fee, a problem, or what a bank's own words leave out; never two."""
    content = as_csv(*grid)
    try:
        guesses = reader.guess(io.BytesIO(content))
    except Refused as refusal:
        sentences(refusal)
        return
    for guess in guesses:
        mapping = data.draw(mappings(len(guess.headers)))
        file = tried(content, guess.fingerprint, mapping)
        assert mapping_from(mapping.plain()) == mapping
        if file is None:
            continue
        check_mapping(mapping, len(guess.headers))
        assert_balances_are_true(file)
        for statement in file.statements:
            assert len(statement.headers) == len(guess.headers)
        lines = [line for statement in file.statements for line in statement.lines]
        fees = bool(mapping.columns.get(BankField.FEE))
        assert len(lines) <= (len(grid[1]) + 1) * (2 if fees else 1)


def tried(content: bytes, fingerprint: str, mapping: ColumnMapping) -> BankFile | None:
    try:
        file = reader.trial(io.BytesIO(content), fingerprint, mapping)
    except Refused as refusal:
        sentences(refusal)
        return None
    for problem in file.every_problem():
        sentences(Refused(problem.code, **problem.facts))
    return file


amounts = st.integers(-10_000_000, 10_000_000)


@given(st.lists(amounts, min_size=1, max_size=20), st.sampled_from([",", "."]), st.booleans())
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_amount_of_an_unknown_table_is_read_as_it_was_written(
    minors: list[int], mark: str, in_workbook: bool
) -> None:
    """Once a person has said which column is which: no cent lost or invented."""
    rows = [
        [f"{1 + place % 28:02d}/03/2026", f"mot {place}", f"{Decimal(minor) / 100:.2f}".replace(".", mark)]
        for place, minor in enumerate(minors)
    ]
    content = (as_workbook if in_workbook else as_csv)(["Quand", "Quoi", "Combien"], rows)
    mapping = ColumnMapping({BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)})
    guesses = reader.guess(io.BytesIO(content))
    if not guesses:  # one row is no table yet
        assert len(minors) < 2
        return
    file = reader.trial(io.BytesIO(content), guesses[0].fingerprint, mapping)
    (statement,) = file.statements
    assert [line.amount.minor for line in statement.lines] == minors
    assert all(line.status is LineStatus.BOOKED for line in statement.lines)
    assert not any(problem.blocks for problem in statement.problems)


@given(st.text(max_size=60))
@settings(max_examples=EXAMPLES, deadline=None)
def test_whatever_is_written_of_columns(text: str) -> None:
    try:
        columns = read_told_columns(text)
    except Refused as refusal:
        sentences(refusal)
        return
    mapping = ToldColumns(columns).mapping(("Date", "Libellé", "Montant"))
    if mapping is not None:
        assert all(0 <= place < 3 for places in mapping.columns.values() for place in places)
