"""What will leave, which day? Told ahead, it is what happens when the days are lived one by one."""

from datetime import date
from itertools import pairwise

import pytest

from quitus.domain.reminders.ahead import calendar_ahead
from tests.domain.reminders.worlds import (
    GENTLE,
    a_client,
    an_instalment,
    days,
    live,
    steps_by_day,
    today,
)

MONDAY = date(2026, 9, 7)


def ahead(instalments, clients=None, on=MONDAY, count=70, bank=MONDAY):
    known = clients or {i.client_id: a_client(client_id=i.client_id) for i in instalments}
    return calendar_ahead(GENTLE, instalments, known, today(on, bank), count)


def test_the_whole_life_of_an_unpaid_instalment():
    assert steps_by_day(ahead([an_instalment()])) == [
        (date(2026, 9, 8), "arrival_check"),  # Tuesday: three working days after Thursday 3
        (date(2026, 9, 28), "upcoming"),  # Monday
        (date(2026, 10, 5), "due_day"),  # Monday
        (date(2026, 10, 12), "any_problem"),
        (date(2026, 10, 20), "firm"),  # Tuesday
        (date(2026, 10, 30), "last"),  # Friday
        (date(2026, 11, 9), "formal_notice"),  # Monday: a task for a person
    ]


def test_today_is_the_first_day_and_the_last_one_counts():
    tuesday = date(2026, 9, 8)
    assert steps_by_day(ahead([an_instalment()], on=tuesday, count=1)) == [(tuesday, "arrival_check")]
    assert ahead([an_instalment()], on=MONDAY, count=1) == []
    assert len(ahead([an_instalment()], on=MONDAY, count=2)) == 1
    assert ahead([an_instalment()], on=MONDAY, count=0) == []


def test_a_promise_counts_as_broken_and_the_rest_follows():
    promised = an_instalment(promised_until=date(2026, 10, 16), promised_minor=10_000)
    assert steps_by_day(ahead([promised], count=60)) == [
        (date(2026, 10, 21), "any_problem"),  # promised for Friday 16, believed until Tuesday 20
        (date(2026, 10, 28), "firm"),
    ]


@pytest.mark.parametrize(
    "held", [{"disputed_minor": 10_000}, {"possibly_paid": True}, {"released": False}, {"pending": True}]
)
def test_what_only_an_act_can_free_is_not_foretold(held):
    assert ahead([an_instalment(**held)]) == []


def test_bank_data_stays_as_old_as_it_is():
    fresh = ahead([an_instalment()], on=date(2026, 10, 12), bank=date(2026, 10, 8))  # four days old
    assert [key for _, key in steps_by_day(fresh)] == ["any_problem", "firm", "last", "formal_notice"]
    assert ahead([an_instalment()], on=date(2026, 10, 12), bank=date(2026, 10, 1)) == []
    assert ahead([an_instalment()], on=date(2026, 10, 12), bank=None) == []


def test_a_debtor_of_several_instalments_hears_once_a_week():
    instalments = [
        an_instalment(instalment_id=n, due=date(2026, 9, 20 + n), sent_on=date(2026, 8, 20))
        for n in range(1, 8)
    ]
    messages = ahead(instalments, on=date(2026, 9, 14), bank=date(2026, 9, 14), count=60)
    sent = [message.on for message in messages if message.channel == "email"]
    assert min((later - earlier).days for earlier, later in pairwise(sent)) == 7
    assert {line.instalment_id for message in messages for line in message.reminders} == set(range(1, 8))


def test_the_calendar_is_what_happens_day_by_day():
    instalments = [
        an_instalment(
            instalment_id=n,
            client_id=n % 3,
            due=date(2026, 9, 1 + n % 30),
            sent_on=None if n % 5 == 0 else date(2026, 8, 20),
            last_step="any_problem" if n % 7 == 0 else None,
            last_step_on=date(2026, 9, 10) if n % 7 == 0 else None,
            promised_minor=5_000 if n % 4 == 0 else 0,
            promised_until=date(2026, 9, 25) if n % 4 == 0 else None,
            paused_until=date(2026, 9, 30) if n % 6 == 0 else None,
        )
        for n in range(1, 25)
    ]
    clients = {n: a_client(client_id=n, pay_run_days=(15, 30) if n else ()) for n in range(3)}
    start = date(2026, 9, 14)
    told = calendar_ahead(GENTLE, instalments, clients, today(start, start), 60)
    lived = live(GENTLE, instalments, clients.values(), [today(day, day) for day in days(start, 60)])
    assert told == lived
    assert len(told) > 10
