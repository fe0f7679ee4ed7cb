"""Where does an imported instalment start? Imported on Monday 23 November 2026, approved by nobody yet."""

from datetime import date

import pytest

from quitus.domain.reminders.plan import decide
from quitus.domain.reminders.resume import first_step_after_import
from tests.domain.reminders.worlds import GENTLE, a_client, an_instalment, today

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("case", "facts", "expected"),
    [
        ("not provably sent", {"sent_on": None}, ("arrival_check", MONDAY)),
        ("seven weeks late, never reminded: the question first", {}, ("any_problem", MONDAY)),
        (
            "the other software sent the firm one on Thursday 19: after the deadline it gave",
            {"last_step": "firm", "last_step_on": date(2026, 11, 19)},
            ("last", date(2026, 11, 30)),  # nine days later is Saturday 28
        ),
        ("not due for a month", {"due": date(2026, 12, 24)}, ("upcoming", date(2026, 12, 17))),
        ("paid", {"remaining_minor": 0}, None),
        ("nothing left", {"last_step": "formal_notice", "last_step_on": date(2026, 11, 9)}, None),
        (
            "a step of another software that nobody has translated",
            {"last_step": "level_3", "last_step_on": date(2026, 11, 9)},
            None,
        ),
    ],
)
def test_where_it_would_start(case, facts, expected):
    start = first_step_after_import(GENTLE, an_instalment(released=False, **facts), today(MONDAY))
    assert (start and (start.step.key, start.on)) == expected, case


def test_on_a_sunday_it_would_start_on_monday():
    start = first_step_after_import(GENTLE, an_instalment(released=False), today(date(2026, 11, 22)))
    assert start.on == MONDAY


def test_nothing_leaves_before_the_approval_and_then_just_that_step():
    imported = an_instalment(released=False)
    assert decide(GENTLE, imported, a_client(), today(MONDAY)).verdict == "hold"
    approved = an_instalment(released=True)
    start = first_step_after_import(GENTLE, imported, today(MONDAY))
    decision = decide(GENTLE, approved, a_client(), today(start.on))
    assert (decision.verdict, decision.step) == ("send", start.step)
