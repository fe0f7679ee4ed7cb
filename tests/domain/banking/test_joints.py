"""Statements that follow each other: said only where something is to be done, or was told twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.banking.joints import JointKind, ToldPeriod, joints


def told(
    id_: int, first: int, last: int, opening: int | None = None, closing: int | None = None
) -> ToldPeriod:
    """Days of November 2026; the 7th and 8th are a weekend."""
    return ToldPeriod(id_, date(2026, 11, first), date(2026, 11, last), opening, closing)


def days(first: int, last: int) -> tuple[date, date]:
    return date(2026, 11, first), date(2026, 11, last)


APART = JointKind.BALANCES_APART
# Each: what it is, two statements, and the joint's kind and days, if any.
CASES = [
    ("the next day, the same balance", told(1, 2, 2, 0, 50), told(2, 3, 3, 50, 90), None),
    ("the balance of the evening before opens it", told(1, 2, 2, 0, 50), told(2, 2, 3, 50, 90), None),
    ("the afternoon", told(1, 2, 2, 0, 50), told(2, 2, 2, 50, 90), None),
    ("a weekend between, no balance told", told(1, 6, 6), told(2, 9, 9), None),
    ("weeks without a movement", told(1, 2, 2, 0, 50), told(2, 20, 20, 50, 90), None),
    ("days missing", told(1, 2, 2, 0, 50), told(2, 5, 5, 70, 90), (JointKind.DAYS_MISSING, *days(3, 4))),
    ("days missing, no balance told", told(1, 2, 2), told(2, 5, 5), (JointKind.DAYS_MISSING, *days(3, 4))),
    ("the next day, another balance", told(1, 2, 2, 0, 50), told(2, 3, 3, 51, 90), (APART, *days(2, 3))),
    ("the same day, another balance", told(1, 2, 3, 0, 50), told(2, 3, 4, 51, 90), (APART, *days(3, 3))),
    ("told twice", told(1, 2, 6, 0, 50), told(2, 4, 10, 20, 90), (JointKind.OVERLAP, *days(4, 6))),
    ("the same again in another format", told(1, 2, 6, 0, 50), told(2, 2, 6), (JointKind.OVERLAP, *days(2, 6))),
    ("one within the other", told(1, 2, 9, 0, 50), told(2, 4, 5, 20, 30), (JointKind.OVERLAP, *days(4, 5))),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_how_one_follows_another(case):
    _, before, after, expected = case
    found = [(joint.kind, joint.first, joint.last) for joint in joints([after, before])]
    assert found == ([expected] if expected else [])


def test_each_is_held_against_the_one_that_reached_furthest():
    year, week, next_day = told(1, 2, 20, 0, 500), told(2, 4, 6, 10, 20), told(3, 21, 21, 500, 600)
    assert [(joint.before, joint.after) for joint in joints([next_day, week, year])] == [(1, 2)]


def test_what_the_balances_were():
    (joint,) = joints([told(1, 2, 2, 0, 50), told(2, 5, 5, 70, 90)])
    assert (joint.closing, joint.opening) == (50, 70)


@given(st.lists(st.integers(1, 28), min_size=2, max_size=28, unique=True), st.randoms())
def test_days_in_a_row_need_no_word_whatever_their_order(numbers, chance):
    """A year of daily statements of which each opens with what the one before closed with."""
    numbers.sort()
    statements = [told(day, day, day, place, place + 1) for place, day in enumerate(numbers)]
    chance.shuffle(statements)
    assert joints(statements) == []
