"""Dates and amounts as programs write them."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quitus.domain.books.fec.cells import AmountCell, amount_cell, cents, loose_day, strict_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20260915", date(2026, 9, 15)),
        ("20240229", date(2024, 2, 29)),
        ("20230229", None),
        ("20261301", None),
        ("18991231", None),
        ("21000101", None),
        ("2026-09-15", None),
        ("15092026", None),
        ("", None),
        ("２０２６０９１５", None),
    ],
)
def test_a_date_of_the_law(text, day):
    assert strict_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "20260915",
        "2026-09-15",
        "2026/09/15",
        "15/09/2026",
        "15.09.2026",
        "15092026",
        "2026-09-15T00:00:00",
        "15/09/2026 00:00:00",
        " 20260915 ",
    ],
)
def test_a_date_that_the_tester_reads(text):
    assert loose_day(text) == date(2026, 9, 15)


@pytest.mark.parametrize("text", ["", "hier", "31/02/2026", "99999999", "2026-9-15"])
def test_no_date_is_guessed(text):
    assert loose_day(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1200,00", AmountCell(120_000)),
        ("0,00", AmountCell(0)),
        ("", AmountCell(0)),
        ("1200", AmountCell(120_000)),
        ("1200,5", AmountCell(120_050)),
        ("-12,34", AmountCell(-1_234)),
        ("12,34-", AmountCell(-1_234)),
        ("+12,34", AmountCell(1_234)),
        ("12,3400", AmountCell(1_234)),
        ("12.34", AmountCell(1_234, "fec_amount_point")),
        ("1 234,56", AmountCell(123_456, "fec_amount_thousands")),
        ("1 234 567,89", AmountCell(123_456_789, "fec_amount_thousands")),
        ("1.234,56", AmountCell(123_456, "fec_amount_thousands")),
        ("1 234.56", AmountCell(123_456, "fec_amount_thousands")),
        ("12,345", AmountCell(None, "fec_amount_decimals")),
        ("12.345", AmountCell(None, "fec_amount_decimals")),
        ("12,34,56", AmountCell(None, "fec_amount_wrong")),
        ("1 2,34", AmountCell(None, "fec_amount_wrong")),
        ("--1,00", AmountCell(None, "fec_amount_wrong")),
        (",50", AmountCell(None, "fec_amount_wrong")),
        ("12 €", AmountCell(None, "fec_amount_wrong")),
        ("1e3", AmountCell(None, "fec_amount_wrong")),
        ("²,00", AmountCell(None, "fec_amount_wrong")),
    ],
)
def test_an_amount_and_what_is_wrong_with_it(text, read):
    assert amount_cell(text) == read
    quick = cents(text)
    assert quick is None or AmountCell(quick) == read


@settings(max_examples=100)
@example(",00")
@given(st.text(alphabet="0123456789,.-+ eE²٣\u00a0", max_size=22))
def test_the_quick_way_never_differs_from_the_thorough_one(text):
    quick = cents(text)
    assert quick is None or amount_cell(text) == AmountCell(quick)
