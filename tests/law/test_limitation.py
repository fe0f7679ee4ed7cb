"""The limitation clock in French law: france.md §2 (V2.2) and §5, with the article beside each row."""

from datetime import date

import pytest

from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.limitation import Claim, Event, EventKind, alerts, limitation, limitation_law
from quitus.domain.law.rates import Confidence
from quitus.domain.refused import Refused

FRANCE = limitation_law("FR")
BUSINESS, CONSUMER, PUBLIC = DebtorKind.BUSINESS, DebtorKind.CONSUMER, DebtorKind.PUBLIC
K = EventKind
DUE = "2024-10-31"


def day(text):
    return date.fromisoformat(text)


def event(days, kind):
    """ "2026-01-01", "2026-01-01..2026-03-01" or, for what goes on, "2026-01-01..": of a kind."""
    first, _, last = days.partition("..")
    return Event(day(first), kind, day(last) if last else None)


def clock(*events, due=DUE, debtor=BUSINESS, claim=Claim.ORDINARY, delivered=None):
    happened = [event(*each) for each in events]
    return limitation(FRANCE, day(due), debtor, claim, happened, delivered=delivered and day(delivered))


def codes(found):
    return [step.why.code for step in found.steps]


@pytest.mark.parametrize(
    ("debtor", "claim", "last_day", "article", "confidence"),
    [
        (CONSUMER, Claim.ORDINARY, "2026-10-31", "C. conso. L218-2", Confidence.HIGH),  # V2.2
        (BUSINESS, Claim.ORDINARY, "2029-10-31", "C. civ. 2224 ; C. com. L110-4", Confidence.HIGH),  # V2.2
        (PUBLIC, Claim.ORDINARY, "2028-12-31", "loi 68-1250, art. 1", Confidence.MEDIUM),
        (BUSINESS, Claim.CARRIAGE, "2025-10-31", "C. com. L133-6", Confidence.HIGH),
        (CONSUMER, Claim.CARRIAGE, "2025-10-31", "C. com. L133-6", Confidence.HIGH),
    ],
)
def test_the_periods(debtor, claim, last_day, article, confidence):
    found = clock(debtor=debtor, claim=claim)
    assert (found.last_day, found.confidence) == (day(last_day), confidence)
    assert [(step.article, step.last_day) for step in found.steps] == [(article, day(last_day))]


@pytest.mark.parametrize(
    ("due", "debtor", "last_day"),
    [
        ("2024-02-29", CONSUMER, "2026-02-28"),
        ("2024-02-29", BUSINESS, "2029-02-28"),
        ("2023-02-28", CONSUMER, "2025-02-28"),
        ("2024-12-31", PUBLIC, "2028-12-31"),
        ("2024-01-01", PUBLIC, "2028-12-31"),
        ("2025-01-01", PUBLIC, "2029-12-31"),
    ],
)
def test_the_last_day_of_february_and_of_the_year(due, debtor, last_day):
    assert clock(due=due, debtor=debtor).last_day == day(last_day)


def test_the_last_day_is_in_time_and_is_not_carried_over_a_sunday():
    found = clock(due="2024-10-27", debtor=CONSUMER)
    assert found.last_day == day("2026-10-27")
    assert [found.expired(day(on)) for on in ("2026-10-26", "2026-10-27", "2026-10-28")] == [
        False,
        False,
        True,
    ]
    assert clock(due="2023-11-01", debtor=CONSUMER).last_day == day("2025-11-01")  # a Saturday and a holiday


@pytest.mark.parametrize(
    ("happened", "last_day", "code", "article"),
    [
        # interrupted: a whole new period from the event (C. civ. 2231)
        (("2026-03-15", K.ACKNOWLEDGEMENT), "2028-03-15", "clock_acknowledged", "C. civ. 2240, 2231"),
        (("2026-03-15", K.PART_PAYMENT), "2028-03-15", "clock_paid_in_part", "C. civ. 2240, 2231"),
        (("2026-03-15", K.ENFORCEMENT), "2028-03-15", "clock_enforcement", "C. civ. 2244, 2231"),
        (("2026-03-15", K.ORDER_SERVED), "2028-03-15", "clock_order_served", "C. civ. 2241, 2231"),
        (("2026-10-31", K.ACKNOWLEDGEMENT), "2028-10-31", "clock_acknowledged", "C. civ. 2240, 2231"),
        # held until the end of the proceedings, then a new one (C. civ. 2242)
        (
            ("2026-03-15..2027-06-30", K.COURT_ACTION),
            "2029-06-30",
            "clock_court_action",
            "C. civ. 2241, 2242",
        ),
        (
            ("2026-03-15..2027-06-30", K.CLAIM_DECLARED),
            "2029-06-30",
            "clock_claim_declared",
            "C. com. L622-25-1",
        ),
        # suspended: 59 days do not count (C. civ. 2238)
        (("2026-01-01..2026-03-01", K.MEDIATION), "2026-12-29", "clock_paused", "C. civ. 2238"),
        (("2026-01-01..2026-03-01", K.CONCILIATION), "2026-12-29", "clock_paused", "C. civ. 2238"),
        # at least six months are left: 31 October + 10 days would be 10 November
        (("2026-10-21..2026-10-31", K.MEDIATION), "2027-04-30", "clock_paused", "C. civ. 2238"),
        (("2026-10-31..2027-08-31", K.MEDIATION), "2028-02-29", "clock_paused", "C. civ. 2238"),
        # nothing
        (("2026-03-15", K.REMINDER), "2026-10-31", "clock_reminder", "C. civ. 2240, 2241, 2244"),
        (
            ("2026-03-15", K.FORMAL_NOTICE),
            "2026-10-31",
            "clock_formal_notice",
            "Cass. com. 18 mai 2022, n° 20-23.204",
        ),
        (("2026-03-15..", K.COURT_ACTION_FAILED), "2026-10-31", "clock_court_action_failed", "C. civ. 2243"),
    ],
)
def test_what_moves_the_clock_of_a_consumer(happened, last_day, code, article):
    found = clock(happened, debtor=CONSUMER)
    step = found.steps[-1]
    assert (found.last_day, step.why.code, step.article) == (day(last_day), code, article)
    assert step.moved is (last_day != "2026-10-31")


@pytest.mark.parametrize("kind", [K.COURT_ACTION, K.CLAIM_DECLARED, K.MEDIATION, K.CONCILIATION])
def test_what_goes_on_leaves_no_last_day(kind):
    found = clock(("2026-03-15..", kind), debtor=CONSUMER)
    assert (found.last_day, found.expired(day("2099-01-01"))) == (None, False)
    assert (found.steps[-1].until, alerts(found, day("2026-10-30"))) == (None, ())


@pytest.mark.parametrize(
    ("late", "last_day"),
    [
        (("2026-11-01", K.ACKNOWLEDGEMENT), "2026-10-31"),
        (("2026-11-01", K.PART_PAYMENT), "2026-10-31"),
        (("2026-11-01..", K.COURT_ACTION), "2026-10-31"),
        (("2026-11-01..2026-12-01", K.MEDIATION), "2026-10-31"),
    ],
)
def test_what_comes_after_the_last_day_revives_nothing(late, last_day):
    found = clock(late, debtor=CONSUMER)
    assert (found.last_day, codes(found)) == (day(last_day), ["clock_begins", "clock_too_late"])
    assert found.steps[-1].article == "C. civ. 2219, 2249, 2250"


def test_what_comes_before_the_due_date_changes_nothing():
    found = clock(("2024-06-01", K.ACKNOWLEDGEMENT), ("2024-06-01..2024-08-01", K.MEDIATION), debtor=CONSUMER)
    assert (found.last_day, codes(found)[1:]) == (day("2026-10-31"), ["clock_not_begun", "clock_not_begun"])


def test_a_mediation_that_began_before_the_due_date_counts_from_it():
    found = clock(("2024-09-01..2024-11-30", K.MEDIATION), debtor=CONSUMER)
    assert found.last_day == day("2026-11-30")  # 30 days since 31 October


@pytest.mark.parametrize(
    ("events", "last_day"),
    [
        # an acknowledgement during a court action: the new period begins when that ends
        ([("2026-01-10..2027-06-30", K.COURT_ACTION), ("2026-05-01", K.ACKNOWLEDGEMENT)], "2029-06-30"),
        # two actions that overlap
        (
            [("2026-01-10..2027-06-30", K.COURT_ACTION), ("2027-01-01..2028-01-31", K.COURT_ACTION)],
            "2030-01-31",
        ),
        # an action while another one goes on
        ([("2026-01-10..", K.COURT_ACTION), ("2026-05-01..2026-07-01", K.COURT_ACTION)], None),
        # overlapping pauses count once: 2026-01-01 to 2026-03-01 is 59 days
        ([("2026-01-01..2026-02-10", K.MEDIATION), ("2026-01-20..2026-03-01", K.CONCILIATION)], "2026-12-29"),
        # an acknowledgement during a mediation: two years from it, and the 30 days left of the pause
        ([("2026-01-01..2026-03-02", K.MEDIATION), ("2026-01-31", K.ACKNOWLEDGEMENT)], "2028-03-01"),
        # a pause, then an action that the pause alone left in time
        ([("2026-01-01..2026-03-01", K.MEDIATION), ("2026-12-29..2027-01-31", K.COURT_ACTION)], "2029-01-31"),
        # a pause that goes on, though an action ended
        ([("2026-01-01..", K.MEDIATION), ("2026-02-01..2026-04-01", K.COURT_ACTION)], None),
        # a pause in the midst of an action that ended later
        ([("2026-01-10..2027-06-30", K.COURT_ACTION), ("2026-03-01..2026-06-01", K.MEDIATION)], "2029-06-30"),
        # ... or that outlasts it by 31 days
        ([("2026-01-10..2027-05-31", K.COURT_ACTION), ("2026-03-01..2027-07-01", K.MEDIATION)], "2029-07-01"),
    ],
)
def test_events_that_meet(events, last_day):
    expected = day(last_day) if last_day else None
    assert clock(*events, debtor=CONSUMER).last_day == expected
    assert clock(*reversed(events), debtor=CONSUMER).last_day == expected


def test_nothing_but_courts_and_enforcement_reaches_beyond_twenty_years():
    """C. civ. 2232: twenty years from the beginning; al. 2 leaves out 2241 al. 1 and 2244."""
    every_four = [(f"{year}-06-01", K.ACKNOWLEDGEMENT) for year in (2004, 2008, 2012, 2016)]
    capped = clock(*every_four, ("2020-06-02", K.ACKNOWLEDGEMENT), due="2000-06-01")
    assert capped.last_day == day("2020-06-01")
    assert codes(capped)[-3:] == ["clock_acknowledged", "clock_capped", "clock_too_late"]
    assert [step.article for step in capped.steps if step.why.code == "clock_capped"] == ["C. civ. 2232"]
    sued = clock(*every_four, ("2020-01-01..2022-01-01", K.COURT_ACTION), due="2000-06-01")
    assert sued.last_day == day("2027-01-01")
    seized = clock(*every_four, ("2020-01-01", K.ENFORCEMENT), due="2000-06-01")
    assert seized.last_day == day("2025-01-01")
    # An acknowledgement after that keeps what the court gave, and adds nothing.
    both = clock(*every_four, ("2020-01-01", K.ENFORCEMENT), ("2021-01-01", K.PART_PAYMENT), due="2000-06-01")
    assert both.last_day == day("2025-01-01")


def test_carriage_counts_from_delivery_and_says_so_where_it_is_not_known():
    """C. com. L133-6 al. 3: from the day of delivery, or of its offer."""
    known = clock(claim=Claim.CARRIAGE, delivered="2024-09-20")
    assert (known.last_day, codes(known)) == (day("2025-09-20"), ["clock_begins_by_delivery"])
    assert codes(clock(claim=Claim.CARRIAGE)) == ["clock_begins_instead_of_delivery"]
    assert clock(delivered="2024-09-20").last_day == day("2029-10-31")  # of no account elsewhere


@pytest.mark.parametrize(
    ("happened", "last_day", "code"),
    [
        # loi 68-1250, art. 2: from 1 January after the interruption
        (("2026-03-15", K.FORMAL_NOTICE), "2030-12-31", "clock_public_demand"),
        (("2026-03-15", K.ACKNOWLEDGEMENT), "2030-12-31", "clock_public_acknowledged"),
        (("2026-03-15", K.PART_PAYMENT), "2030-12-31", "clock_public_paid_in_part"),
        (("2026-03-15..2027-02-01", K.COURT_ACTION), "2031-12-31", "clock_public_court_action"),
        (("2026-03-15", K.REMINDER), "2028-12-31", "clock_public_reminder"),
        (("2026-03-15", K.ENFORCEMENT), "2028-12-31", "clock_not_listed"),
        (("2024-12-15", K.FORMAL_NOTICE), "2028-12-31", "clock_not_begun"),
        # art. 2-1: six months of mediation at most (181 days here), six left at least
        (("2026-01-01..2026-01-31", K.MEDIATION), "2029-01-30", "clock_public_paused"),
        (("2026-01-01..2027-12-31", K.MEDIATION), "2029-06-30", "clock_public_paused"),
    ],
)
def test_public_bodies(happened, last_day, code):
    found = clock(happened, debtor=PUBLIC)
    assert (found.last_day, found.steps[-1].why.code) == (day(last_day), code)
    assert found.confidence is Confidence.MEDIUM


def test_the_steps_tell_the_whole_story():
    found = clock(
        ("2025-02-01", K.REMINDER),
        ("2026-03-01", K.PART_PAYMENT),
        ("2027-01-01..2027-05-01", K.MEDIATION),
        ("2029-01-01", K.ACKNOWLEDGEMENT),
        debtor=CONSUMER,
    )
    shown = [
        (str(step.since), str(step.until), step.why.code, str(step.last_day), step.moved)
        for step in found.steps
    ]
    assert shown == [
        ("2024-10-31", "2026-10-31", "clock_begins", "2026-10-31", True),
        ("2025-02-01", "2025-02-01", "clock_reminder", "2026-10-31", False),
        ("2026-03-01", "2026-03-01", "clock_paid_in_part", "2028-03-01", True),
        ("2027-01-01", "2027-05-01", "clock_paused", "2028-06-29", True),
        ("2029-01-01", "2029-01-01", "clock_too_late", "2028-06-29", False),
    ]


def test_an_order_for_payment_makes_the_answer_less_sure():
    assert clock(("2026-03-15", K.ORDER_SERVED)).confidence is Confidence.MEDIUM


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        ("2026-04-29", ()),
        ("2026-04-30", (6,)),
        ("2026-07-30", (6,)),
        ("2026-07-31", (6, 3)),
        ("2026-09-29", (6, 3)),
        ("2026-09-30", (6, 3, 1)),
        ("2026-10-31", (6, 3, 1)),
        ("2027-01-01", (6, 3, 1)),
    ],
)
def test_alerts_six_three_and_one_month_before_the_end(today, reached):
    assert alerts(clock(debtor=CONSUMER), day(today)) == reached


@pytest.mark.parametrize("country", ["DE", "BE", "US", "", "F" * 10_000])
def test_countries_whose_limitation_is_not_known(country):
    with pytest.raises(Refused) as refused:
        limitation_law(country)
    assert refused.value.code == "limitation_unknown"


@pytest.mark.parametrize(
    ("days", "kind", "code"),
    [
        ("2026-03-01..2026-02-28", K.MEDIATION, "event_ends_before_it_begins"),
        ("2026-03-01..2026-04-01", K.PART_PAYMENT, "event_has_no_length"),
        ("2026-03-01..2026-04-01", K.REMINDER, "event_has_no_length"),
    ],
)
def test_events_that_cannot_be(days, kind, code):
    with pytest.raises(Refused) as refused:
        event(days, kind)
    assert refused.value.code == code


@pytest.mark.parametrize(("due", "happened"), [("1900-01-01", "1901-01-01"), (DUE, "2151-01-01")])
def test_days_out_of_reach(due, happened):
    with pytest.raises(Refused) as refused:
        clock((happened, K.REMINDER), due=due)
    assert refused.value.code == "limitation_day_out_of_reach"


@pytest.mark.parametrize(
    "happened",
    [
        [("2026-01-10..2026-06-01", K.COURT_ACTION), ("2026-06-01", K.COURT_ACTION_FAILED)],
        [("2026-01-10..", K.COURT_ACTION), ("2026-06-01", K.COURT_ACTION_FAILED)],
        [("2026-01-10..", K.COURT_ACTION), ("2026-01-10", K.COURT_ACTION_FAILED)],
        [("2026-01-10", K.ORDER_SERVED), ("2026-06-01", K.COURT_ACTION_FAILED)],
    ],
)
def test_an_action_that_was_dismissed_never_interrupted(happened):
    """C. civ. 2243: given up, lapsed or dismissed, it is as if it had never been brought."""
    assert clock(*happened, debtor=CONSUMER).last_day == day("2026-10-31")


def test_only_the_action_that_failed_is_undone():
    found = clock(
        ("2025-02-01..2025-03-01", K.COURT_ACTION),
        ("2026-01-10..2026-06-01", K.COURT_ACTION),
        ("2026-06-01", K.COURT_ACTION_FAILED),
        debtor=CONSUMER,
    )
    assert found.last_day == day("2027-03-01")
