"""The VAT within an amount that includes it."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books.vat_within import vat_within
from quitus.domain.law.fr.vat_rates import RATES
from quitus.domain.money import Money

CASES = [
    (36_000, "20", 6_000),
    (36_000, "5.5", 1_877),  # 18.767…
    (36_000, "10", 3_273),  # 32.727…
    (36_000, "2.1", 740),  # 7.404…
    (36_000, "0", 0),
    (3, "20", 1),  # 0.5 of a cent: away from zero
    (-3, "20", -1),
    (0, "20", 0),
]


@pytest.mark.parametrize(("amount", "rate", "vat"), CASES)
def test_to_the_cent(amount, rate, vat):
    assert vat_within(Money(amount, "EUR"), Decimal(rate)) == Money(vat, "EUR")


@settings(max_examples=100)
@given(st.integers(0, 10**12), st.sampled_from(RATES))
def test_net_and_vat_give_the_rate_again_within_half_a_cent(amount, rate):
    vat = vat_within(Money(amount, "EUR"), rate).minor
    assert 0 <= vat <= amount
    assert abs((amount - vat) * rate - vat * 100) <= (100 + rate) / 2


def test_a_negative_rate_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="no rate"):
        vat_within(Money(100, "EUR"), Decimal(-1))
