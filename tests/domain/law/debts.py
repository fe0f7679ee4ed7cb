"""Debts for properties: amounts, days and what happened to them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from quitus.domain.law.debt import Debt
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding
from quitus.domain.money import Money

FIRST, LAST = date(2014, 1, 1), date(2026, 12, 31)
conventions = st.builds(
    Conventions,
    basis=st.sampled_from(Basis),
    rounding=st.sampled_from(Rounding),
    order=st.sampled_from(Order),
    compound=st.booleans(),
)


@st.composite
def periods(draw) -> tuple[date, date]:
    """A first day, and a last one up to three years later."""
    first = draw(st.dates(FIRST, LAST))
    return first, min(LAST, first + timedelta(days=draw(st.integers(0, 1100))))


@st.composite
def reductions(draw, base: int, first: date, most: int = 4) -> list[tuple[date, int]]:
    """(day, amount) in the order of days, from before the first day to after any last one; the base bears them."""
    found = []
    for days in sorted(draw(st.lists(st.integers(-40, 1200), max_size=most))):
        amount = draw(st.integers(0, base) | st.just(base))
        base -= amount
        found.append((first + timedelta(days=days), amount))
    return found


@st.composite
def debts(draw) -> Debt:
    """A French business's debt, with payments that never exceed its principal and now and then a credit note."""
    due, until = draw(periods())
    principal = draw(st.integers(1, 10**9))
    movements = [
        (min(until, max(due, day)), Money(amount, "EUR"))
        for day, amount in draw(reductions(principal, due))
        if amount
    ]
    credited = draw(st.integers(0, 1)) if movements else 0
    return Debt(
        Money(principal, "EUR"), due, until, credit_notes=movements[:credited], payments=movements[credited:]
    )
