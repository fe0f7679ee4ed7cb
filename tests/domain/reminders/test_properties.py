"""What holds for every policy, every debt and every day."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.reminders.ahead import calendar_ahead
from quitus.domain.reminders.decision import Verdict
from quitus.domain.reminders.group import group
from quitus.domain.reminders.plan import decide, plan
from quitus.domain.reminders.policy import Anchor, Channel
from tests.domain.reminders.chances import a_portfolio, a_world
from tests.domain.reminders.worlds import days, live

HORIZON = 90
ONE_DAY = timedelta(days=1)


CHANCE = st.randoms(use_true_random=True)


def answer(world, on):
    policy, instalment, client, situation = world
    decision = decide(policy, instalment, client, replace(situation, on=on))
    return decision.verdict, decision.step, decision.reasons, decision.asked_minor


@given(CHANCE)
@settings(max_examples=400, deadline=None)
def test_the_decision_changes_on_its_next_check_and_not_a_day_before(chance):
    world = a_world(chance)
    policy, instalment, client, situation = world
    decision = decide(policy, instalment, client, situation)
    now = answer(world, situation.on)
    end = situation.on + timedelta(days=HORIZON)
    change = decision.next_check_on
    assert change is None or change > situation.on
    quiet_until = end if change is None else min(change - ONE_DAY, end)
    for day in days(situation.on, (quiet_until - situation.on).days + 1):
        assert answer(world, day) == now, day
    if change is not None:
        assert answer(world, change) != now


@given(CHANCE)
@settings(max_examples=400, deadline=None)
def test_the_first_reason_ends_on_its_last_day(chance):
    world = a_world(chance)
    policy, instalment, client, situation = world
    decision = decide(policy, instalment, client, situation)
    if decision.until is not None:
        assert decision.until >= situation.on
        after = decide(policy, instalment, client, replace(situation, on=decision.until + ONE_DAY))
        assert after.reasons[:1] != decision.reasons[:1] or after.step != decision.step


@given(CHANCE)
@settings(max_examples=400, deadline=None)
def test_nothing_is_sent_against_any_obstacle(chance):
    world = a_world(chance)
    policy, instalment, client, situation = world
    decision = decide(policy, instalment, client, situation)
    if decision.verdict is not Verdict.SEND:
        assert decision.reasons
        assert decision.asked_minor == 0
        return
    on, step = situation.on, decision.step
    assert decision.reasons == ()
    assert instalment.released
    assert not instalment.possibly_paid
    assert not instalment.pending
    for pause in (instalment.paused_until, client.paused_until):
        assert pause is None or pause < on
    assert situation.calendar.is_working(on)
    promised = 0
    if instalment.promised_until is not None:
        believed_until = situation.calendar.add_working(instalment.promised_until, 2)
        promised = instalment.promised_minor if on <= believed_until else 0
    assert decision.asked_minor == instalment.remaining_minor - instalment.disputed_minor - promised > 0
    if instalment.sent_on is None and instalment.last_step is None:
        assert step.anchor is Anchor.SENT
    if step.channel is Channel.EMAIL:
        assert client.contactable
        gap = timedelta(days=policy.contact_gap_days)
        assert client.last_contact_on is None or client.last_contact_on + gap <= on
    if step.anchor is Anchor.DUE and step.days > 0:
        answers = [d for d in (situation.bank_data_until, instalment.asked_receipt_on) if d is not None]
        assert max(answers) + timedelta(days=policy.bank_data_days) >= on
        assert instalment.due + timedelta(days=1) <= on
    if instalment.last_step is not None:
        assert step.level > policy.step(instalment.last_step).level
        assert instalment.last_step_on + timedelta(days=policy.minimum_gap_days) <= on


@given(CHANCE)
@settings(max_examples=150, deadline=None)
def test_no_history_repeats_a_step_or_breaks_a_gap(chance):
    policy, instalment, client, situation = a_world(chance, free=True)
    # The program happens to run on some days only, on some of them often.
    ran = sorted(chance.choices(range(120), k=chance.choice([10, 40, 150])))
    runs = [replace(situation, on=situation.on + timedelta(days=n)) for n in ran]
    messages = live(policy, [instalment], [client], runs)
    steps = [message.step for message in messages]
    levels = [0 if instalment.last_step is None else policy.step(instalment.last_step).level]
    levels += [step.level for step in steps]
    assert all(earlier < later for earlier, later in pairwise(levels))
    skipped = {step.key for step in policy.steps if levels[0] < step.level < levels[-1]}
    skipped -= {step.key for step in steps}
    assert all(policy.step(key).soft for key in skipped)
    for before, after in pairwise(messages):
        rest = max(policy.minimum_gap_days, (before.step.new_deadline_days or 0) + 1)
        assert (after.on - before.on).days >= rest


@given(CHANCE)
@settings(max_examples=100, deadline=None)
def test_what_nothing_holds_comes_to_its_last_step(chance):
    """No pay run, holiday or gap can starve a reminder."""
    policy, instalment, client, situation = a_world(chance, free=True)
    runs = [replace(situation, on=day) for day in days(situation.on, 300)]
    sent = [message.step.key for message in live(policy, [instalment], [client], runs)]
    start = 0 if instalment.last_step is None else policy.step(instalment.last_step).level
    owed = [step.key for step in policy.steps[start:] if not step.soft]
    assert [key for key in sent if key in owed] == owed


@given(CHANCE)
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_facts_changes_nothing(chance):
    policy, owed, debtors, situation = a_portfolio(chance)
    facts = {instalment.instalment_id: instalment for instalment in owed}
    shuffled = chance.sample(owed, len(owed))
    first, second = (plan(policy, some, debtors, situation) for some in (owed, shuffled))
    assert sorted(first, key=lambda d: d.instalment_id) == sorted(second, key=lambda d: d.instalment_id)
    assert first == [decide(policy, i, debtors[i.client_id], situation) for i in owed]
    messages = group(policy, first, facts, situation)
    assert messages == group(policy, second, facts, situation)
    sent = [d.instalment_id for d in first if d.verdict is Verdict.SEND]
    assert sorted(line.instalment_id for m in messages for line in m.reminders) == sent


@given(CHANCE)
@settings(max_examples=60, deadline=None)
def test_the_calendar_told_ahead_is_the_one_that_is_lived(chance):
    policy, owed, debtors, situation = a_portfolio(chance)
    age = None if situation.bank_data_until is None else situation.on - situation.bank_data_until
    runs = [
        replace(situation, on=day, bank_data_until=None if age is None else day - age)
        for day in days(situation.on, 45)
    ]
    told = calendar_ahead(policy, owed, debtors, situation, 45)
    assert told == live(policy, owed, debtors.values(), runs)


@given(CHANCE)
@settings(max_examples=100, deadline=None)
def test_no_debtor_gets_two_e_mails_within_the_contact_gap(chance):
    policy, owed, debtors, situation = a_portfolio(chance)
    messages = calendar_ahead(policy, owed, debtors, situation, 90)
    for client_id in debtors:
        mails = [m.on for m in messages if m.client_id == client_id and m.channel is Channel.EMAIL]
        assert all((later - earlier).days >= policy.contact_gap_days for earlier, later in pairwise(mails))
