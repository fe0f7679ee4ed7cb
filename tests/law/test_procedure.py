"""Procedural deadlines: france.md V5.1, V5.2, V5.3, and the public holidays that move them."""

from datetime import date

import holidays as other_holidays
import pytest

from quitus.domain.days import Calendar
from quitus.domain.law.fr import procedure
from quitus.domain.law.fr.holidays import easter, french_calendar, holidays
from quitus.domain.law.fr.procedure import add_months, extended


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "start", "counted", "last", "article"),
    [
        # V5.1: by the order's date, three months since 1 September 2026, six before
        (procedure.order_served_by, "2026-09-15", "2026-12-15", "2026-12-15", "CPC 1411, 641, 642"),
        (procedure.order_served_by, "2026-08-31", "2027-02-28", "2027-03-01", "CPC 1411, 641, 642"),
        (procedure.order_served_by, "2026-09-01", "2026-12-01", "2026-12-01", "CPC 1411, 641, 642"),
        (procedure.order_served_by, "2026-11-30", "2027-02-28", "2027-03-01", "CPC 1411, 641, 642"),
        (procedure.order_served_by, "2025-06-25", "2025-12-25", "2025-12-26", "CPC 1411, 641, 642"),
        (procedure.order_opposed_by, "2026-09-30", "2026-10-30", "2026-10-30", "CPC 1416, 641, 642"),
        (procedure.order_opposed_by, "2026-10-01", "2026-11-01", "2026-11-02", "CPC 1416, 641, 642"),
        (procedure.opposition_fee_paid_by, "2026-10-27", "2026-11-11", "2026-11-12", "CPC 1425, 641, 642"),
        (procedure.lawyer_named_by, "2026-10-30", "2026-11-14", "2026-11-16", "CPC 1418, 641, 642"),
        # V5.2
        (
            procedure.claim_declared_by,
            "2026-10-20",
            "2026-12-20",
            "2026-12-21",
            "C. com. L622-24, L622-26, R622-24 ; CPC 641, 642",
        ),
        (
            procedure.relief_asked_by,
            "2026-10-20",
            "2027-04-20",
            "2027-04-20",
            "C. com. L622-26 ; CPC 641, 642",
        ),
        # V5.3
        (
            procedure.uncontested_claim_contested_by,
            "2026-11-10",
            "2026-12-10",
            "2026-12-10",
            "CPCE L126-2 ; CPC 641, 642",
        ),
        (
            procedure.uncontested_title_served_by,
            "2026-12-20",
            "2027-06-20",
            "2027-06-21",
            "CPCE L126-4 ; CPC 641, 642",
        ),
    ],
)
def test_last_days(rule, start, counted, last, article):
    deadline = rule(day(start))
    assert (deadline.counted, deadline.day, deadline.article) == (day(counted), day(last), article)
    assert not deadline.first


def test_a_creditor_abroad_has_two_months_more():
    deadline = procedure.claim_declared_by(day("2026-10-20"), creditor_abroad=True)
    assert deadline.day == day("2027-02-22")  # 20 February is a Saturday


@pytest.mark.parametrize(
    ("rule", "served", "from_day", "article"),
    [
        (procedure.uncontested_claim_recorded_from, "2026-11-10", "2026-12-18", "CPCE L126-3"),  # V5.3
        # the month ends on a Sunday: eight days from the Monday
        (procedure.uncontested_claim_recorded_from, "2026-11-13", "2026-12-22", "CPCE L126-3"),
        (procedure.order_enforced_from, "2026-09-30", "2026-11-30", "CPC 1416, 1422"),
    ],
)
def test_first_days(rule, served, from_day, article):
    deadline = rule(day(served))
    assert (deadline.day, deadline.article, deadline.first) == (day(from_day), article, True)


def test_the_calendar_may_be_given():
    """Alsace and Moselle have 26 December too (C. trav. L3134-13)."""
    local = french_calendar(2025, 2026, alsace_moselle=True)
    assert procedure.order_served_by(day("2025-06-25"), local).day == day("2025-12-29")


def test_months_and_extension_by_themselves():
    assert add_months(day("2026-08-31"), 6) == day("2027-02-28")  # CPC 641
    assert extended(day("2027-02-28"), Calendar()) == day("2027-03-01")  # CPC 642
    assert extended(day("2027-03-01"), Calendar()) == day("2027-03-01")


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1961, "1961-04-02"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2026, "2026-04-05"),
        (2038, "2038-04-25"),
    ],
)
def test_easter(year, sunday):
    assert easter(year) == day(sunday)


def test_the_eleven_public_holidays_of_2026():
    """C. trav. L3133-1."""
    assert sorted(holidays(2026)) == [
        *map(day, ("2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25")),
        *map(day, ("2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25")),
    ]


def test_public_holidays_agree_with_an_independent_library():
    # From 2005 to 2007 it leaves out Whit Monday, on which many then worked; the Code went on to name it.
    for year in range(2008, 2100):
        assert holidays(year) == frozenset(other_holidays.country_holidays("FR", years=year)), year
        local = other_holidays.country_holidays("FR", subdiv="57", years=year)
        assert holidays(year, alsace_moselle=True) == frozenset(local), year
