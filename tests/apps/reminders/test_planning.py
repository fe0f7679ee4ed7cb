"""The plan of a day: what is due becomes reminders and messages, once, at a cost that grows with what is due."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quitus.apps.answers.actions import Answerer, answer_receipt, open_dispute, promise
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.banking.models import BankAccount
from quitus.apps.clients.actions import change_contact
from quitus.apps.clients.details import ContactDetails
from quitus.apps.clients.models import Contact
from quitus.apps.invoicing.actions import facts_changed, mark_sent, release
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.actions import approve
from quitus.apps.outbox.models import Message
from quitus.apps.reminders.holds import hold, lift
from quitus.apps.reminders.models import PlanDay, PolicyVersion, Reminder
from quitus.apps.reminders.policies import choose_policy, install_policy, set_automatic
from tests.firm import TODAY, make_client, make_instalment
from tests.record import a_payment
from tests.reminding import (
    CAMILLE,
    NOW,
    OVERDUE,
    debtors,
    fresh_bank_data,
    get_ready,
    only_message,
    plan,
    policy_id,
    reminders,
    states,
)

STAFF = Answerer(on=TODAY, source=AnswerSource.STAFF, actor=CAMILLE)


def looks() -> list[date | None]:
    return list(Instalment.objects.order_by("id").values_list("next_check_on", flat=True))


def later(days: int):
    return NOW + timedelta(days=days)


def test_one_message_for_all_that_one_debtor_owes_and_each_instalment_its_own_step(opened):
    client_id = make_client()
    make_instalment(client_id, "FA-1", due=TODAY - timedelta(days=40))
    make_instalment(client_id, "FA-2", due=OVERDUE)
    make_instalment(client_id, "FA-3", due=TODAY + timedelta(days=6))
    done = plan()
    assert (done.checked, done.reminders, done.messages, done.tasks) == (3, 3, 1, 0)
    message = only_message()
    assert (message.slot, message.state) == (f"reminder:{client_id}:2026-11-24", "queued")
    assert (message.to_address, message.planned_on) == ("compta@berthier.example", TODAY)
    assert message.not_before == NOW
    assert reminders("instalment__invoice__number", "step", "level", "channel", "message_id") == [
        ("FA-1", "any_problem", 4, "email", message.id),
        ("FA-2", "any_problem", 4, "email", message.id),
        ("FA-3", "upcoming", 2, "email", message.id),
    ]
    assert looks() == [None, None, None]  # until something becomes of the message


def test_planning_sixty_times_a_day_changes_nothing_more(opened):
    debtors(5)
    assert plan().reminders == 5
    before = (states(), reminders(), looks())
    for _ in range(60):
        assert plan().reminders == 0
    assert (states(), reminders(), looks()) == before
    assert PlanDay.objects.get().planned == 5


def test_what_is_not_due_yet_is_looked_at_on_its_day(opened):
    client_id = make_client()
    make_instalment(client_id, "FA-1", due=TODAY + timedelta(days=20), sent=TODAY - timedelta(days=40))
    assert plan().reminders == 0
    assert looks() == [TODAY + timedelta(days=13)]  # a week before, the Monday
    assert plan(later(12)).checked == 0
    assert plan(later(13)).reminders == 1
    assert reminders() == [("upcoming", "planned")]


def test_before_eight_a_message_waits_for_the_opening_and_in_the_evening_for_the_next_one(opened):
    debtors(1)
    plan(NOW.replace(hour=6))
    assert only_message().not_before == NOW.replace(hour=8, minute=0)
    debtors(1)
    plan(NOW.replace(hour=21))
    assert Message.objects.latest("id").not_before == later(1).replace(hour=8, minute=0)


def test_without_leave_to_send_by_itself_a_message_waits_for_approval(organisation):
    get_ready(organisation, automatic=False)
    with tenant(organisation.id):
        debtors(1)
        plan()
        assert states() == ["waiting_approval"]


def test_what_was_imported_does_not_leave_before_a_person_lets_it(opened):
    client_id = make_client()
    instalment = make_instalment(client_id, "FA-1", due=OVERDUE, released=False)
    assert plan().checked == 0
    release([instalment.id], on=TODAY, actor=CAMILLE)
    assert plan().reminders == 1


def test_a_formal_notice_is_a_task_for_a_person_and_no_message(opened):
    (client_id,) = debtors(1, due=TODAY - timedelta(days=40))
    for level, step in enumerate(["any_problem", "firm", "last"], start=4):
        a_past_reminder(client_id, step, level, settled_on=TODAY - timedelta(days=20 - level))
    assert plan().tasks == 1
    assert Reminder.objects.get(state="planned").channel == "task"
    assert not Message.objects.exists()


def a_past_reminder(client_id: int, step: str, level: int, **more) -> Reminder:
    """One of the client's one instalment, sent unless said otherwise."""
    usual = {"channel": "email", "planned_on": OVERDUE, "state": "sent"}
    return Reminder.objects.create(
        instalment=Instalment.objects.get(client_id=client_id),
        client_id=client_id,
        policy_version_id=PolicyVersion.objects.get().id,
        step=step,
        level=level,
        **usual | more,
    )


@pytest.mark.parametrize("state", ["sent", "unsure", "skipped"])
def test_a_step_that_left_or_may_have_left_is_not_planned_again(opened, state):
    (client_id,) = debtors(1, due=TODAY - timedelta(days=40))
    a_past_reminder(client_id, "any_problem", 4, state=state, settled_on=TODAY - timedelta(days=9))
    plan()
    assert reminders()[1:] == [("firm", "planned")]


def test_an_invoice_without_proof_of_sending_begins_with_the_question_whether_it_arrived(opened):
    make_instalment(make_client(), "FA-1", due=OVERDUE, sent=None)
    plan()
    assert reminders() == [("arrival_check", "planned")]


# Why nothing leaves


def test_stale_bank_data_holds_what_is_late_but_not_what_is_coming(opened):
    fresh_bank_data(TODAY - timedelta(days=6))
    make_instalment(make_client(), "FA-1", due=OVERDUE)
    make_instalment(make_client("Brasserie du Canal"), "FA-2", due=TODAY + timedelta(days=6))
    plan()
    assert reminders("instalment__invoice__number") == [("FA-2",)]


def test_without_any_bank_data_nothing_late_is_reminded(opened):
    BankAccount.objects.all().delete()
    debtors(1)
    assert plan().reminders == 0


def test_an_answer_not_received_stands_in_for_bank_data(opened):
    fresh_bank_data(TODAY - timedelta(days=30))
    debtors(2)
    plan()
    first, second = Instalment.objects.order_by("id")
    answer_receipt([first.id], STAFF, received=False)
    answer_receipt([second.id], STAFF, received=True)
    plan()
    assert reminders("instalment_id") == [(first.id,)]


def test_a_promise_holds_until_it_lapses(opened):
    (client_id,) = debtors(1)
    promise(client_id, TODAY + timedelta(days=3), STAFF)
    assert plan().reminders == 0
    fresh_bank_data(TODAY + timedelta(days=8))
    assert looks() == [date(2026, 12, 2)]  # promised for Friday, two working days of grace, the day after
    assert plan(later(8)).reminders == 1


def test_a_contested_instalment_is_left_alone_and_the_rest_of_a_part_is_asked(opened):
    clients = debtors(2)
    whole, part = Instalment.objects.order_by("id")
    open_dispute(whole.id, Dispute.Reason.WORK, STAFF, client_id=clients[0])
    open_dispute(part.id, Dispute.Reason.WORK, STAFF, client_id=clients[1], amount=5_000)
    plan()
    assert reminders("instalment_id") == [(part.id,)]


def test_a_pause_asked_by_a_person_for_a_client_or_an_instalment(opened):
    one, other, third = debtors(3)
    instalment = Instalment.objects.get(client_id=other)
    whole = hold(one, on=TODAY, by=CAMILLE)
    hold(other, on=TODAY, by=CAMILLE, until=TODAY + timedelta(days=1), instalment_id=instalment.id)
    plan()
    assert reminders("client_id") == [(third,)]
    plan(later(2))
    assert reminders("client_id") == [(third,), (other,)]
    lift(whole.id, on=TODAY, by=CAMILLE)
    plan(later(2))
    assert reminders("client_id") == [(third,), (other,), (one,)]


def test_a_client_without_an_address_waits_for_one(opened):
    client_id = make_client(email="")
    make_instalment(client_id, "FA-1", due=OVERDUE)
    assert plan().reminders == 0
    contact = Contact.objects.get()
    change_contact(
        contact.id, ContactDetails(name="Hélène Vasseur", email="h@berthier.example"), on=TODAY, actor=CAMILLE
    )
    assert plan().reminders == 1
    assert only_message().to_address == "h@berthier.example"


def test_accounting_is_written_to_first_then_by_position_never_whose_messages_come_back(opened):
    client_id = make_client(email="compta@berthier.example")
    Contact.objects.create(
        client_id=client_id, name="B", role="buyer", email="b@berthier.example", position=1
    )
    Contact.objects.create(
        client_id=client_id, name="C", role="accounting", email="c@berthier.example", position=9
    )
    make_instalment(client_id, "FA-1", due=OVERDUE)
    Contact.objects.filter(email="compta@berthier.example").update(bounced_on=TODAY)
    plan()
    assert only_message().to_address == "c@berthier.example"


# One after the other


def test_a_second_invoice_joins_a_message_that_nobody_approved_yet(organisation):
    get_ready(organisation, automatic=False)
    with tenant(organisation.id):
        client_id = make_client()
        make_instalment(client_id, "FA-1", due=OVERDUE)
        plan()
        make_instalment(client_id, "FA-2", due=OVERDUE)
        assert plan().reminders == 1
        message = only_message()
        assert set(Reminder.objects.values_list("message_id", flat=True)) == {message.id}
        approve(message.id, now=NOW, by=CAMILLE)
        make_instalment(client_id, "FA-3", due=OVERDUE)
        assert plan().reminders == 0  # a person answers for the words they saw
        assert looks() == [None, None, TODAY + timedelta(days=1)]


def test_what_was_paid_or_promised_meanwhile_leaves_the_list_of_approvals(organisation):
    get_ready(organisation, automatic=False)
    with tenant(organisation.id):
        clients = debtors(3)
        plan()
        a_payment(clients[0], "120.00", received_on=TODAY)
        promise(clients[1], TODAY + timedelta(days=5), STAFF)
        plan()
        assert states() == ["withdrawn", "withdrawn", "waiting_approval"]
        assert reminders("state", "dropped_because") == [
            ("dropped", "paid"),
            ("dropped", "promised"),
            ("planned", ""),
        ]
        assert set(Message.objects.filter(state="withdrawn").values_list("reason", flat=True)) == {
            "nothing_left"
        }


def test_a_task_is_taken_back_when_it_is_paid(opened):
    (client_id,) = debtors(1)
    task = a_past_reminder(client_id, "formal_notice", 7, channel="task", planned_on=TODAY, state="planned")
    a_payment(client_id, "120.00", received_on=TODAY)
    plan()
    task.refresh_from_db()
    assert (task.state, task.dropped_because) == ("dropped", "paid")


def test_each_client_by_its_own_policy(opened):
    one, other = debtors(2, due=TODAY + timedelta(days=5))
    Instalment.objects.update(next_check_on=TODAY)
    strict = install_policy("standard", on=TODAY, by=CAMILLE)
    set_automatic(strict.id, automatic=False, on=TODAY, by=CAMILLE)
    choose_policy(other, strict.id, on=TODAY, by=CAMILLE)
    plan()
    by_client = dict(Message.objects.values_list("client_id", "state"))
    assert by_client == {one: "queued", other: "waiting_approval"}
    assert dict(Reminder.objects.values_list("client_id", "policy_version__policy__name")) == {
        one: "gentle",
        other: "standard",
    }


def test_each_debtor_by_the_holidays_of_its_own_country(opened):
    # Monday 17 May 2027 is Whit Monday in France, a working day in Italy.
    monday = NOW.replace(year=2027, month=5, day=17)
    french = make_client("Maison Berthier", country="FR")
    italian = make_client("Officina Rossi", country="IT", email="conti@rossi.example")
    for client_id, number in ((french, "FA-1"), (italian, "FA-2")):
        make_instalment(client_id, number, due=date(2027, 5, 7))
    fresh_bank_data(date(2027, 5, 17))
    plan(monday)
    assert reminders("client_id") == [(italian,)]
    assert dict(Instalment.objects.values_list("client_id", "next_check_on")) == {
        french: date(2027, 5, 18),
        italian: None,
    }


# Cost and concurrency


def queries_of_a_plan(count: int) -> int:
    debtors(count)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        plan()
    return len(captured)


def test_the_number_of_statements_does_not_grow_with_the_number_of_instalments(opened):
    first = queries_of_a_plan(3)
    assert queries_of_a_plan(60) <= first + 2  # PlanDay exists, more rows are no longer "few"


def test_a_payment_during_the_plan_is_not_forgotten(committed):
    """The plan has read the old facts and is about to write a later date when the promise is withdrawn."""
    organisation = Organisation.objects.create(name="Studio Marelle")
    get_ready(organisation)
    with tenant(organisation.id):
        make_instalment(make_client(), "FA-1", due=TODAY + timedelta(days=30))
        instalment_id = Instalment.objects.get().id
    planned, finished = threading.Event(), threading.Event()

    def changes_its_facts() -> None:
        planned.wait(10)
        with tenant(organisation.id):
            facts_changed([instalment_id], TODAY)
        connection.close()
        finished.set()

    thread = threading.Thread(target=changes_its_facts)
    thread.start()
    with tenant(organisation.id):
        plan()
        planned.set()
        assert not finished.wait(0.5)  # it waits for the plan
    thread.join(10)
    with tenant(organisation.id):
        assert looks() == [TODAY]


def test_two_plans_at_once_plan_once(committed):
    organisation = Organisation.objects.create(name="Studio Marelle")
    get_ready(organisation)
    with tenant(organisation.id):
        debtors(20)
    totals = []

    def plans() -> None:
        with tenant(organisation.id):
            totals.append(plan().reminders)
        connection.close()

    threads = [threading.Thread(target=plans) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(totals) == [0, 0, 20]
    with tenant(organisation.id):
        assert Message.objects.count() == 20


def test_the_invoice_itself_counts_as_a_word(opened):
    make_instalment(make_client(), "FA-1", due=OVERDUE, sent=None)
    mark_sent(Invoice.objects.values_list("id", flat=True), on=TODAY - timedelta(days=2), actor=CAMILLE)
    assert plan().reminders == 0
    assert looks()[0] > TODAY


def test_a_firm_without_a_policy_plans_nothing(inside):
    make_instalment(make_client(), "FA-1", due=OVERDUE)
    assert plan().reminders == 0


def test_automatic_is_the_choice_of_each_policy(opened):
    set_automatic(policy_id(), automatic=False, on=TODAY, by=CAMILLE)
    debtors(1)
    plan()
    assert states() == ["waiting_approval"]
