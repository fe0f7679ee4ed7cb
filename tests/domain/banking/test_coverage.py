"""How far statements tell of an account: gaps are found, and only gaps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.banking.coverage import Coverage, Period, coverage


def nov(day: int) -> date:
    return date(2026, 11, day)  # the 2nd, 9th, 16th, 23rd are Mondays


CASES = [
    ("nothing more is known", [], Coverage(nov(6))),
    ("the next day", [Period(nov(7), nov(10))], Coverage(nov(10))),
    ("a weekend lies between", [Period(nov(9), nov(10))], Coverage(nov(10))),
    ("a Monday lies between", [Period(nov(10), nov(12))], Coverage(nov(6), (nov(7), nov(9)))),
    ("it begins within what is known", [Period(nov(1), nov(12))], Coverage(nov(12))),
    ("it is older", [Period(date(2026, 1, 1), date(2026, 3, 31))], Coverage(nov(6))),
    (
        "the same balance: nothing happened between",
        [Period(nov(1), nov(6), 0, 500), Period(nov(16), nov(20), 500, 700)],
        Coverage(nov(20)),
    ),
    (
        "another balance: something did",
        [Period(nov(1), nov(6), 0, 500), Period(nov(16), nov(20), 900, 700)],
        Coverage(nov(6), (nov(7), nov(15))),
    ),
    (
        "fetched at noon: the last day was told in half",
        [Period(nov(1), nov(6), 0, 500), Period(nov(7), nov(20), 900, 1000)],
        Coverage(nov(6), (nov(6), nov(6))),
    ),
    (
        "an overlapping statement opened earlier, with another balance",
        [Period(nov(1), nov(6), 0, 500), Period(nov(4), nov(20), 300, 1000)],
        Coverage(nov(20)),
    ),
    (
        "a second statement of the same day tells no balance: the first one's holds",
        [Period(nov(1), nov(6), 0, 500), Period(nov(6), nov(6)), Period(nov(16), nov(20), 500, 700)],
        Coverage(nov(20)),
    ),
    (
        "no balance told proves nothing",
        [Period(nov(1), nov(6)), Period(nov(16), nov(20))],
        Coverage(nov(6), (nov(7), nov(15))),
    ),
    (
        "what comes later fills the gap, and what lay behind it counts at once",
        [Period(nov(16), nov(20)), Period(nov(7), nov(15))],
        Coverage(nov(20)),
    ),
    (
        "two gaps: the first is told",
        [Period(nov(16), nov(17)), Period(nov(24), nov(25))],
        Coverage(nov(6), (nov(7), nov(15))),
    ),
]


@pytest.mark.parametrize(
    ("periods", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_worked_cases(periods, expected):
    assert coverage(nov(6), periods) == expected


DAYS = st.integers(0, 60).map(lambda number: date(2026, 11, 1) + timedelta(days=number))
PERIODS = st.lists(st.tuples(DAYS, DAYS).map(lambda ends: Period(min(ends), max(ends))), max_size=8)


@given(PERIODS, st.randoms())
def test_the_order_in_which_statements_come_does_not_matter(periods, chance):
    shuffled = list(periods)
    chance.shuffle(shuffled)
    assert coverage(nov(6), shuffled) == coverage(nov(6), periods)


@given(PERIODS)
def test_every_working_day_until_then_is_told_by_a_statement(periods):
    found = coverage(nov(6), periods)
    day = nov(6) + timedelta(days=1)
    while day <= found.until:
        assert day.weekday() >= 5 or any(p.first <= day <= p.last for p in periods)
        day += timedelta(days=1)
    if found.missing:
        first, last = found.missing
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        assert any(day.weekday() < 5 for day in days)
        assert not any(p.first <= day <= p.last for p in periods for day in days)
