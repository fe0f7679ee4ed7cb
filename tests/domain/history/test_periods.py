"""Which days a period has."""

from datetime import date

import pytest

from quitus.domain.history.periods import (
    between,
    month_number,
    month_start,
    month_starts,
    named_period,
    recent_periods,
)
from quitus.domain.refused import Refused

NAMED = [
    ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
    ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
]


@pytest.mark.parametrize(("name", "first", "last"), NAMED)
def test_months_quarters_years(name, first, last):
    period = named_period(name)
    assert (period.name, period.first, period.last) == (name, first, last)


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-Q5", "0000", "9999", "2026-1", "26", "2026-11-01", "٢٠٢٦"]
)
def test_what_is_no_period(name):
    assert named_period(name) is None


def test_any_two_days():
    assert between(date(2026, 1, 2), date(2026, 1, 2)).name == ""
    with pytest.raises(Refused, match="days_reversed"):
        between(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(Refused, match="day_out_of_reach"):
        between(date(25, 1, 2), date(2026, 1, 1))


def test_what_is_offered_begins_with_this_month_and_ends_with_everything():
    names = [period.name for period in recent_periods(date(2026, 11, 24), date(2024, 5, 1))]
    assert names[0] == "2026-11"
    assert names[11] == "2025-12"
    assert names[12:] == [
        *("2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1"),
        *("2026", "2025", "2024", "all"),
    ]
    assert "2027-Q1" not in names
    assert len(recent_periods(date(2026, 11, 24), date(1990, 1, 1))) == 12 + 8 + 10 + 1


def test_months_as_numbers():
    assert month_start(month_number(date(2026, 12, 31))) == date(2026, 12, 1)
    assert month_starts(date(2025, 12, 5), date(2026, 2, 1)) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
