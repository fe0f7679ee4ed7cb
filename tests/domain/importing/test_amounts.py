"""Amounts as people write them."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quitus.domain.importing.amounts import AmountStyle, amount_style, read_currency, read_money
from quitus.domain.money import Money
from quitus.domain.refused import Refused

COMMA, POINT, OPEN = AmountStyle(frozenset(",")), AmountStyle(frozenset(".")), AmountStyle()


@pytest.mark.parametrize(
    ("written", "minor", "currency"),
    [
        ("1 234,56 €", 123456, "EUR"),
        ("1\u202f234,56\u00a0€", 123456, "EUR"),
        ("1\u00a0234,56", 123456, "EUR"),
        ("1.234,56", 123456, "EUR"),
        ("1,234.56", 123456, "EUR"),
        ("1'234.56", 123456, "EUR"),
        ("1’234’567.80", 123456780, "EUR"),
        ("1234.5", 123450, "EUR"),
        ("12,3", 1230, "EUR"),
        ("0,5", 50, "EUR"),
        ("1234", 123400, "EUR"),
        ("1 234", 123400, "EUR"),
        ("1.234.567", 123456700, "EUR"),
        ("1,234,567", 123456700, "EUR"),
        ("1.234.567,89", 123456789, "EUR"),
        ("(123,45)", -12345, "EUR"),
        ("( 123,45 € )", -12345, "EUR"),
        ("-12", -1200, "EUR"),
        ("−12,00", -1200, "EUR"),
        ("–12,00", -1200, "EUR"),
        ("12,00-", -1200, "EUR"),
        ("- 12,00 €", -1200, "EUR"),
        ("+12,00", 1200, "EUR"),
        ("0,00", 0, "EUR"),
        ("1200.00000000", 120000, "EUR"),
        ("1200,5600", 120056, "EUR"),
        ("EUR 12,50", 1250, "EUR"),
        ("12,50 euros", 1250, "EUR"),
        ("12,50 € TTC", 1250, "EUR"),
        ("12,50 TTC", 1250, "EUR"),
        ("$1,234.56", 123456, "USD"),
        ("-$12.00", -1200, "USD"),
        ("$-12.00", -1200, "USD"),
        ("£12.50", 1250, "GBP"),
        ("CHF 12.50", 1250, "CHF"),
        ("12.50 chf", 1250, "CHF"),
        ("1 500 JPY", 1500, "JPY"),
        ("12,345 TND", 12345, "TND"),
    ],
)
def test_amounts_that_show_their_own_marks(written, minor, currency):
    style = COMMA if currency == "TND" else OPEN
    assert read_money(written, style, "EUR") == Money(minor, currency)


@pytest.mark.parametrize(
    ("written", "style", "minor"),
    [
        ("1,234", POINT, 123400),
        ("1.234", COMMA, 123400),
        ("12,345,678", POINT, 1234567800),
        ("1,234.50", COMMA, 123450),
        ("12.5", COMMA, 1250),
    ],
)
def test_the_column_decides_what_a_cell_leaves_open(written, style, minor):
    assert read_money(written, style, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize(
    ("written", "style", "code"),
    [
        ("1,234", OPEN, "import_amount_ambiguous"),
        ("1.234", OPEN, "import_amount_ambiguous"),
        ("1,234", COMMA, "import_amount_three_decimals"),
        ("1.234", POINT, "import_amount_three_decimals"),
        ("0,123", OPEN, "import_amount_three_decimals"),
        ("1 234,567", OPEN, "import_amount_three_decimals"),
        ("1234,567", OPEN, "import_amount_three_decimals"),
        ("12,3456", OPEN, "amount_too_precise"),
        ("12,50 JPY", OPEN, "amount_too_precise"),
        ("99999999999999999", OPEN, "amount_too_large"),
        ("1 23,45", OPEN, "import_amount_unreadable"),
        ("12 34", OPEN, "import_amount_unreadable"),
        ("1,23,456.00", OPEN, "import_amount_unreadable"),
        ("1 234.567,89", OPEN, "import_amount_unreadable"),
        ("1.2.3,4", OPEN, "import_amount_unreadable"),
        ("1,2,3", OPEN, "import_amount_unreadable"),
        ("12,", OPEN, "import_amount_unreadable"),
        (",50", OPEN, "import_amount_unreadable"),
        ("-", OPEN, "import_amount_unreadable"),
        ("-   €", OPEN, "import_amount_unreadable"),
        ("", OPEN, "import_amount_unreadable"),
        ("n/a", OPEN, "import_amount_unreadable"),
        ("#REF!", OPEN, "import_amount_unreadable"),
        ("=1+1", OPEN, "import_amount_unreadable"),
        ("1E+05", OPEN, "import_amount_unreadable"),
        ("1,23E+05", OPEN, "import_amount_unreadable"),
        ("douze", OPEN, "import_amount_unreadable"),
        ("12€50", OPEN, "import_amount_unreadable"),
        ("12 000 HT", OPEN, "currency_unknown"),
        ("(12", OPEN, "import_amount_unreadable"),
        ("(-12)", OPEN, "import_amount_unreadable"),
        ("-12-", OPEN, "import_amount_unreadable"),
        ("€ 12 €", OPEN, "import_amount_unreadable"),
        ("12 %", OPEN, "import_amount_unreadable"),
        ("١٢", OPEN, "import_amount_unreadable"),
        ("12 XYZ", OPEN, "currency_unknown"),
        ("9" * 10_000, OPEN, "import_amount_unreadable"),
    ],
)
def test_what_is_not_surely_an_amount_is_refused(written, style, code):
    with pytest.raises(Refused) as refused:
        read_money(written, style, "EUR")
    assert refused.value.code == code


def test_a_cell_may_not_contradict_the_currency_of_its_row():
    assert read_money("12 €", OPEN, "EUR", stated=True) == Money(1200, "EUR")
    with pytest.raises(Refused) as refused:
        read_money("$12", OPEN, "EUR", stated=True)
    assert (refused.value.code, refused.value.facts) == (
        "import_currency_conflict",
        {"first": "USD", "second": "EUR"},
    )


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1,234", "12,50"], ","),
        (["1,234", "12.50"], "."),
        (["1.234", "1.234.567"], ","),
        (["1,234", "1,234,567.00"], "."),
        (["1,234", "1.234"], None),
        (["12,50", "12.50"], None),
        (["12", "1 200", "", "abc"], None),
        (["1200.00000000"], "."),
        ([], None),
    ],
)
def test_the_decimal_mark_of_a_column(column, mark):
    assert amount_style(column).decimal_mark == mark


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("EUR", "EUR"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("Euros", "EUR"),
        ("usd", "USD"),
        (" £ ", "GBP"),
        ("TND", "TND"),
    ],
)
def test_currencies(written, code):
    assert read_currency(written) == code


@pytest.mark.parametrize("written", ["EU", "XYZ", "franc", "EUR USD", "", "FRF"])
def test_unknown_currencies_are_refused(written):
    with pytest.raises(Refused) as refused:
        read_currency(written)
    assert refused.value.code == "currency_unknown"


def french(minor: int) -> str:
    return f"{abs(minor) // 100:,}".replace(",", "\u202f") + f",{abs(minor) % 100:02} €"


@given(st.integers(-(10**13), 10**13))
def test_french_english_and_plain_writing_say_the_same(minor):
    money = Money(minor, "EUR")
    sign = "-" if minor < 0 else ""
    english = f"{sign}{abs(minor) // 100:,}.{abs(minor) % 100:02}"
    for written in (sign + french(minor), english, str(money.decimal)):
        assert read_money(written, OPEN, "EUR") == money


@given(st.text(alphabet="0123456789.,' -+()€$EUR\u00a0", max_size=20), st.sampled_from([COMMA, POINT, OPEN]))
def test_any_text_is_an_amount_with_its_very_digits_or_refused(text, style):
    """No digit is lost, moved or invented, and nothing unreadable becomes zero."""
    try:
        money = read_money(text, style, "EUR")
    except Refused:
        return
    digits = "".join(character for character in text if character.isdigit())
    assume(money.currency == "EUR")
    shown = f"{abs(money.minor):03}"
    assert Decimal(digits) * 100 % Decimal(shown) == 0 if int(shown) else set(digits) == {"0"}
    assert digits.strip("0").rstrip("0") == shown.strip("0")
