"""The fast way for a whole firm gives the cents of the worksheet, and refuses what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.law.accrual import Accruals
from quitus.domain.law.countries import COUNTRIES, law_of
from quitus.domain.law.interest import interest_on
from quitus.domain.law.rates import agreed_rate
from quitus.domain.law.worksheet import Conventions, Reduction
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.domain.law.debts import periods, reductions

TABLES = [law_of(country).business.rates for country in COUNTRIES] + [
    law_of("FR").consumer.rates,
    law_of("FR").public.rates_from(date(2024, 6, 1)),
    agreed_rate(Decimal("12.345")),
    agreed_rate(Decimal("1E1")),
]
FRENCH = law_of("FR").business.rates


def by_worksheet(table, base, first, until, lowered):
    taken = [Reduction(day, Money(amount, "EUR")) for day, amount in lowered]
    return interest_on(Money(base, "EUR"), first, until, taken, table, Conventions()).interest.minor


def outcome(calculate, *arguments):
    try:
        return calculate(*arguments)
    except Refused as refusal:
        return refusal.code, dict(refusal.facts)


@given(st.sampled_from(TABLES), periods(), st.integers(1, 10**14), st.data())
@settings(max_examples=300, deadline=None)
def test_the_cents_of_the_worksheet(table, period, base, data):
    lowered = data.draw(reductions(base, period[0]))
    arguments = (base, *period, lowered)
    assert outcome(Accruals(table).interest, *arguments) == outcome(by_worksheet, table, *arguments)


@pytest.mark.parametrize(
    ("first", "until", "lowered", "code"),
    [
        (date(2012, 12, 31), date(2013, 1, 31), (), "rate_missing"),
        (date(2026, 12, 1), date(2027, 1, 31), (), "rate_missing"),
        (date(2027, 12, 1), date(2028, 1, 31), (), "rate_missing"),
        (date(2026, 1, 1), date(2026, 1, 31), ((date(2026, 1, 5), 1001),), "reduction_above_base"),
        (date(2026, 1, 1), date(2026, 1, 31), ((date(2026, 1, 5), -1),), "reduction_above_base"),
    ],
)
def test_the_same_refusals(first, until, lowered, code):
    told = outcome(Accruals(FRENCH).interest, 1000, first, until, lowered)
    assert told == outcome(by_worksheet, FRENCH, 1000, first, until, lowered)
    assert told[0] == code


def test_what_is_settled_needs_no_rate():
    lowered = ((date(2026, 6, 30), 1000),)
    assert Accruals(FRENCH).interest(1000, date(2026, 6, 1), date(2030, 1, 1), lowered) == 10
