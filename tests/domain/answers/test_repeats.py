"""How often a debtor's own word holds reminders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.answers.repeats import (
    FARTHEST_IN_ALL,
    MOVES,
    Promised,
    check_moves,
    claim_holds,
    dispute_holds,
)
from quitus.domain.refused import Refused

FIRST = date(2026, 11, 27)
LATER = date(2026, 12, 4)
LATEST = date(2027, 1, 26)  # sixty days after the first


@pytest.mark.parametrize(
    ("days", "promised_for"),
    [
        ([], LATEST),
        ([FIRST], LATER),
        ([FIRST], LATEST),
        ([FIRST], FIRST),  # a form sent twice puts nothing off
        ([FIRST, FIRST, FIRST], LATER),
        ([FIRST, LATER], LATER),
        ([FIRST, LATER], date(2026, 11, 30)),  # sooner than promised is welcome
        ([LATER, FIRST], date(2026, 12, 11)),  # an earlier day in between was no move
    ],
)
def test_a_promise_may_be_put_off_once(days, promised_for):
    check_moves(promised_for, [Promised("FA-1", days)])


@pytest.mark.parametrize(
    ("days", "promised_for", "code"),
    [
        ([FIRST], date(2027, 1, 27), "promise_moved_too_far"),
        ([FIRST, LATER], date(2026, 12, 5), "promise_moved_too_often"),
        ([FIRST, LATER], date(2027, 1, 27), "promise_moved_too_often"),
        ([FIRST, LATER, FIRST], date(2026, 12, 5), "promise_moved_too_often"),
        ([FIRST, FIRST, LATER, LATER], date(2026, 12, 5), "promise_moved_too_often"),
    ],
)
def test_beyond_it_the_debtor_is_asked_to_write(days, promised_for, code):
    with pytest.raises(Refused) as refused:
        check_moves(promised_for, [Promised("FA-1", []), Promised("FA-2", days)])
    assert (refused.value.code, refused.value.facts["number"]) == (code, "FA-2")


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_no_series_of_promises_holds_for_ever(steps):
    days: list[date] = []
    for step in steps:
        asked = FIRST + timedelta(step)
        try:
            check_moves(asked, [Promised("FA-1", tuple(days))])
        except Refused:
            continue
        days.append(asked)
    assert max(days) <= days[0] + FARTHEST_IN_ALL
    assert len({max(days[: place + 1]) for place in range(len(days))}) <= 1 + MOVES


@pytest.mark.parametrize(
    ("not_found_on", "paid_on", "holds"),
    [
        ([], None, True),
        ([], FIRST, True),
        ([FIRST], None, False),
        ([FIRST], date(2026, 11, 26), False),  # the payment that was looked for already
        ([FIRST], FIRST, True),  # it came back, and was ordered again
        ([FIRST], LATER, True),
        ([FIRST, LATER], LATEST, False),
    ],
)
def test_already_paid_said_again(not_found_on, paid_on, holds):
    assert claim_holds(not_found_on, paid_on) is holds


@pytest.mark.parametrize(("unfounded", "holds"), [(0, True), (1, False), (2, False)])
def test_contested_again(unfounded, holds):
    assert dispute_holds(unfounded) is holds
