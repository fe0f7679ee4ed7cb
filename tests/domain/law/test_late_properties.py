"""What holds for every late debt, whatever happened to it."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quitus.domain.law.countries import law_of
from quitus.domain.law.interest import interest_on
from quitus.domain.law.late_payment import late_claim
from quitus.domain.law.worksheet import Conventions, Order, Reduction
from quitus.domain.money import Money
from tests.domain.law.debts import LAST, conventions, debts, periods, reductions

FRANCE = law_of("FR")
RATES = FRANCE.business.rates
ONE_DAY = timedelta(days=1)
SIMPLE = st.builds(Conventions, order=st.sampled_from(Order))


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


@given(debts(), conventions, st.integers(0, 800))
@settings(max_examples=150, deadline=None)
def test_later_never_owes_less(debt, conventions, days):
    later = replace(debt, until=min(LAST, debt.until + timedelta(days=days)))
    assert late_claim(debt, FRANCE, conventions).total <= late_claim(later, FRANCE, conventions).total


@given(debts(), conventions)
@settings(max_examples=150, deadline=None)
def test_not_a_cent_is_lost(debt, conventions):
    claim = late_claim(debt, FRANCE, conventions)
    gone = sum(amount.minor for _, amount in (*debt.payments, *debt.credit_notes))
    charges = claim.interest + claim.indemnity + claim.costs
    assert claim.total == debt.principal + charges - euros(gone)
    paid = sum(amount.minor for _, amount in debt.payments)
    credited = euros(gone - paid)
    settled = claim.interest_paid + claim.indemnity_paid + claim.costs_paid
    assert settled + debt.principal - credited - claim.principal_left == euros(paid)


@given(debts(), conventions, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_movements_are_told_does_not_matter(debt, conventions, random):
    payments, notes = list(debt.payments), list(debt.credit_notes)
    random.shuffle(payments)
    random.shuffle(notes)
    told_otherwise = replace(debt, payments=payments, credit_notes=notes)
    assert late_claim(told_otherwise, FRANCE, conventions) == late_claim(debt, FRANCE, conventions)


@given(debts(), SIMPLE)
@settings(max_examples=150, deadline=None)
def test_a_payment_never_raises_what_is_owed(debt, conventions):
    """But for the rounding of the stretch that it cuts in two."""
    assume(debt.payments)
    without = replace(debt, payments=debt.payments[:-1])
    total_without = late_claim(without, FRANCE, conventions).total
    total = late_claim(debt, FRANCE, conventions).total
    assert total + debt.payments[-1][1] <= total_without + euros(1)


@given(debts(), conventions)
@settings(max_examples=100, deadline=None)
def test_principal_first_never_bears_more(debt, conventions):
    assume(not conventions.compound)
    by_order = {
        order: late_claim(debt, FRANCE, replace(conventions, order=order)).interest for order in Order
    }
    assert by_order[Order.PRINCIPAL] <= by_order[Order.INTEREST]


@given(periods(), st.integers(1, 10**9), conventions, st.data())
@settings(max_examples=150, deadline=None)
def test_a_period_cut_in_two_bears_the_same_before_rounding(period, base, conventions, data):
    assume(not conventions.compound)
    first, until = period
    lowered = [
        Reduction(day, euros(amount)) for day, amount in data.draw(reductions(base, first)) if day <= until
    ]
    cut = data.draw(st.dates(first, until))
    whole = interest_on(euros(base), first, until, lowered, RATES, conventions)
    parts = [
        interest_on(euros(base), start, end, lowered, RATES, conventions)
        for start, end in ((first, cut), (cut + ONE_DAY, until))
    ]
    exact = [sum(Fraction(row.exact) for row in sheet.segments) for sheet in (whole, *parts)]
    assert abs(exact[0] - exact[1] - exact[2]) < Fraction(1, 10**15)
    assert sum(row.days for row in whole.segments) == sum(row.days for part in parts for row in part.segments)


@given(periods(), st.integers(1, 10**9), st.data())
@settings(max_examples=60, deadline=None)
def test_the_worksheet_says_what_counting_day_by_day_does(period, base, data):
    """Another way to the same cents: each day its base, each day its rate, rounded where a reduction cuts."""
    first, until = period
    lowered = data.draw(reductions(base, first))
    cents, exact, left, day = 0, Fraction(0), base, first
    left -= sum(amount for on, amount in lowered if on < first)
    while day <= until:
        exact += left * Fraction(RATES.on(day).percent) / 36500
        todays = [amount for on, amount in lowered if on == day]
        if todays or day == until:
            cents, exact = cents + int(exact + Fraction(1, 2)), Fraction(0)
        left -= sum(todays)
        day += ONE_DAY
    sheet = interest_on(
        euros(base),
        first,
        until,
        [Reduction(on, euros(amount)) for on, amount in lowered],
        RATES,
        Conventions(),
    )
    assert sheet.interest == euros(cents)
