"""Messages leave while their readers work."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.days import Calendar
from quitus.domain.outbox.hours import next_sending_moment

PARIS = ZoneInfo("Europe/Paris")
CALENDAR = Calendar(frozenset({date(2026, 12, 25)}))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("case", "moment", "leaves"),
    [
        ("Tuesday morning", at(24, 9, 30), at(24, 9, 30)),
        ("at eight sharp", at(24, 8), at(24, 8)),
        ("before breakfast", at(24, 6), at(24, 8)),
        ("a minute to six", at(24, 17, 59), at(24, 17, 59)),
        ("at six sharp", at(24, 18), at(25, 8)),
        ("at midnight", at(24, 0), at(24, 8)),
        ("Friday evening", at(27, 20), at(30, 8)),
        ("Saturday noon", at(28, 12), at(30, 8)),
        ("Saturday before eight", at(28, 7), at(30, 8)),
        ("Christmas Eve, late", at(24, 19, month=12), at(28, 8, month=12)),
        ("Christmas morning", at(25, 7, month=12), at(28, 8, month=12)),
    ],
)
def test_when_a_message_may_leave(case, moment, leaves):
    assert next_sending_moment(moment, CALENDAR) == leaves, case


def test_the_clock_of_the_debtors_is_kept_over_the_change_of_time():
    friday = datetime(2026, 3, 27, 19, tzinfo=PARIS)  # summer time begins on the 29th
    monday = next_sending_moment(friday, Calendar())
    assert (monday.isoformat(), monday.tzinfo) == ("2026-03-30T08:00:00+02:00", PARIS)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times())
def test_never_before_now_never_outside_hours_and_settled_at_once(day, time):
    local = datetime.combine(day, time, tzinfo=PARIS)
    leaves = next_sending_moment(local, CALENDAR)
    assert leaves >= local
    assert 8 <= leaves.hour < 18
    assert CALENDAR.is_working(leaves.date())
    assert next_sending_moment(leaves, CALENDAR) == leaves
