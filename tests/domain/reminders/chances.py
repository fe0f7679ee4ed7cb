"""Lawful policies, debts and days at random, for the properties.

Built from one seeded source of chance (`st.randoms(use_true_random=True)`): a hundred times quicker than a
strategy for each field, hence far more cases; a failure names the seed, which replays it.
"""

from dataclasses import replace
from datetime import date, timedelta

from quitus.domain.days import Calendar
from quitus.domain.reminders.facts import UNTIL_FURTHER_NOTICE, ClientFacts, InstalmentFacts, Situation
from quitus.domain.reminders.policy import Anchor, Approval, Channel, Policy, Step, Tone
from quitus.domain.reminders.policy_checks import order_problems, step_problems

START = date(2026, 9, 1)  # a Tuesday; every random date lies around it
LETTERS = 'abcXYZ éÈç«»’"\\#[]=\u202f\u00a0🙂'


def maybe(chance, value, odds=0.5):
    return value if chance.random() < odds else None


def near(chance, first=-60, last=60):
    """A date some days around START."""
    return START + timedelta(days=chance.randint(first, last))


def a_policy(chance):
    """Any policy that its own checks let pass: with and without arrival check, soft and late steps."""
    gap = chance.randint(1, 12)
    wanted = [_arrival(chance)] if chance.random() < 0.7 else []
    wanted += [_soft(chance, days) for days in sorted(chance.sample(range(-31, 1), chance.randint(0, 3)))]
    wanted += [_late(chance, days) for days in sorted(chance.sample(range(1, 60), chance.randint(1, 4)))]
    steps = []
    for step in wanted:
        numbered = replace(step, level=len(steps) + 1)
        if not order_problems([*steps, numbered], gap):
            steps.append(numbered)
    assert not [problem for step in steps for problem in step_problems(step)]
    return Policy(
        name="".join(chance.choices("abc_019", k=5)).lstrip("_019") or "policy",
        version=chance.randint(1, 99),
        title_fr="".join(chance.choices(LETTERS, k=10)).strip() or "Doux",
        title_en="".join(chance.choices(LETTERS, k=10)).strip() or "Gentle",
        minimum_gap_days=gap,
        contact_gap_days=chance.randint(1, 14),
        bank_data_days=chance.randint(1, 14),
        steps=tuple(steps),
    )


def _arrival(chance):
    return replace(
        _soft(chance, chance.randint(1, 10)),
        key="arrival_check",
        anchor=Anchor.SENT,
        working_days=chance.random() < 0.5,
        expires_after_days=chance.randint(0, 15),
    )


def _soft(chance, days):
    return Step(
        f"soft{-days}",
        1,
        Anchor.DUE,
        days,
        Channel.EMAIL,
        chance.choice([Tone.FRIENDLY, Tone.NEUTRAL]),
        "soon",
        chance.choice(list(Approval)),
        working_days=chance.random() < 0.2,
        soft=True,
        expires_after_days=chance.randint(0, 10),
    )


def _late(chance, days):
    by_task = chance.random() < 0.2
    return Step(
        f"late{days}",
        1,
        Anchor.DUE,
        days,
        Channel.TASK if by_task else Channel.EMAIL,
        chance.choice([Tone.NEUTRAL, Tone.FIRM, Tone.LAST]),
        "late",
        Approval.PERSON if by_task else chance.choice(list(Approval)),
        working_days=chance.random() < 0.2,
        new_deadline_days=maybe(chance, chance.randint(1, 10), 0.3),
    )


def an_instalment(chance, policy, instalment_id=1, client_id=1, *, free=False):
    """One instalment; `free`: time alone ends whatever holds it."""
    last_step = maybe(chance, chance.choice(policy.steps).key, 0.4)
    act = 0.0 if free else 0.03
    return InstalmentFacts(
        instalment_id,
        client_id,
        due=near(chance),
        remaining_minor=10_000 if free else chance.choice([0] + 9 * [6_000, 10_000]),
        currency="EUR",
        sent_on=maybe(chance, near(chance), 1.0 if free else 0.9),
        released=chance.random() >= act,
        last_step=last_step,
        last_step_on=None if last_step is None else near(chance, -60, 0),
        promised_until=maybe(chance, near(chance, -10, 40), 0.3),
        promised_minor=chance.choice([0, 4_000, 4_000, 6_000, 10_000]),
        disputed_minor=0 if free else chance.choice([0, 0, 0, 0, 0, 0, 0, 4_000, 4_000, 10_000]),
        possibly_paid=chance.random() < act,
        paused_until=_a_pause(chance, free),
        pending=chance.random() < act,
        asked_receipt_on=maybe(chance, near(chance, -20, 0), 0.3),
        before_insolvency=chance.random() < act,
        sue_by=None if free else maybe(chance, near(chance, -5, 90), 0.2),
    )


def _a_pause(chance, free):
    if not free and chance.random() < 0.02:
        return UNTIL_FURTHER_NOTICE
    return maybe(chance, near(chance, -10, 40), 0.15)


def a_client(chance, client_id=1, *, free=False):
    return ClientFacts(
        client_id,
        contactable=free or chance.random() < 0.9,
        paused_until=_a_pause(chance, free),
        last_contact_on=maybe(chance, near(chance, -20, 0)),
        pay_run_days=tuple(chance.choices(range(1, 32), k=chance.choice([0, 0, 1, 2, 4]))),
    )


def a_situation(chance, *, fresh=False):
    calendar = Calendar(frozenset(near(chance, -30, 120) for _ in range(chance.randint(0, 8))))
    bank = START + timedelta(days=400) if fresh else maybe(chance, near(chance, -10, 40), 0.9)
    return Situation(near(chance, 0, 30), calendar, bank)


def a_world(chance, *, free=False):
    """A policy, a debt, its debtor, a day."""
    policy = a_policy(chance)
    instalment = an_instalment(chance, policy, free=free)
    return policy, instalment, a_client(chance, free=free), a_situation(chance, fresh=free)


def a_portfolio(chance):
    """A policy, some debts, their three debtors by id, a day."""
    policy = a_policy(chance)
    owed = [an_instalment(chance, policy, n, chance.randint(1, 3)) for n in range(1, chance.randint(2, 12))]
    return policy, owed, {n: a_client(chance, n) for n in range(1, 4)}, a_situation(chance)
