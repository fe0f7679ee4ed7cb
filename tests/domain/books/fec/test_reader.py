"""A FEC of any program as values, and the open claims in it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.open_claims import open_client_lines
from quitus.domain.books.fec.reader import ReadRow, read_fec
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.domain.books.fec.samples import HEADER, ROWS, fec, with_cells


def read(content: bytes) -> tuple[list[ReadRow], list[tuple[int | None, str]]]:
    found = Findings()
    rows = list(read_fec([content], found))
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
    assert [one.row for one in read(content)[0]] == [one.row for one in read(fec())[0]]


def test_a_row_as_values():
    row = read(fec())[0][5]
    assert row.line == 7
    assert (row.row.account, row.row.client, row.row.document) == ("411000", "C0009", "F202600043")
    assert (row.row.entry_date, row.row.debit, row.row.credit) == (date(2026, 9, 20), 92_000, 0)
    assert row.row.in_currency == Money(100_000, "USD")


def test_what_cannot_be_read_is_told_and_left_out():
    rows = [
        with_cells(ROWS[2], EcritureDate="hier"),
        with_cells(ROWS[2], Debit="douze"),
        ROWS[2] + "|",
        "",
        with_cells(ROWS[2], PieceDate="?", ValidDate="", Montantdevise="beaucoup", Idevise="USD"),
    ]
    read_rows, problems = read(fec(rows))
    assert problems == [
        (2, "fec_date_wrong"),
        (3, "fec_amount_wrong"),
        (4, "fec_column_count"),
        (5, "fec_empty_line"),
    ]
    (left,) = read_rows
    assert (left.line, left.row.document_date, left.row.valid_date) == (6, date(2026, 9, 15), None)
    assert left.row.in_currency is None


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


def claims(*rows: str):
    return open_client_lines(read_fec([fec(rows)], Findings()))


def test_the_open_claims_of_the_sample():
    found = claims(*ROWS)
    (claim,) = found.claims
    assert (claim.client, claim.client_name, claim.document) == ("C0009", "ACME INC", "F202600043")
    assert (claim.issued, claim.amount, claim.line) == (date(2026, 9, 20), Money(92_000, "EUR"), 7)
    assert claim.label == "Facture F202600043"
    assert found.credits == ()


def test_a_lettering_that_leaves_a_difference_is_told():
    """AB has its invoice only: it was paid after the year, or the export is not whole."""
    (problem,) = claims(*ROWS).problems
    assert (problem.line, problem.code) == (2, "fec_lettering_unbalanced")
    assert problem.facts == {"name": "DUPONT SARL", "lettering": "AB", "amount": Money(60_000, "EUR")}


def test_payments_on_the_same_document_are_netted():
    open_invoice = with_cells(ROWS[2], EcritureLet="", DateLet="")
    payment = with_cells(
        open_invoice, Debit="0,00", Credit="200,00", PieceDate="20261001", EcritureLib="Acompte"
    )
    (claim,) = claims(payment, open_invoice).claims
    assert (claim.amount, claim.issued, claim.label, claim.line) == (
        Money(100_000, "EUR"),
        date(2026, 9, 15),
        "Facture F202600042",
        3,
    )
    settled = with_cells(payment, Credit="1200,00")
    assert claims(settled, open_invoice).claims == claims(settled, open_invoice).credits == ()


def test_a_payment_that_belongs_to_no_document_is_a_credit_to_look_at():
    payment = with_cells(ROWS[8], EcritureLet="", DateLet="")
    found = claims(payment)
    (credit,) = found.credits
    assert (credit.document, credit.amount) == ("R17", Money(-120_000, "EUR"))
    (problem,) = found.problems
    assert (problem.line, problem.code, problem.severity) == (2, "fec_client_credit", "warning")
    assert problem.facts == {"name": "DUPONT SARL", "document": "R17", "amount": Money(120_000, "EUR")}


def test_an_account_for_each_client_names_the_client():
    own = with_cells(
        ROWS[5], CompteNum="411ACME", CompteLib="Acme Inc", CompAuxNum="", CompAuxLib="", EcritureLet=""
    )
    (claim,) = claims(own).claims
    assert (claim.client, claim.client_name) == ("411ACME", "Acme Inc")


def test_other_accounts_are_nobodys_debt():
    assert claims(*(with_cells(row, CompteNum="401000") for row in ROWS)).claims == ()


lines = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2"]),
        st.sampled_from(["F1", "F2", "R1"]),
        st.sampled_from(["", "A", "B"]),
        st.integers(-10_000, 10_000),
    ),
    max_size=12,
)


@settings(max_examples=80)
@given(lines)
def test_claims_credits_and_letterings_add_up_to_the_balance(lines):
    rows = [
        with_cells(
            ROWS[5],
            CompAuxNum=client,
            PieceRef=document,
            EcritureLet=lettering,
            Debit=f"{max(cents, 0) // 100},{max(cents, 0) % 100:02}",
            Credit=f"{max(-cents, 0) // 100},{max(-cents, 0) % 100:02}",
        )
        for client, document, lettering, cents in lines
    ]
    found = claims(*rows)
    left = [
        problem.facts["amount"] for problem in found.problems if problem.code == "fec_lettering_unbalanced"
    ]
    amounts = [claim.amount for claim in (*found.claims, *found.credits)]
    assert sum(amount.minor for amount in (*amounts, *left)) == sum(cents for *_, cents in lines)
    assert all(claim.amount.minor > 0 for claim in found.claims)
    assert all(credit.amount.minor < 0 for credit in found.credits)
