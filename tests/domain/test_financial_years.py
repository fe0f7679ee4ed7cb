"""Financial years: the calendar's, or the firm's own, without gap or overlap."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.financial_years import DAY, FinancialYear, months_later, said_anew, year_of, years_between
from quitus.domain.refused import Refused


def year(first: str, last: str) -> FinancialYear:
    return FinancialYear(date.fromisoformat(first), date.fromisoformat(last))


LONG_FIRST = year("2025-10-01", "2026-12-31")  # a firm opened in October: fifteen months


@pytest.mark.parametrize(
    ("day", "said", "expected"),
    [
        ("2026-03-16", [], year("2026-01-01", "2026-12-31")),
        ("2025-10-01", [LONG_FIRST], LONG_FIRST),
        ("2026-12-31", [LONG_FIRST], LONG_FIRST),
        ("2027-01-01", [LONG_FIRST], year("2027-01-01", "2027-12-31")),
        ("2028-06-30", [year("2026-07-01", "2027-06-30")], year("2027-07-01", "2028-06-30")),
        ("2026-06-30", [year("2026-07-01", "2027-06-30")], year("2025-07-01", "2026-06-30")),
        ("2025-02-01", [year("2028-03-01", "2029-02-28")], year("2024-03-01", "2025-02-28")),
    ],
)
def test_the_year_of_a_day(day, said, expected):
    assert year_of(date.fromisoformat(day), said) == expected


@settings(max_examples=60)
@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(0, 800),
    st.dates(date(2022, 1, 1), date(2026, 12, 31)),
    st.integers(27, 700),
)
def test_years_follow_each_other_without_gap_or_overlap(first, days, begins, length):
    said = [FinancialYear(begins, begins + DAY * length)]
    last = first + DAY * days
    years = years_between(first, last, said)
    assert first in years[0]
    assert last in years[-1]
    assert all(after.first == before.last + DAY for before, after in pairwise(years))
    assert all(year_of(one.last, said) == one for one in years)


def test_its_months_are_cut_at_its_ends():
    months = year("2026-01-15", "2026-03-10").months
    assert months == [
        (date(2026, 1, 15), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 10)),
    ]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [("2024-02-29", 12, "2025-02-28"), ("2026-01-31", 1, "2026-02-28"), ("2026-03-31", -12, "2025-03-31")],
)
def test_months_later(day, count, expected):
    assert months_later(date.fromisoformat(day), count) == date.fromisoformat(expected)


CALENDAR_2026 = year("2026-01-01", "2026-12-31")
TWO_YEARS = year("2025-01-01", "2026-12-31")
TO_JUNE = year("2026-01-01", "2026-06-30")
FROM_JULY = year("2026-07-01", "2027-06-30")
NEXT_TO_JUNE = year("2027-01-01", "2027-06-30")
TOO_LONG = year("2027-01-01", "2028-01-01")
SAID = [
    ("the first may last two years", TWO_YEARS, [], None, [TWO_YEARS]),
    ("another end of the last one", TO_JUNE, [CALENDAR_2026], "2026-05-31", [TO_JUNE]),
    ("a further, shorter one", NEXT_TO_JUNE, [CALENDAR_2026], "2026-12-31", [CALENDAR_2026, NEXT_TO_JUNE]),
    ("all anew while nothing is closed", FROM_JULY, [CALENDAR_2026], None, [FROM_JULY]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("named", "said", "closed", "expected"), [case[1:] for case in SAID], ids=[c[0] for c in SAID]
)
def test_naming_a_year(named, said, closed, expected):
    assert said_anew(named, said, date.fromisoformat(closed) if closed else None) == expected


REFUSED = [
    ("backwards", year("2026-12-31", "2026-01-01"), [], None, "financial_year_backwards"),
    ("a first one of 24 months and a day", year("2025-01-01", "2027-01-01"), [], None, "financial_year_too_long"),
    ("a later one of more than twelve", TOO_LONG, [CALENDAR_2026], "2026-12-31", "financial_year_too_long"),
    ("closed as a whole", TO_JUNE, [CALENDAR_2026], "2026-12-31", "financial_year_closed"),
    ("closed past the new end", TO_JUNE, [CALENDAR_2026], "2026-06-30", "financial_year_closed"),
    ("a gap", year("2027-02-01", "2027-12-31"), [CALENDAR_2026], "2026-01-31", "financial_year_beside_others"),
    ("an overlap", year("2026-12-01", "2027-11-30"), [CALENDAR_2026], "2026-01-31", "financial_year_beside_others"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("named", "said", "closed", "code"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_years_that_cannot_be(named, said, closed, code):
    with pytest.raises(Refused) as refusal:
        said_anew(named, said, date.fromisoformat(closed) if closed else None)
    assert refusal.value.code == code
