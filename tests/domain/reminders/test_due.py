"""When is a reminder due? Dates of 2026 written out; 1 September is a Tuesday, 5 October a Monday."""

from dataclasses import replace
from datetime import date

import pytest

from quitus.domain.reminders.due import DueStep, next_step
from tests.domain.reminders.worlds import DUE, GENTLE, SENT, an_instalment, today


def awaited(instalment, on, policy=GENTLE):
    due = next_step(policy, instalment, today(on))
    return None if due is None else (due.step.key, due.opens, due.closes)


@pytest.mark.parametrize(
    ("on", "last_step", "last_step_on", "expected"),
    [
        # Three working days after Thursday 3 September: Friday, Monday, Tuesday 8; ten days to live.
        (date(2026, 9, 4), None, None, ("arrival_check", date(2026, 9, 8), date(2026, 9, 18))),
        (date(2026, 9, 18), None, None, ("arrival_check", date(2026, 9, 8), date(2026, 9, 18))),
        # It lapsed unsent (held, or the program was off): the next is a week before Monday 5 October.
        (date(2026, 9, 19), None, None, ("upcoming", date(2026, 9, 28), date(2026, 10, 1))),
        (date(2026, 10, 2), None, None, ("due_day", DUE, date(2026, 10, 8))),
        (date(2026, 10, 9), None, None, ("any_problem", date(2026, 10, 12), None)),
        # Each step after the one before it.
        (
            date(2026, 9, 8),
            "arrival_check",
            date(2026, 9, 8),
            ("upcoming", date(2026, 9, 28), date(2026, 10, 1)),
        ),
        (date(2026, 9, 28), "upcoming", date(2026, 9, 28), ("due_day", DUE, date(2026, 10, 8))),
        (date(2026, 10, 5), "due_day", DUE, ("any_problem", date(2026, 10, 12), None)),  # Monday + 7
        (date(2026, 10, 12), "any_problem", date(2026, 10, 12), ("firm", date(2026, 10, 20), None)),
        (date(2026, 10, 20), "firm", date(2026, 10, 20), ("last", date(2026, 10, 30), None)),  # Friday
        (date(2026, 10, 30), "last", date(2026, 10, 30), ("formal_notice", date(2026, 11, 9), None)),
        (date(2026, 11, 9), "formal_notice", date(2026, 11, 9), None),
        # Never two at once: the step sent late pushes the next one by the gap.
        (date(2026, 10, 19), "any_problem", date(2026, 10, 19), ("firm", date(2026, 10, 26), None)),
        # The firm one gave eight days: the last comes after the ninth, not after the usual seven.
        (date(2026, 11, 2), "firm", date(2026, 11, 2), ("last", date(2026, 11, 12), None)),  # 11th: holiday
    ],
)
def test_the_usual_instalment_in_the_gentle_policy(on, last_step, last_step_on, expected):
    instalment = an_instalment(last_step=last_step, last_step_on=last_step_on)
    assert awaited(instalment, on) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 10, 3), date(2026, 10, 5)),  # Saturday: Monday
        (date(2026, 10, 4), date(2026, 10, 5)),  # Sunday: Monday
        (date(2026, 11, 11), date(2026, 11, 12)),  # Armistice, a Wednesday: Thursday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas on a Friday: Monday
    ],
)
def test_a_day_off_moves_the_step_to_the_next_day_worked(due, expected):
    instalment = an_instalment(due=due, sent_on=date(2026, 9, 3))
    on = next_step(GENTLE, instalment, today(due)).opens
    assert on == expected


@pytest.mark.parametrize(
    ("case", "sent_on", "due", "on", "expected"),
    [
        (
            "ten days to pay: arrival (Tue 8) and upcoming (Sun 6) are too close, as is the invoice itself;"
            " what remains before the due date is the day itself",
            date(2026, 9, 3),
            date(2026, 9, 13),  # Sunday
            date(2026, 9, 4),
            ("due_day", date(2026, 9, 14), date(2026, 9, 16)),
        ),
        (
            "eighteen days: the arrival check (Tue 8) is six days before the upcoming one (Mon 14): merged",
            date(2026, 9, 3),
            date(2026, 9, 21),
            date(2026, 9, 4),
            ("upcoming", date(2026, 9, 14), date(2026, 9, 17)),
        ),
        (
            "nineteen days: exactly a week apart, both leave; the first lapses when the second opens",
            date(2026, 9, 3),
            date(2026, 9, 22),
            date(2026, 9, 4),
            ("arrival_check", date(2026, 9, 8), date(2026, 9, 14)),
        ),
        (
            "payment on receipt: no word on the day itself, the arrival check (Tue 8) would be five days"
            " before the question of Thu 10",
            date(2026, 9, 3),
            date(2026, 9, 3),
            date(2026, 9, 3),
            ("any_problem", date(2026, 9, 10), None),
        ),
        (
            "sent twenty days after its due date: not chased the same day, but a week after it was sent",
            date(2026, 9, 3),
            date(2026, 8, 14),
            date(2026, 9, 3),
            ("any_problem", date(2026, 9, 10), None),
        ),
    ],
)
def test_steps_that_fall_too_close_merge_into_the_later(case, sent_on, due, on, expected):
    assert awaited(an_instalment(sent_on=sent_on, due=due), on) == expected, case


def test_a_delay_by_a_holiday_is_no_reason_to_merge():
    # Due on Ascension, Thursday 14 May: the word of the day leaves on Friday 15; the question of Thursday 21
    # would then come after six days and waits for Friday 22.
    instalment = an_instalment(due=date(2026, 5, 14), sent_on=date(2026, 4, 1))
    assert awaited(instalment, date(2026, 5, 14)) == ("due_day", date(2026, 5, 15), date(2026, 5, 17))
    told = replace(instalment, last_step="due_day", last_step_on=date(2026, 5, 15))
    assert awaited(told, date(2026, 5, 15)) == ("any_problem", date(2026, 5, 22), None)


def test_an_arrival_check_sent_late_makes_the_upcoming_word_needless():
    # Asked on Friday 25 September whether it arrived: "due in a week" on Monday 28 would come three days
    # later, and on Friday 2 October three days before the due date.
    instalment = an_instalment(last_step="arrival_check", last_step_on=date(2026, 9, 25))
    assert awaited(instalment, date(2026, 9, 25)) == ("due_day", DUE, date(2026, 10, 8))


@pytest.mark.parametrize("on", [date(2026, 9, 4), date(2026, 10, 5), date(2027, 1, 3)])
def test_without_proof_of_sending_it_starts_with_the_arrival_check_however_late(on):
    assert awaited(an_instalment(sent_on=None), on) == ("arrival_check", None, None)


def test_after_that_arrival_check_the_later_steps_follow_with_the_gap():
    # Ninety days late, asked on Monday 4 January whether it ever arrived.
    asked = an_instalment(sent_on=None, last_step="arrival_check", last_step_on=date(2027, 1, 4))
    assert awaited(asked, date(2027, 1, 4)) == ("any_problem", date(2027, 1, 11), None)


def test_a_step_that_the_policy_does_not_have_leaves_no_way_on():
    assert awaited(an_instalment(last_step="third_call", last_step_on=SENT), DUE) is None


@pytest.mark.parametrize("due", [date.min, date(9999, 12, 31)])
def test_dates_at_the_ends_of_time_are_answered(due):
    instalment = an_instalment(due=due)
    assert isinstance(next_step(GENTLE, instalment, today(DUE)), DueStep)
