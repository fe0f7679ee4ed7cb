"""CMF L112-6 and D112-3, 1°: a debt above 1,000 € is not paid in cash, in one part or in several."""

from datetime import date

import pytest

from quitus.domain.law.fr.cash_payments import cash_limit, check_cash
from quitus.domain.money import Money
from quitus.domain.refused import Refused

DAY = date(2026, 11, 24)


def euros(*amounts: int) -> list[Money]:
    return [Money(amount * 100, "EUR") for amount in amounts]


@pytest.mark.parametrize("on", [date(2015, 9, 1), DAY])
def test_a_thousand_euros_since_september_2015(on):
    assert cash_limit(on) == Money(100_000, "EUR")


def test_before_that_the_limit_is_not_known_and_nothing_is_assumed():
    with pytest.raises(Refused) as refused:
        cash_limit(date(2015, 8, 31))
    assert refused.value.code == "cash_limit_unknown"


@pytest.mark.parametrize("paid", [euros(1000), euros(1, 1000), euros(600, 400), []])
def test_up_to_the_limit_is_allowed(paid):
    check_cash(paid, DAY)


@pytest.mark.parametrize(
    "paid", [[Money(100_001, "EUR")], [*euros(600), Money(100_001, "EUR")], euros(600, 1200)]
)
def test_a_cent_above_it_is_not(paid):
    with pytest.raises(Refused) as refused:
        check_cash(paid, DAY)
    assert refused.value.code == "cash_above_limit"
    assert refused.value.facts["limit"] == Money(100_000, "EUR")
