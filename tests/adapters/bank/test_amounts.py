"""Amounts of files that write them as they like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.adapters.bank.amounts import decimal_mark, signed_money
from quitus.domain.refused import Refused

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("text", "minor", "mark"),
    [
        ("10", 1000, None),
        ("-10.00", -1000, "."),
        ("-2000,00", -200000, ","),
        ("+1 006,60", 100660, ","),
        ("+1,006.60", 100660, "."),
        ("1.006,60", 100660, ","),
        ("1'006.60", 100660, "."),
        ("1’006,60", 100660, ","),
        (f"-1{NBSP}006,60", -100660, ","),
        (f"1{NARROW}234{NARROW}567,8", 123456780, ","),
        ("1,234,567", 123456700, "."),
        ("1.234.567", 123456700, ","),
        ("1 234", 123400, None),
        ("12.5", 1250, "."),
        ("12,", 1200, None),
        (".5", 50, "."),
        ("-,50", -50, ","),
        ("12.00-", -1200, "."),
        ("12,00 +", 1200, ","),
        (f"{MINUS}12,00", -1200, ","),
        ("- 12,00", -1200, ","),
        ("-00000000001500.0000", -150000, "."),
        ("0.120", 12, "."),  # no thousands begin with a zero
        ("1234,500", 123450, ","),
        ("0", 0, None),
        ("-0.00", 0, "."),
        ("0,00", 0, ","),
        (" 7\n", 700, None),
    ],
)
def test_what_can_be_read_in_one_way(text: str, minor: int, mark: str | None) -> None:
    assert signed_money(text, "EUR").minor == minor
    assert decimal_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "+", "-", ".", ",", "-.", "$120", "12 €", "12.3.4", "1,23,456", "1 23,00", "1,234,56", "1.234.56",
        "1,234,567,89", "12 34", "1  234", "12.345,678.90", "--5", "-5-", "+5-", "(12.00)", "1e5", "NaN", "inf",
        "0x10", "٣", "½", "1_000", "12.345,67 8", "9" * 41, "9" * 30, "115.8331", "1234,567", "12\n.50",
        "12\x00.50", "1\u2009000,00",
    ],
)  # fmt: skip
def test_what_cannot(text: str) -> None:
    for mark in (None, ".", ","):
        with pytest.raises(Refused) as refusal:
            signed_money(text, "EUR", mark)
        assert refusal.value.code == "bank_amount_unreadable"


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1,234", 123400, None),  # with a point before cents a thousand; else too precise
        ("1.234", None, 123400),
        ("10.005", None, 1000500),
        ("-12,500", -1250000, -1250),
        ("12.500", 1250, 1250000),
    ],
)
def test_a_mark_before_three_digits_is_read_as_elsewhere_in_the_file(
    text: str, point: int | None, comma: int | None
) -> None:
    assert decimal_mark(text) is None
    for mark, minor in ((".", point), (",", comma), (None, None)):
        if minor is None:
            with pytest.raises(Refused):
                signed_money(text, "EUR", mark)
        else:
            assert signed_money(text, "EUR", mark).minor == minor


def test_the_currency_says_how_many_decimals_there_are() -> None:
    assert signed_money("1500", "JPY").minor == 1500
    assert signed_money("1.5", "TND").minor == 1500
    for text, currency in [("1.5", "JPY"), ("1.5", "EURO"), ("1.5", ""), ("1.5", "eur")]:
        with pytest.raises(Refused) as refusal:
            signed_money(text, currency)
        assert refusal.value.facts["text"] == f"{text} {currency}".strip()


WRITINGS = [("", "."), ("", ","), (",", "."), (".", ","), (" ", ","), ("'", "."), (NARROW, ",")]


@given(st.integers(-(10**13), 10**13), st.sampled_from(WRITINGS))
def test_each_writing_of_an_amount_reads_as_the_amount(minor: int, writing: tuple[str, str]) -> None:
    gap, mark = writing
    whole = f"{abs(minor) // 100:,}".replace(",", gap)
    text = f"{'-' if minor < 0 else ''}{whole}{mark}{abs(minor) % 100:02d}"
    assert signed_money(text, "EUR").minor == minor
    assert decimal_mark(text) == mark
