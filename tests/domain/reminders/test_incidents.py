"""Each test is an incident that users of other software reported. None of them can happen here."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.domain.reminders.decision import Reason, Verdict
from quitus.domain.reminders.plan import decide, plan
from quitus.domain.reminders.policy_text import parse_policy, policy_text
from tests.domain.reminders.worlds import (
    DUE,
    GENTLE,
    a_client,
    an_instalment,
    days,
    live,
    steps_by_day,
    today,
)

MONDAY = date(2026, 10, 12)


def test_the_plan_run_sixty_times_a_day_sends_once():
    runs = [today(MONDAY)] * 60
    assert steps_by_day(live(GENTLE, [an_instalment()], [a_client()], runs)) == [(MONDAY, "any_problem")]


def test_a_missed_day_is_caught_up():
    # Off from Saturday 10 to Sunday 18 October: the question of Monday 12 leaves on Monday 19; the firm step
    # of Tuesday 20 then waits for the gap, and the rest finds its own days again.
    off = days(date(2026, 10, 10), 9)
    runs = [today(day) for day in days(date(2026, 10, 5), 60) if day not in off]
    assert steps_by_day(live(GENTLE, [an_instalment()], [a_client()], runs)) == [
        (date(2026, 10, 5), "due_day"),
        (date(2026, 10, 19), "any_problem"),
        (date(2026, 10, 26), "firm"),
        (date(2026, 11, 4), "last"),  # nine days after the firm one, which gave eight
        (date(2026, 11, 12), "formal_notice"),  # Wednesday 11 is a holiday
    ]


def test_ninety_days_late_and_run_daily_it_is_one_step_at_a_time():
    start = date(2027, 1, 4)  # Monday, 91 days after the due date
    runs = [today(day) for day in days(start, 60)]
    assert steps_by_day(live(GENTLE, [an_instalment()], [a_client()], runs)) == [
        (date(2027, 1, 4), "any_problem"),
        (date(2027, 1, 11), "firm"),
        (date(2027, 1, 20), "last"),
        (date(2027, 1, 27), "formal_notice"),
    ]


def test_ninety_days_late_and_never_provably_sent_it_asks_first_whether_it_arrived():
    runs = [today(day) for day in days(date(2027, 1, 4), 60)]
    unproven = an_instalment(sent_on=None)
    assert steps_by_day(live(GENTLE, [unproven], [a_client()], runs))[:3] == [
        (date(2027, 1, 4), "arrival_check"),
        (date(2027, 1, 11), "any_problem"),
        (date(2027, 1, 18), "firm"),
    ]


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ("days = 15", "days = -15", "policy_late_step_before_due"),
        ("days = -7", "days = 7", "policy_soft_step_after_due"),
    ],
)
def test_a_sign_turned_round_is_refused_before_it_reminds_anybody(wrong, right, code):
    text = policy_text(GENTLE).replace(wrong, right, 1)
    with pytest.raises(Refused) as refusal:
        parse_policy(text)
    assert code in [problem.code for problem in refusal.value.facts["problems"]]


def test_what_is_partly_paid_is_asked_for_its_remainder():
    (message,) = live(GENTLE, [an_instalment(remaining_minor=2_526)], [a_client()], [today(MONDAY)])
    assert message.totals == (Money(2_526, "EUR"),)


def test_what_is_paid_too_much_is_never_asked():
    decision = decide(GENTLE, an_instalment(remaining_minor=-1), a_client(), today(MONDAY))
    assert (decision.verdict, decision.reasons, decision.asked_minor) == (Verdict.DONE, (Reason.PAID,), 0)


@pytest.mark.parametrize(
    ("change", "verdict", "reason"),
    [
        ({"remaining_minor": 0}, Verdict.DONE, Reason.PAID),
        ({"possibly_paid": True}, Verdict.HOLD, Reason.POSSIBLY_PAID),
        ({"disputed_minor": 10_000}, Verdict.HOLD, Reason.CONTESTED),
        ({"promised_minor": 10_000, "promised_until": MONDAY}, Verdict.HOLD, Reason.PROMISED),
        ({"paused_until": MONDAY}, Verdict.HOLD, Reason.PAUSED_BY_USER),
    ],
)
def test_what_happens_between_the_plan_and_the_sending_counts(change, verdict, reason):
    planned = an_instalment()
    assert decide(GENTLE, planned, a_client(), today(MONDAY)).verdict is Verdict.SEND
    decision = decide(GENTLE, replace(planned, **change), a_client(), today(MONDAY))
    assert (decision.verdict, decision.reasons) == (verdict, (reason,))


def test_the_night_the_clocks_change_neither_skips_nor_repeats():
    # Sunday 25 October 2026 has 25 hours. A plan knows days, not hours.
    instalment = an_instalment(last_step="any_problem", last_step_on=date(2026, 10, 19))
    runs = [today(day) for day in days(date(2026, 10, 24), 4) for _ in range(3)]
    assert steps_by_day(live(GENTLE, [instalment], [a_client()], runs)) == [(date(2026, 10, 26), "firm")]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 8, 31), date(2026, 9, 7)),  # Monday + 7
        (date(2027, 1, 31), date(2027, 2, 8)),  # Sunday + 7 is Sunday 7 February: Monday
        (date(2027, 2, 28), date(2027, 3, 8)),  # Sunday + 7: Monday
        (date(2028, 2, 29), date(2028, 3, 7)),  # Tuesday + 7
    ],
)
def test_the_ends_of_months_lose_no_day(due, expected):
    instalment = an_instalment(due=due, sent_on=due - timedelta(days=30))
    runs = [today(day, day) for day in days(due + timedelta(days=4), 11)]
    assert steps_by_day(live(GENTLE, [instalment], [a_client()], runs))[0] == (expected, "any_problem")


def test_two_levels_at_once_are_one_message():
    older = an_instalment(instalment_id=2, due=date(2026, 9, 25), last_step="any_problem")
    older = replace(older, last_step_on=date(2026, 10, 2))
    (message,) = live(GENTLE, [an_instalment(), older], [a_client()], [today(MONDAY)])
    assert message.step.key == "firm"
    assert [line.step.key for line in message.reminders] == ["firm", "any_problem"]


def test_ten_overdue_instalments_are_one_message():
    owed = [an_instalment(instalment_id=n) for n in range(1, 11)]
    (message,) = live(GENTLE, owed, [a_client()], [today(MONDAY)])
    assert len(message.reminders) == 10
    assert message.totals == (Money(100_000, "EUR"),)


def test_an_invoice_sent_after_its_due_date_is_not_past_due_the_next_morning():
    sent_late = an_instalment(sent_on=DUE + timedelta(days=10))  # Thursday 15 October
    runs = [today(day) for day in days(DUE + timedelta(days=10), 20)]
    assert steps_by_day(live(GENTLE, [sent_late], [a_client()], runs))[0] == (
        date(2026, 10, 22),
        "any_problem",
    )


def test_one_absurd_row_does_not_stop_the_night():
    rows = [
        an_instalment(instalment_id=1, due=date(9999, 12, 31)),  # "no due date" of some software
        an_instalment(instalment_id=2, due=date(1, 1, 1)),
        an_instalment(instalment_id=3, promised_minor=1, promised_until=date.max),
        an_instalment(instalment_id=4),
    ]
    clients = {1: a_client(pay_run_days=(30,), last_contact_on=date(2026, 9, 1))}
    decisions = plan(GENTLE, rows, clients, today(date(2026, 10, 19)))
    assert [decision.verdict for decision in decisions] == [
        Verdict.WAIT,
        Verdict.SEND,
        Verdict.SEND,
        Verdict.SEND,
    ]


def test_a_debtor_without_address_is_shown_not_silently_dropped():
    decision = decide(GENTLE, an_instalment(), a_client(contactable=False), today(MONDAY))
    assert (decision.verdict, decision.reasons) == (Verdict.HOLD, (Reason.NO_CONTACT,))


def test_a_broken_promise_goes_on_where_it_stopped():
    promised = an_instalment(
        last_step="any_problem",
        last_step_on=MONDAY,
        promised_minor=10_000,
        promised_until=date(2026, 10, 30),
    )
    runs = [today(day) for day in days(MONDAY, 60)]
    assert steps_by_day(live(GENTLE, [promised], [a_client()], runs))[:2] == [
        (date(2026, 11, 4), "firm"),  # promised for Friday 30, believed until Tuesday 3
        (date(2026, 11, 13), "last"),
    ]


def test_a_late_payer_of_many_invoices_is_not_written_to_every_day():
    owed = [an_instalment(instalment_id=n, due=date(2026, 9, 1) + timedelta(days=n)) for n in range(1, 31)]
    runs = [today(day) for day in days(date(2026, 9, 1), 90)]
    contacts = [
        message.on for message in live(GENTLE, owed, [a_client()], runs) if message.channel == "email"
    ]
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(contacts))
