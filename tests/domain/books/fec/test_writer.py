"""A FEC as written: the row of V9.2, the name, the encodings, and texts that cannot break a line or a field."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec.check import check_fec
from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.row import FIELDS, FecRow
from quitus.domain.books.fec.writer import (
    Encoding,
    Separator,
    clean_cell,
    encode_fec,
    file_name,
    line_of,
    write_fec,
)
from quitus.domain.importing.fec_files import read_lines
from quitus.domain.money import Money
from quitus.domain.refused import Refused

V9_2 = FecRow(
    journal="VE",
    journal_label="Ventes",
    number="VE000042",
    entry_date=date(2026, 9, 15),
    account="411000",
    account_label="Clients",
    client="C0007",
    client_label="DUPONT SARL",
    document="F202600042",
    document_date=date(2026, 9, 15),
    label="Facture F202600042",
    debit=120_000,
    credit=0,
    lettering="AA",
    lettered_on=date(2026, 10, 15),
    valid_date=date(2026, 9, 30),
)
NOBODY = {"client": "", "client_label": "", "lettering": "", "lettered_on": None}
SALES = V9_2._replace(
    account="706000", account_label="Prestations de services", debit=0, credit=100_000, **NOBODY
)
VAT = V9_2._replace(account="445710", account_label="TVA collectée", debit=0, credit=20_000, **NOBODY)


def test_v9_2_to_the_letter():
    assert line_of(V9_2, Separator.PIPE) == (
        "VE|Ventes|VE000042|20260915|411000|Clients|C0007|DUPONT SARL|F202600042|20260915|Facture F202600042"
        "|1200,00|0,00|AA|20261015|20260930||"
    )


def test_the_file_is_a_header_and_lines_that_end_as_in_windows():
    lines = list(write_fec([V9_2, SALES, VAT], Separator.TAB))
    assert lines[0] == "\t".join(FIELDS) + "\r\n"
    assert len(lines) == 4
    assert all(line.endswith("\r\n") and line.count("\t") == 17 for line in lines)


def test_a_paper_in_another_currency_and_an_entry_that_is_not_final():
    row = V9_2._replace(in_currency=Money(130_050, "USD"), valid_date=None, debit=5)
    assert line_of(row, Separator.PIPE).endswith("|0,05|0,00|AA|20261015||1300,50|USD")
    assert line_of(row._replace(in_currency=Money(1300, "JPY")), Separator.PIPE).endswith("|1300|JPY")


@pytest.mark.parametrize("sides", [(0, 0), (1, 1), (-1, 0), (0, -1)])
def test_a_row_has_one_side(sides):
    with pytest.raises(ValueError, match="411000"):
        line_of(V9_2._replace(debit=sides[0], credit=sides[1]), Separator.TAB)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Fin | début", "Fin / début"),
        ('12" de "câble"', "12' de 'câble'"),
        ("deux\r\nlignes", "deux  lignes"),
        ("tab\tici", "tab ici"),
        ("nul\x00 et \x1b[2J", "nul? et ?[2J"),
        ("\u202eenvers\ufeff", "?envers?"),
        ("moitié \ud83d", "moitié ?"),
        ("a\u2028b\x85c", "a b c"),
        ("é, ; œ € — rien à changer", "é, ; œ € — rien à changer"),
    ],
)
def test_what_would_break_a_field_is_replaced_to_be_seen(text, cleaned):
    assert clean_cell(text) == cleaned
    assert f"|{cleaned}|" in line_of(V9_2._replace(label=text), Separator.PIPE) + "|"


def test_the_two_encodings():
    row = V9_2._replace(client_label="Cœur à 5 € — 東京")
    assert "Cœur à 5 € — 東京".encode() in b"".join(encode_fec(write_fec([row])))
    assert "Cœur à 5 € ? ??".encode("iso-8859-15") in b"".join(
        encode_fec(write_fec([row]), Encoding.ISO_8859_15)
    )


def test_the_name_of_the_file():
    assert file_name("732829320", date(2026, 12, 31)) == "732829320FEC20261231.txt"
    with pytest.raises(Refused, match="fec_siren_wrong"):
        file_name("123456789", date(2026, 12, 31))


texts = st.text(max_size=30)


@settings(max_examples=150)
@given(
    st.tuples(texts, texts, texts),
    st.integers(1, 10**11),
    st.sampled_from(Separator),
    st.sampled_from(Encoding),
)
def test_whatever_the_texts_the_file_is_sound_and_reads_back(written, cents, separator, encoding):
    client, label, document = written
    told = {"client_label": f"Client {client}", "label": f"Facture {label}", "document": f"F{document}"}
    rows = [V9_2._replace(debit=cents, **told), SALES._replace(credit=cents, label=f"Vente {label}")]
    content = b"".join(encode_fec(write_fec(rows, separator), encoding))
    report = check_fec([content], name="732829320FEC20261231.txt")
    assert (report.errors, report.lines, report.debit, report.credit) == (0, 2, cents, cents)
    if encoding is Encoding.UTF_8:
        assert report.counts == {}
    first, second = read_lines([content], Findings(), ("",))
    assert (first.debit, first.account, first.document_date) == (cents, "411000", V9_2.document_date)
    assert (second.credit, second.account) == (cents, "706000")
    if encoding is Encoding.UTF_8:
        for name, text in told.items():
            assert getattr(first, name).strip() == clean_cell(text).strip()
