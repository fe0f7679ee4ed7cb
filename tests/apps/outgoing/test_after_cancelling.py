"""Orders that the bank carried out although they were cancelled here, and the credits that they gave back."""

import pytest
from django.db import transaction

from quitus.apps.doctor.checks import examine
from quitus.apps.insight.account_statement import account_statement
from quitus.apps.insight.todo_list import Doing, todos
from quitus.apps.outgoing import actions
from quitus.apps.outgoing.after_cancelling import note_owed_back, note_paid_back, paid_though_cancelled
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.credit import refund
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.history.kinds import Kind
from quitus.domain.refused import Refused
from tests.apps.outgoing.test_orders import bring, debit, payee, seen
from tests.firm import TODAY, euros, make_client

pytestmark = pytest.mark.usefixtures("inside")


def given_back(account, by, *clients):
    """A cancelled order that gives clients' credits back, and that the bank carries out all the same."""
    order = actions.make_order(account.id, "Avoirs", TODAY, by)
    rows = []
    for client in clients:
        back = payee(f"Client {client}", amount="900.00")
        rows.append(
            actions.add_transfer(order.id, back, Kind.SUPPLIER, by, key=f"{client}", client_id=client)
        )
    actions.submit(order.id, by)
    actions.approve(order.id, by, seen=seen(order), ibans_checked=True)
    actions.download(order.id, by)
    actions.cancel(order.id, by, because="banque fermée")
    bring(*(debit("900.00", f"VIR {row.end_to_end_id}") for row in rows))
    return order


def test_a_credit_that_the_bank_paid_back_all_the_same_is_noted_once(account, author):
    client = make_client("Hôtel des Voyageurs")
    by = {"on": TODAY, "actor": "Camille"}
    receive_by_hand(client, euros("1000.00"), PaymentMethod.CHEQUE, TODAY, key="1", **by)
    order = given_back(account, author, client)
    assert account_statement(client, TODAY).credit == euros("1000.00")
    (todo,) = (one for one in todos(TODAY, "EUR") if one.doing is Doing.CREDIT_PAID_TWICE)
    assert (todo.id, todo.client_id, todo.amount) == (order.id, client, euros("900.00"))
    assert [note_paid_back(order.id, author) for _ in range(2)] == [1, 0]
    assert account_statement(client, TODAY).credit == euros("100.00")
    assert not [one for one in todos(TODAY, "EUR") if one.doing is Doing.CREDIT_PAID_TWICE]
    assert TimelineEntry.objects.filter(kind="transfer_credit_gone").count() == 1
    assert examine() == []


def test_who_has_used_the_credit_since_owes_the_money_and_holds_up_nobody(account, author):
    by = {"on": TODAY, "actor": "Camille"}
    client, other = make_client("Hôtel des Voyageurs"), make_client("Garage du Pont")
    for one in (client, other):
        receive_by_hand(one, euros("900.00"), PaymentMethod.CHEQUE, TODAY, key=f"{one}", **by)
    order = given_back(account, author, client, other)
    refund(client, euros("0.01"), PaymentMethod.TRANSFER, key="2", **by)
    assert note_paid_back(order.id, author) == 1
    assert account_statement(other, TODAY).credit == euros("0.00")
    with pytest.raises(Refused, match="refund_above_credit"), transaction.atomic():
        note_paid_back(order.id, author)
    assert [one.client_id for one in paid_though_cancelled()] == [client]
    assert [note_owed_back(order.id, author) for _ in range(2)] == [1, 0]
    assert paid_though_cancelled() == []
    assert TimelineEntry.objects.filter(kind="transfer_credit_owed").count() == 1
