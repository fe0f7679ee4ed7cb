"""Exact amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.money import Money, from_decimal, places, round_half_away, total
from quitus.domain.refused import Refused

minor = st.integers(min_value=-(10**14), max_value=10**14)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.5", 1), ("-0.5", -1), ("1.4999", 1), ("1345.5", 1346), ("-1345.5", -1346), ("0", 0), ("2.5", 3)],
)
def test_half_goes_away_from_zero(exact, rounded):
    assert round_half_away(Decimal(exact)) == rounded


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("12.34", "EUR", 1234),
        ("-0.01", "EUR", -1),
        ("500", "JPY", 500),
        ("1.234", "TND", 1234),
        ("7", "EUR", 700),
    ],
)
def test_decimals_become_the_smallest_unit(amount, currency, expected):
    assert from_decimal(Decimal(amount), currency) == Money(expected, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        ("12.345", "EUR", "amount_too_precise"),
        ("0.5", "JPY", "amount_too_precise"),
        ("1e14", "EUR", "amount_too_large"),
        ("NaN", "EUR", "amount_too_large"),
        ("Infinity", "EUR", "amount_too_large"),
        ("1", "euro", "currency_unknown"),
        ("1", "eur", "currency_unknown"),
        ("1", "EUR\n", "currency_unknown"),
    ],
)
def test_what_is_not_an_amount_is_refused(amount, currency, code):
    with pytest.raises(Refused) as refused:
        from_decimal(Decimal(amount), currency)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "operation", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b]
)
def test_two_currencies_never_mix(operation):
    with pytest.raises(Refused, match="currencies_differ"):
        operation(Money(1, "EUR"), Money(1, "USD"))


@given(minor, minor)
def test_what_is_added_can_be_taken_away(first, second):
    there = Money(first, "EUR") + Money(second, "EUR")
    assert there - Money(second, "EUR") == Money(first, "EUR")


@given(minor, st.sampled_from(["EUR", "JPY", "TND"]))
def test_decimal_and_back(amount, currency):
    money = Money(amount, currency)
    assert from_decimal(money.decimal, currency) == money
    assert -money.decimal.as_tuple().exponent == places(currency)


def test_a_rate_rounds_once():
    # 1,200.00 at 13.15 % for 91 days: 39.341917… (french law, vector V1.1's first segment)
    assert Money(120_000, "EUR").times(Decimal("0.1315") * 91 / 365) == Money(3934, "EUR")


def test_total_of_nothing_is_zero():
    assert total([], "EUR") == Money(0, "EUR")
    assert not Money(0, "EUR")
    assert total([Money(1, "EUR"), Money(2, "EUR")], "EUR") == Money(3, "EUR")
