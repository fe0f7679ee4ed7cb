"""Working days against a calendar given as data."""

from datetime import date

import pytest

from quitus.domain.days import Calendar, days_between

# Armistice day 2026 is a Wednesday.
FRANCE = Calendar(frozenset({date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1)}))


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 10), date(2026, 11, 10)),  # Tuesday
        (date(2026, 11, 11), date(2026, 11, 12)),  # holiday
        (date(2026, 11, 14), date(2026, 11, 16)),  # Saturday
        (date(2026, 11, 15), date(2026, 11, 16)),  # Sunday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas on a Friday
    ],
)
def test_next_working_day(day, following):
    assert FRANCE.next_working(day) == following


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 9), 3, date(2026, 11, 13)),  # Monday + 3, over the 11th
        (date(2026, 11, 6), 1, date(2026, 11, 9)),  # Friday + 1
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # Saturday + 1
        (date(2026, 11, 8), 0, date(2026, 11, 9)),  # Sunday + 0
        (date(2026, 11, 12), -1, date(2026, 11, 10)),  # back over the 11th
    ],
)
def test_adding_working_days(day, count, expected):
    assert FRANCE.add_working(day, count) == expected


def test_days_between_includes_both():
    assert list(days_between(date(2026, 2, 27), date(2026, 3, 1))) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]
    assert list(days_between(date(2026, 3, 1), date(2026, 2, 27))) == []
