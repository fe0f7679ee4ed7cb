"""A plan for many: the same answer in any order, and no look that nothing asked for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from quitus.domain.reminders.decision import Verdict
from quitus.domain.reminders.plan import decide, plan
from tests.domain.reminders.worlds import DUE, GENTLE, SENT, a_client, an_instalment, today

MONDAY = date(2026, 10, 12)


def test_one_decision_each_in_the_order_given():
    instalments = [an_instalment(instalment_id=n, client_id=n % 2) for n in (3, 1, 2)]
    clients = {0: a_client(client_id=0), 1: a_client(client_id=1, contactable=False)}
    decisions = plan(GENTLE, iter(instalments), clients, today(MONDAY))
    assert [(d.instalment_id, d.client_id, d.verdict) for d in decisions] == [
        (3, 1, Verdict.HOLD),
        (1, 1, Verdict.HOLD),
        (2, 0, Verdict.SEND),
    ]
    assert decisions[2] == decide(GENTLE, instalments[2], clients[0], today(MONDAY))


def looks_in_a_year(instalment, client, bank=date(2027, 12, 31)):
    """How often an instalment is decided in 365 days if nobody acts, each time on its `next_check_on`."""
    on, looks = MONDAY, 0
    while on is not None and on < MONDAY + timedelta(days=365):
        decision = decide(GENTLE, instalment, client, today(on, bank))
        looks += 1
        if decision.verdict is Verdict.SEND:
            instalment = replace(instalment, last_step=decision.step.key, last_step_on=on)
            client = replace(client, last_contact_on=on)
            decision = decide(GENTLE, instalment, client, today(on, bank))
        on = decision.next_check_on
    return looks


@pytest.mark.parametrize(
    ("case", "facts", "client", "bank", "looks"),
    [
        ("paid", {"remaining_minor": 0}, {}, date(2027, 12, 31), 1),
        ("contested", {"disputed_minor": 10_000}, {}, date(2027, 12, 31), 1),
        ("paused until further notice", {"paused_until": date.max}, {}, date(2027, 12, 31), 1),
        ("no bank data: not even at week-ends", {}, {}, None, 1),
        ("no address", {}, {"contactable": False}, date(2027, 12, 31), 1),
        ("not due for half a year", {"due": date(2027, 4, 12)}, {}, date(2027, 12, 31), 7),  # one a step
        ("left alone: its four steps", {}, {}, date(2027, 12, 31), 4),
        (
            "paused for a fortnight, until Sunday 25: that Monday, and the steps",
            {"paused_until": date(2026, 10, 25)},
            {},
            date(2027, 12, 31),
            5,
        ),
    ],
)
def test_a_night_looks_only_at_what_can_change(case, facts, client, bank, looks):
    assert looks_in_a_year(an_instalment(**facts), a_client(**client), bank) == looks, case


def test_the_claim_before_sending_asks_again_without_the_waiting_reminder():
    waiting = an_instalment(pending=True)
    assert decide(GENTLE, waiting, a_client(), today(MONDAY)).verdict is Verdict.WAIT
    claimed = decide(GENTLE, replace(waiting, pending=False), a_client(), today(MONDAY))
    assert (claimed.verdict, claimed.step.key, claimed.asked_minor) == (Verdict.SEND, "any_problem", 10_000)
    paid_since = replace(waiting, pending=False, remaining_minor=0)
    assert decide(GENTLE, paid_since, a_client(), today(MONDAY)).verdict is Verdict.DONE


def test_facts_are_small_and_frozen():
    instalment = an_instalment()
    assert not hasattr(instalment, "__dict__")
    with pytest.raises(AttributeError):
        instalment.due = DUE
    assert instalment.sent_on == SENT
