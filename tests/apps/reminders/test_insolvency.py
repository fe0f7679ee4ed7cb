"""What was invoiced before an insolvency is not chased; what comes after is, and a recall lets all go on."""

from datetime import date, timedelta

import pytest

from quitus.apps.answers.actions import Answerer, promise, settle_promises
from quitus.apps.answers.models import AnswerSource
from quitus.apps.doctor.looks import no_look_comes_too_late
from quitus.apps.insight.todo_list import Doing, todos
from quitus.apps.insight.what_next import what_next
from quitus.apps.insight.why_not import why_not
from quitus.apps.invoicing.models import Instalment
from quitus.apps.law.actions import NewLegalEvent, note_legal_event, recall_legal_event
from quitus.apps.law.models import LegalEvent, LegalEventKind
from quitus.apps.reminders.facts import gather
from quitus.apps.reminders.models import Reminder
from quitus.apps.reminders.policies import set_automatic
from quitus.apps.reminders.purpose import compose
from quitus.apps.reminders.starting import go_on_at
from tests.firm import TODAY, make_client, make_instalment
from tests.reminding import CAMILLE, OVERDUE, only_message, plan, policy_id, reminders, states

pytestmark = pytest.mark.usefixtures("opened")
OPENED = date(2026, 11, 10)
ISSUED = date(2026, 10, 5)


@pytest.fixture
def debt():
    return a_debt(make_client(), "FA-1", ISSUED)


def a_debt(client_id: int, number: str, issued: date, due: date = OVERDUE) -> Instalment:
    return make_instalment(client_id, number, issued=issued, due=due, sent=issued)


def opened_on(day: date, client_id: int, invoice_id: int | None = None) -> LegalEvent:
    new = NewLegalEvent(
        client_id=client_id, kind=LegalEventKind.INSOLVENCY, happened_on=day, invoice_id=invoice_id
    )
    return note_legal_event(new, on=TODAY, actor=CAMILLE)


def recall(event: LegalEvent) -> None:
    recall_legal_event(event.id, client_id=event.client_id, on=TODAY, actor=CAMILLE)


def reasons(debt: Instalment) -> list[str]:
    return list(what_next(debt.client_id, TODAY).steps[debt.id].reasons)


@pytest.mark.parametrize(
    ("issued", "planned"),
    [
        (date(2026, 11, 9), False),
        (date(2026, 11, 10), False),  # the day of the judgment
        (date(2026, 11, 11), True),  # C. com. L622-17
    ],
)
def test_what_was_invoiced_until_the_judgment_is_not_planned(issued, planned):
    debt = a_debt(make_client(), "FA-1", issued)
    opened_on(OPENED, debt.client_id)
    plan()
    assert len(reminders()) == int(planned)
    assert reasons(debt)[0] == ("already_waiting" if planned else "insolvency")
    assert list(no_look_comes_too_late()) == []


def test_another_client_and_another_invoice_go_on(debt):
    beside = a_debt(debt.client_id, "FA-2", ISSUED)
    other = a_debt(make_client("Autre", email="a@autre.example"), "FA-3", ISSUED)
    opened_on(OPENED, debt.client_id, debt.invoice_id)
    plan()
    assert set(Reminder.objects.values_list("instalment_id", flat=True)) == {beside.id, other.id}
    assert reasons(debt) == ["insolvency"]


def test_a_message_about_what_came_after_says_nothing_of_what_was_before(debt):
    after = a_debt(debt.client_id, "FA-2", date(2026, 11, 12))
    opened_on(OPENED, debt.client_id)
    (message,) = [one for one in what_next(debt.client_id, TODAY).coming if one.on == TODAY]
    assert (message.count, message.amount.minor) == (1, after.remaining_minor)
    plan()
    said = compose(only_message().id, debt.client_id, TODAY).message
    assert said is not None
    assert [line.instalment_id for line in (*said.reminders, *said.also_open)] == [after.id]


def test_what_waits_for_approval_is_taken_back_and_a_recall_lets_it_go_on(debt):
    set_automatic(policy_id(), automatic=False, on=TODAY, by=CAMILLE)
    plan()
    assert states() == ["waiting_approval"]
    event = opened_on(OPENED, debt.client_id)
    plan()
    assert reminders("state", "dropped_because") == [("dropped", "insolvency")]
    assert states() == ["withdrawn"]
    recall(event)
    assert "insolvency" not in reasons(debt)
    plan()
    assert [state for _, state in reminders()] == ["dropped", "planned"]


def test_what_is_queued_does_not_leave(debt):
    plan()
    assert states() == ["queued"]
    opened_on(OPENED, debt.client_id)
    last_word = compose(only_message().id, debt.client_id, TODAY)  # asked when it is handed over
    assert (last_word.message, set(last_word.dropped.values())) == (None, {"insolvency"})
    plan()
    assert reminders("state", "dropped_because") == [("dropped", "insolvency")]


def test_today_proposes_no_formal_notice_any_more():
    debt = a_debt(make_client(), "FA-1", date(2026, 8, 3), date(2026, 9, 2))
    go_on_at(debt.id, "formal_notice", on=TODAY, actor=CAMILLE)
    plan()
    assert Doing.FORMAL_NOTICE in doings()
    opened_on(OPENED, debt.client_id)
    plan()
    assert Doing.FORMAL_NOTICE not in doings()
    assert Doing.DECLARE_CLAIM in doings()


def doings() -> list[Doing]:
    return [todo.doing for todo in todos(TODAY, "EUR")]


def test_a_broken_promise_of_before_asks_for_no_call(debt):
    long_ago = Answerer(TODAY - timedelta(days=14), AnswerSource.PORTAL)
    promise(debt.client_id, TODAY - timedelta(days=10), long_ago, {debt.id: debt.remaining_minor})
    settle_promises(TODAY)
    assert Doing.CALL_BROKEN_PROMISE in doings()
    event = opened_on(OPENED, debt.client_id)
    assert Doing.CALL_BROKEN_PROMISE not in doings()
    recall(event)
    assert Doing.CALL_BROKEN_PROMISE in doings()


def test_the_list_of_what_does_not_leave_says_why(debt):
    opened_on(OPENED, debt.client_id)
    assert why_not(TODAY).counts == {"insolvency": 1}


def test_it_costs_no_query_per_row(debt, django_assert_max_num_queries):
    opened_on(OPENED, debt.client_id)
    opened_on(OPENED - timedelta(days=3), debt.client_id)  # two judgments, one answer
    debts = [debt.id, *(a_debt(debt.client_id, f"F-{n}", ISSUED).id for n in range(30))]
    with django_assert_max_num_queries(8):
        found = gather(debts, TODAY).instalments
    assert len(found) == 31
    assert all(facts.before_insolvency for facts in found.values())
