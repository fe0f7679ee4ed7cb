"""What does one debtor receive?"""

from dataclasses import replace
from datetime import date

from quitus.domain.money import Money
from quitus.domain.reminders.group import Line, ReminderLine, group
from quitus.domain.reminders.plan import plan
from quitus.domain.reminders.policy import Approval, Channel
from tests.domain.reminders.worlds import GENTLE, a_client, an_instalment, today

MONDAY = date(2026, 11, 30)


def grouped(instalments, clients=(), on=MONDAY, policy=GENTLE, bank=MONDAY):
    owed = {instalment.instalment_id: instalment for instalment in instalments}
    known = {i.client_id: a_client(client_id=i.client_id) for i in instalments}
    known |= {client.client_id: client for client in clients}
    situation = today(on, bank)
    return group(policy, plan(policy, owed.values(), known, situation), owed, situation)


# Of client 1, on Monday 30 November:
FIRM = an_instalment(
    instalment_id=11,
    due=date(2026, 11, 15),
    remaining_minor=54_000,
    last_step="any_problem",
    last_step_on=date(2026, 11, 23),
)
ASKED = an_instalment(instalment_id=12, due=date(2026, 11, 20), remaining_minor=86_000)
RESTING = an_instalment(
    instalment_id=13,
    due=date(2026, 10, 31),
    remaining_minor=124_000,
    disputed_minor=4_000,
    last_step="last",
    last_step_on=date(2026, 11, 25),
)


def test_one_message_at_the_highest_level_that_says_the_whole_truth():
    (message,) = grouped([ASKED, FIRM, RESTING])
    assert (message.on, message.client_id, message.channel) == (MONDAY, 1, Channel.EMAIL)
    assert (message.step.key, message.approval) == ("firm", Approval.AUTOMATIC)
    assert message.reminders == (  # each keeps its own step; the oldest first
        ReminderLine(11, date(2026, 11, 15), 54_000, "EUR", GENTLE.step("firm")),
        ReminderLine(12, date(2026, 11, 20), 86_000, "EUR", GENTLE.step("any_problem")),
    )
    assert message.also_open == (Line(13, date(2026, 10, 31), 120_000, "EUR"),)  # without the contested part
    assert message.totals == (Money(260_000, "EUR"),)


def test_also_open_names_nothing_that_is_held_paid_not_late_or_possibly_paid():
    others = [
        replace(RESTING, instalment_id=21, disputed_minor=124_000),
        replace(RESTING, instalment_id=22, possibly_paid=True),
        replace(RESTING, instalment_id=23, remaining_minor=0),
        replace(RESTING, instalment_id=24, promised_minor=120_000, promised_until=date(2026, 12, 4)),
        replace(RESTING, instalment_id=25, paused_until=date(2026, 12, 4)),
        replace(RESTING, instalment_id=26, released=False),
        an_instalment(instalment_id=27, due=date(2026, 12, 20)),
        an_instalment(instalment_id=30, due=MONDAY, last_step="due_day", last_step_on=date(2026, 11, 27)),
        replace(RESTING, instalment_id=28, client_id=2),
    ]
    (message,) = grouped([FIRM, *others])
    assert message.also_open == ()
    # The last step was sent: nothing more leaves for it, yet it is owed.
    finished = replace(RESTING, instalment_id=29, last_step="formal_notice")
    (message,) = grouped([FIRM, finished])
    assert [line.instalment_id for line in message.also_open] == [29]


def test_a_mention_needs_fresh_bank_data_as_a_reminder_does():
    before_due = an_instalment(instalment_id=14, due=date(2026, 12, 7), last_step="arrival_check")
    before_due = replace(before_due, last_step_on=date(2026, 9, 8))
    (message,) = grouped([before_due, RESTING], bank=date(2026, 11, 20))
    assert (message.step.key, message.also_open) == ("upcoming", ())
    told = replace(RESTING, asked_receipt_on=date(2026, 11, 30))
    (message,) = grouped([before_due, told], bank=date(2026, 11, 20))
    assert [line.instalment_id for line in message.also_open] == [13]


def test_one_step_that_a_person_approves_makes_the_whole_message_wait_for_them():
    by_person = replace(GENTLE.step("any_problem"), approval=Approval.PERSON)
    policy = replace(GENTLE, steps=tuple(by_person if s.key == by_person.key else s for s in GENTLE.steps))
    (message,) = grouped([ASKED, FIRM], policy=policy)
    assert (message.step.key, message.approval) == ("firm", Approval.PERSON)


def test_a_task_stands_beside_the_e_mail():
    formal = replace(RESTING, due=date(2026, 10, 20), last_step_on=date(2026, 11, 14))
    by_email, task = grouped([formal, ASKED])
    assert (by_email.channel, by_email.step.key) == (Channel.EMAIL, "any_problem")
    assert (task.channel, task.step.key, task.approval) == (Channel.TASK, "formal_notice", Approval.PERSON)


def test_currencies_are_summed_apart():
    in_dollars = replace(ASKED, instalment_id=15, currency="USD", remaining_minor=100)
    (message,) = grouped([ASKED, FIRM, in_dollars])
    assert message.totals == (Money(140_000, "EUR"), Money(100, "USD"))
    assert message.reminders[0].asked == Money(54_000, "EUR")


def test_messages_come_by_debtor_whatever_the_order_of_the_facts():
    instalments = [replace(ASKED, instalment_id=n, client_id=n % 3 + 1) for n in range(1, 10)]
    messages = grouped(instalments)
    assert [message.client_id for message in messages] == [1, 2, 3]
    assert grouped(list(reversed(instalments))) == messages
