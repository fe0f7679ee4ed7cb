"""The lines of a FEC of any program, as values: the same ones in whatever form they come."""

from datetime import date

import pytest

from quitus.domain.books.fec.findings import Findings
from quitus.domain.importing.fec_files import FecLine, read_lines
from quitus.domain.refused import Refused
from tests.domain.books.fec.samples import HEADER, ROWS, fec, with_cells


def read(content: bytes) -> tuple[list[FecLine], list[tuple[int | None, str]]]:
    found = Findings()
    rows = list(read_lines([content], found, ("",)))
    return rows, [(problem.line, problem.code) for problem in found.kept]


def signed(row: str) -> str:
    cells = row.split("|")
    cells[11:13] = [cells[12], "-1"] if cells[11] == "0,00" else [cells[11], "+1"]
    return "|".join(cells)


@pytest.mark.parametrize(
    "content",
    [
        fec(),
        fec(end="\n", encoding="utf-8-sig"),
        fec(encoding="iso-8859-15"),
        fec([row.replace("|", "\t") for row in ROWS], HEADER.replace("|", "\t")),
        fec([row.replace("|", ";") for row in ROWS], HEADER.replace("|", ";")),
        fec([f'"{row}"'.replace("|", '"|"') for row in ROWS], f'"{HEADER}"'.replace("|", '"|"')),
        fec([signed(row) for row in ROWS], HEADER.replace("Debit|Credit", "Montant|Sens")),
        fec([row.replace(",00|", ".00|") for row in ROWS]),
        fec([row.replace("1200,00", "1 200,00") for row in ROWS]),
        fec(
            [row.replace("20260915|F", "15/09/2026|F").replace("|20260915|", "|2026-09-15|") for row in ROWS]
        ),
        fec([f"{row}|x|y" for row in ROWS], HEADER + "|Axe|Note"),
        fec([f"x|{row}" for row in ROWS], "Axe|" + HEADER),
    ],
)
def test_every_form_reads_the_same(content):
    assert read(content) == read(fec())


def test_a_row_as_values():
    row = read(fec())[0][5]
    assert (row.line, row.account, row.client, row.document) == (7, "411000", "C0009", "F202600043")
    assert (row.entry_date, row.debit, row.credit) == (date(2026, 9, 20), 92_000, 0)
    assert row.paper_currency == "USD"


def test_what_cannot_be_read_is_told_and_left_out():
    rows = [
        with_cells(ROWS[2], EcritureDate="hier"),
        with_cells(ROWS[2], Debit="douze"),
        ROWS[2] + "|",
        "",
        with_cells(ROWS[2], PieceDate="?", ValidDate="", Montantdevise="beaucoup", Idevise="USD"),
    ]
    read_rows, problems = read(fec(rows))
    # Lines that are no row at all are the checker's to tell.
    assert problems == [(2, "fec_date_wrong"), (3, "fec_amount_wrong")]
    (left,) = read_rows
    assert (left.line, left.document_date, left.paper_currency) == (6, date(2026, 9, 15), "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "fec_empty"),
        (fec()[:99] + b"\0", "fec_not_text"),
        (b"<comptabilite/>", "fec_xml"),
        (fec(header=HEADER.replace("PieceRef", "Piece")), "fec_field_missing"),
        (fec(header=HEADER.replace("Debit|Credit", "Montant|Code")), "fec_field_missing"),
    ],
)
def test_what_is_no_fec_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.code == code


def test_a_side_that_is_none_leaves_the_line_out():
    rows = [signed(ROWS[0]).replace("|+1|", "|?|")]
    assert read(fec(rows, HEADER.replace("Debit|Credit", "Montant|Sens"))) == ([], [(2, "fec_side_wrong")])
