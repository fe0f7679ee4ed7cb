"""Which days may be typed, and which ones a file may tell."""

from datetime import date, timedelta

import pytest

from quitus.domain.refused import Refused
from quitus.domain.typed_days import (
    check_day,
    check_days,
    check_past_day,
    check_planned_day,
    farthest_plan,
    may_be_told,
)

TODAY = date(2026, 11, 24)
OUT_OF_REACH = [
    date.min,
    date(25, 11, 10),
    date(1899, 12, 31),
    date(1989, 12, 31),
    date(2201, 1, 1),
    date.max,
]


def code(check, *arguments) -> str:
    with pytest.raises(Refused) as refused:
        check(*arguments)
    return refused.value.code


@pytest.mark.parametrize("day", OUT_OF_REACH)
def test_a_day_out_of_reach_is_refused_everywhere(day):
    assert code(check_day, day) == "day_out_of_reach"
    assert code(check_days, [TODAY, day]) == "day_out_of_reach"
    assert code(check_past_day, day, TODAY) == "day_out_of_reach"
    assert code(check_planned_day, day, TODAY) == "day_out_of_reach"
    assert not may_be_told(day, TODAY)


@pytest.mark.parametrize("day", [None, date(1990, 1, 1), TODAY, date(2200, 12, 31)])
def test_days_of_calendars_and_none_at_all_may_be(day):
    check_day(day)


@pytest.mark.parametrize(
    ("day", "happened", "planned", "told"),
    [
        (date(1990, 1, 1), True, True, True),
        (TODAY, True, True, True),
        (TODAY + timedelta(days=1), False, True, True),
        (TODAY + timedelta(days=366), False, True, True),
        (TODAY + timedelta(days=367), False, True, False),
        (date(2036, 11, 24), False, True, False),
        (date(2036, 11, 25), False, False, False),
    ],
)
def test_what_happened_is_not_to_come_and_no_plan_goes_far(day, happened, planned, told):
    if happened:
        check_past_day(day, TODAY)
    else:
        assert code(check_past_day, day, TODAY) == "day_to_come"
        assert code(check_past_day, day, TODAY, "payment_in_the_future") == "payment_in_the_future"
    if planned:
        check_planned_day(day, TODAY)
    else:
        assert code(check_planned_day, day, TODAY) == "day_out_of_reach"
    assert may_be_told(day, TODAY) == told


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2028, 2, 29), date(2038, 2, 28)),
        (date(2199, 6, 1), date(2200, 12, 31)),
        (date(1990, 1, 1), date(2000, 1, 1)),
    ],
)
def test_plans_end_ten_years_from_now_at_the_latest(today, last):
    assert farthest_plan(today) == last
