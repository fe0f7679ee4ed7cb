"""Interest before principal, unless a clause says otherwise (C. civ. 1343-1); between debts, art. 1342-10."""

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.law.worksheet import Order
from quitus.domain.money import Money
from quitus.domain.payments.allocation import OpenItem
from quitus.domain.payments.chosen_parts import allocate_as_said
from quitus.domain.payments.debts import Debt, OpenCharge, after, settle_charges_with_the_rest, settle_debts


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def debt(id_: int, principal: int, due: date = date(2025, 3, 31), **charges: int) -> Debt:
    """Charges get the ids 10·id, 10·id + 1, …"""
    return Debt(
        OpenItem(id_, due, eur(principal)),
        tuple(
            OpenCharge(id_ * 10 + place, kind, eur(minor))
            for place, (kind, minor) in enumerate(charges.items())
        ),
    )


# What one debt of 1,200.00 with 57.72 of interest and 40.00 of indemnity does with a payment.
WITHIN = [
    # paid, order, principal, interest, indemnity, credit
    (5000, Order.INTEREST, 0, 5000, 0, 0),  # less than the interest
    (5772, Order.INTEREST, 0, 5772, 0, 0),
    (70000, Order.INTEREST, 64228, 5772, 0, 0),
    (125772, Order.INTEREST, 120000, 5772, 0, 0),
    (129772, Order.INTEREST, 120000, 5772, 4000, 0),
    (129773, Order.INTEREST, 120000, 5772, 4000, 1),
    (70000, Order.PRINCIPAL, 70000, 0, 0, 0),  # a clause
    (120000, Order.PRINCIPAL, 120000, 0, 0, 0),
    (121000, Order.PRINCIPAL, 120000, 1000, 0, 0),
    (127772, Order.PRINCIPAL, 120000, 5772, 2000, 0),
]


@pytest.mark.parametrize("case", WITHIN)
def test_within_a_debt(case):
    paid, order, principal, interest, indemnity, credit = case
    settled = settle_debts(eur(paid), [debt(1, 120000, interest=5772, indemnity=4000)], order)
    assert dict(settled.parts).get(1, eur(0)) == eur(principal)
    assert dict(settled.charges).get(10, eur(0)) == eur(interest)
    assert dict(settled.charges).get(11, eur(0)) == eur(indemnity)
    assert settled.left_over == eur(credit)


def test_the_older_debt_is_settled_whole_before_the_younger_ones_interest():
    old, young = debt(1, 10000, interest=500), debt(2, 10000, date(2025, 4, 30), interest=400)
    settled = settle_debts(eur(11000), [young, old], Order.INTEREST)
    assert settled.parts == ((1, eur(10000)), (2, eur(100))) or settled.parts == ((1, eur(10000)),)
    assert dict(settled.charges) == {10: eur(500), 20: eur(400)}


def test_the_debtors_choice_comes_first():
    old, young = debt(1, 10000, interest=500), debt(2, 10000, date(2025, 4, 30), interest=400)
    settled = settle_debts(eur(10400), [old, young], Order.INTEREST, chosen=(2,))
    assert (settled.parts, settled.charges) == (((2, eur(10000)),), ((20, eur(400)),))


def test_charges_of_a_debt_whose_principal_is_paid():
    settled = settle_debts(eur(5000), [debt(1, 0, interest=5772)], Order.INTEREST)
    assert (settled.parts, settled.charges, settled.left_over) == ((), ((10, eur(5000)),), eur(0))


def test_what_a_stated_division_leaves_settles_the_charges_of_the_same_debt_first():
    debts = [debt(1, 10000, interest=500), debt(2, 120000, date(2025, 4, 30), interest=5772, indemnity=4000)]
    division = allocate_as_said(eur(129772), [one.item for one in debts], {2: eur(120000)})
    settled = settle_charges_with_the_rest(division, debts)
    assert settled.parts == ((2, eur(120000)),)
    assert settled.charges == ((20, eur(5772)), (21, eur(4000)))
    assert settled.left_over == eur(0)


def test_a_payment_of_the_exact_principal_leaves_charges_open():
    debts = [debt(2, 120000, interest=5772, indemnity=4000)]
    division = allocate_as_said(eur(120000), [one.item for one in debts], {2: eur(120000)})
    settled = settle_charges_with_the_rest(division, debts)
    assert (settled.charges, settled.left_over) == ((), eur(0))


DEBTS = st.lists(
    st.builds(
        lambda principal, days, interest, indemnity: (principal, days, interest, indemnity),
        st.integers(0, 50_000),
        st.integers(0, 60),
        st.integers(0, 900),
        st.sampled_from([0, 4000]),
    ),
    min_size=1,
    max_size=6,
)


@given(DEBTS, st.integers(1, 300_000), st.sampled_from(Order), st.lists(st.integers(1, 200_000), max_size=4))
@settings(max_examples=10_000 if os.environ.get("QUITUS_TEST_ALL") else 400)
def test_no_cent_is_lost_however_many_payments_come(rows, first, order, more):
    debts = []
    for number, (principal, days, interest, indemnity) in enumerate(rows, start=1):
        charges = {"interest": interest, "indemnity": indemnity}
        due = date.fromordinal(date(2025, 1, 1).toordinal() + days)
        debts.append(
            debt(number, principal, due, **{kind: minor for kind, minor in charges.items() if minor})
        )
    owed = sum(one.remaining.minor for one in debts)
    for paid in [first, *more]:
        settled = settle_debts(eur(paid), debts, order)
        parts = sum(part.minor for _, part in (*settled.parts, *settled.charges))
        assert parts + settled.left_over.minor == paid
        assert all(part.minor > 0 for _, part in (*settled.parts, *settled.charges))
        debts = after(debts, settled)
        owed -= parts
        assert sum(one.remaining.minor for one in debts) == owed
        assert settled.left_over.minor == 0 or owed == 0
