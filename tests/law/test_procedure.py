"""Procedural deadlines: france.md V5.1, V5.2, V5.3, and the public holidays that move them."""

from datetime import date

import holidays as other_holidays
import pytest

from quitus.domain.days import Calendar
from quitus.domain.law.fr import procedure
from quitus.domain.law.fr.holidays import DayOff, day_off, easter, french_calendar, holidays
from quitus.domain.law.fr.procedure import LAST, ProcedureEvent, add_months, deadlines_after, extended
from quitus.domain.law.rates import Confidence
from quitus.domain.refused import Refused

E = ProcedureEvent


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


@pytest.mark.parametrize(
    ("event", "happened", "expected"),
    [
        # V5.1
        (E.ORDER_DATED, "2026-09-15", [("deadline_serve_order", "2026-12-15", False)]),
        (E.ORDER_DATED, "2026-08-31", [("deadline_serve_order", "2027-03-01", False)]),
        # CPC 1416, 1422: the debtor's month, and the registry's
        (
            E.ORDER_SERVED,
            "2026-10-01",
            [("deadline_oppose_order", "2026-11-02", False), ("deadline_enforce_order", "2026-12-01", True)],
        ),
        (E.ORDER_FIRST_MEASURE, "2026-10-11", [("deadline_oppose_order_later", "2026-11-12", False)]),
        # CPC 1425, 1418
        (E.OPPOSITION_FEE_ASKED, "2026-10-27", [("deadline_deposit_fee", "2026-11-12", False)]),
        (E.LAWYER_ASKED, "2026-10-30", [("deadline_name_lawyer", "2026-11-16", False)]),
        # V5.2
        (
            E.INSOLVENCY_PUBLISHED,
            "2026-10-20",
            [("deadline_declare_claim", "2026-12-21", False), ("deadline_ask_relief", "2027-04-20", False)],
        ),
        # V5.3
        (
            E.UNCONTESTED_SERVED,
            "2026-11-10",
            [
                ("deadline_contest_uncontested", "2026-12-10", False),
                ("deadline_record_uncontested", "2026-12-18", True),
            ],
        ),
        (E.UNCONTESTED_ENFORCEABLE, "2026-12-20", [("deadline_serve_title", "2027-06-21", False)]),
    ],
)
def test_what_follows_from_an_event(event, happened, expected):
    found = deadlines_after(event, day(happened))
    assert [(one.act.code, str(one.day), one.first) for one in found] == expected


def test_only_when_an_order_may_be_enforced_is_unsure():
    """france.md, section 5: all was read in its sources, but for the article of these two months."""
    unsure = {
        one.act.code
        for event in ProcedureEvent
        for one in deadlines_after(event, day("2026-11-10"))
        if one.confidence is not Confidence.READ
    }
    assert unsure == {"deadline_enforce_order"}


@pytest.mark.parametrize(
    ("happened", "months"), [("2026-09-01", 3), ("2026-08-31", 6), ("2026-12-31", 3), ("2022-03-01", 6)]
)
def test_the_months_of_service_are_said(happened, months):
    assert deadlines_after(E.ORDER_DATED, day(happened))[0].act.facts == {"months": months}


@pytest.mark.parametrize(
    ("event", "abroad", "plain"),
    [
        (E.INSOLVENCY_PUBLISHED, ["2027-02-22", "2027-04-20"], ["2026-12-21", "2027-04-20"]),
        (E.ORDER_DATED, ["2027-01-20"], ["2027-01-20"]),  # of no account elsewhere
    ],
)
def test_who_lives_outside_the_territory_of_the_court(event, abroad, plain):
    """C. com. R622-24 al. 2 and 3: for the declaration alone, not for the relief."""
    happened = day("2026-10-20")
    assert [str(one.day) for one in deadlines_after(event, happened, creditor_abroad=True)] == abroad
    assert [str(one.day) for one in deadlines_after(event, happened)] == plain


@pytest.mark.parametrize(
    ("dated", "last", "skipped"),
    [
        ("2026-11-13", "2027-02-15", "saturday sunday"),
        ("2026-11-14", "2027-02-15", "sunday"),
        ("2026-09-25", "2026-12-28", "christmas saturday sunday"),
        ("2026-10-01", "2027-01-04", "new_year saturday sunday"),
        ("2026-12-27", "2027-03-30", "saturday sunday easter_monday"),
        ("2027-02-06", "2027-05-07", "ascension"),
        ("2027-02-17", "2027-05-18", "whit_monday"),
        ("2027-04-14", "2027-07-15", "national_day"),
        ("2028-02-01", "2028-05-02", "labour_day"),
        ("2028-02-08", "2028-05-09", "victory_day"),
        ("2028-05-15", "2028-08-16", "assumption"),
        ("2027-08-01", "2027-11-02", "all_saints"),
        ("2027-08-11", "2027-11-12", "armistice"),
        ("2027-12-14", "2028-03-14", ""),
    ],
)
def test_why_a_day_was_moved(dated, last, skipped):
    """CPC 642, C. trav. L3133-1."""
    [found] = deadlines_after(E.ORDER_DATED, day(dated))
    assert (str(found.day), " ".join(found.skipped)) == (last, skipped)
    holiday = set(skipped.split()) - {"saturday", "sunday"}
    code = "deadline_moved_by_holiday" if holiday else "deadline_moved"
    assert (found.moved.code if found.moved else None) == (code if skipped else None)


@pytest.mark.parametrize(
    ("dated", "in_alsace", "elsewhere", "skipped"),
    [
        ("2028-09-26", "2028-12-27", "2028-12-26", "saint_stephen"),
        ("2026-12-26", "2027-03-30", "2027-03-26", "good_friday saturday sunday easter_monday"),
        ("2027-06-26", "2027-09-27", "2027-09-27", "sunday"),
    ],
)
def test_alsace_and_moselle_have_two_holidays_more(dated, in_alsace, elsewhere, skipped):
    """C. trav. L3134-13."""
    [found] = deadlines_after(E.ORDER_DATED, day(dated), alsace_moselle=True)
    assert (str(found.day), " ".join(found.skipped)) == (in_alsace, skipped)
    assert str(deadlines_after(E.ORDER_DATED, day(dated))[0].day) == elsewhere


def test_a_weekend_goes_before_the_holiday_that_falls_on_it():
    assert day_off(day("2026-08-15")) is DayOff.SATURDAY
    assert day_off(day("2026-11-01")) is DayOff.SUNDAY
    assert day_off(day("2026-11-24")) is DayOff.HOLIDAY  # of somebody else's calendar


@pytest.mark.parametrize(
    ("event", "since"),
    [
        (E.ORDER_DATED, "2022-03-01"),  # décret 2021-1322
        (E.ORDER_SERVED, "2022-03-01"),
        (E.LAWYER_ASKED, "2022-03-01"),
        (E.INSOLVENCY_PUBLISHED, "2014-07-01"),  # ordonnance 2014-326
        (E.UNCONTESTED_SERVED, "2026-04-23"),  # loi 2026-307
        (E.UNCONTESTED_ENFORCEABLE, "2026-04-23"),
    ],
)
def test_no_deadline_is_counted_by_the_rules_of_another_time(event, since):
    first = day(since)
    assert deadlines_after(event, first)
    assert deadlines_after(event, LAST)
    for outside in (first - procedure.ONE_DAY, LAST + procedure.ONE_DAY, date.min, date.max):
        with pytest.raises(Refused) as refused:
            deadlines_after(event, outside)
        assert refused.value.code == "procedure_day_out_of_reach"
        assert refused.value.facts == {"day": outside, "first": first, "last": LAST}


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
