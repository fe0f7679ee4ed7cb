"""The card of a client: answers, pauses, payments and habits, exact and in a fixed number of queries."""

from datetime import date

import pytest

from quitus.apps.answers.actions import (
    Answerer,
    claim_paid,
    open_dispute,
    promise,
    resolve_dispute,
    settle_claim,
    settle_promises,
    withdraw_promise,
)
from quitus.apps.answers.models import AnswerSource, Dispute, Promise
from quitus.apps.clients.models import Client
from quitus.apps.insight.client_card import Habit, client_card
from quitus.apps.insight.invoice_card import invoice_card
from quitus.apps.invoicing.models import Invoice
from quitus.apps.payments.by_hand import receive_by_hand, take_back
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.reminders.holds import hold, lift
from quitus.apps.reminders.policies import install_policy
from tests.firm import TODAY, euros, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
STAFF = Answerer(TODAY, AnswerSource.STAFF, "Camille")
DEBTOR = Answerer(TODAY, AnswerSource.PORTAL)


def pay(client_id, amount, day, key):
    return receive_by_hand(
        client_id, euros(amount), PaymentMethod.TRANSFER, day, key=key, on=day, actor="Camille"
    )


def test_a_client_who_was_only_just_added():
    card = client_card(make_client(), TODAY)
    assert (card.account.owed, card.habit, card.promises.ended) == (euros("0.00"), None, 0)
    assert (card.disputes, card.claims, card.holds, card.payments, card.next.coming) == ([], [], [], [], [])


def test_promises_and_how_many_were_kept():
    client_id = make_client()
    first = make_instalment(client_id, "FA-1", "100.00", due=date(2026, 9, 1))
    second = make_instalment(client_id, "FA-2", "200.00", due=date(2026, 9, 2))
    on = date(2026, 10, 1)
    promise(client_id, date(2026, 10, 5), Answerer(on, AnswerSource.STAFF, "Camille"), {first.id: 10_000})
    pay(client_id, "100.00", date(2026, 10, 5), "a")
    promise(client_id, date(2026, 10, 6), Answerer(on, AnswerSource.PORTAL), {second.id: 5_000})
    settle_promises(date(2026, 10, 10))
    withdrawn = promise(client_id, date(2026, 12, 1), STAFF, {second.id: 20_000})
    withdraw_promise(withdrawn.id, STAFF)
    promise(client_id, date(2026, 12, 2), DEBTOR, {second.id: 20_000})
    promises = client_card(client_id, TODAY).promises
    assert (promises.kept, promises.ended) == (1, 2)
    assert [(line.state, line.amount, line.numbers, line.by_client) for line in promises.lines] == [
        (Promise.State.OPEN, euros("200.00"), ["FA-2"], True),
        (Promise.State.WITHDRAWN, euros("200.00"), ["FA-2"], False),
        (Promise.State.BROKEN, euros("50.00"), ["FA-2"], True),
        (Promise.State.KEPT, euros("100.00"), ["FA-1"], False),
    ]


def test_what_is_settled_leaves_the_card():
    client_id = make_client()
    instalment = make_instalment(client_id, "FA-1", "100.00")
    dispute = open_dispute(
        instalment.id, Dispute.Reason.WORK, DEBTOR, client_id=client_id, words="deux pages", amount=4_000
    )
    (claim,) = claim_paid(client_id, [instalment.id], DEBTOR, paid_on=date(2026, 11, 20))
    pause = hold(client_id, on=TODAY, by="Camille", instalment_id=instalment.id)
    card = client_card(client_id, TODAY)
    assert [(one.number, one.amount, one.reason, one.words) for one in card.disputes] == [
        ("FA-1", euros("40.00"), "work", "deux pages")
    ]
    assert [(one.number, one.paid_on) for one in card.claims] == [("FA-1", date(2026, 11, 20))]
    assert [(one.number, one.until_on) for one in card.holds] == [("FA-1", None)]
    resolve_dispute(dispute.id, Dispute.Resolution.REJECTED, STAFF)
    settle_claim(claim.id, STAFF, found=False)
    lift(pause.id, on=TODAY, by="Camille")
    card = client_card(client_id, TODAY)
    assert (card.disputes, card.claims, card.holds) == ([], [], [])


def test_a_pause_that_is_over_is_not_shown():
    client_id = make_client()
    hold(client_id, on=date(2026, 11, 1), by="Camille", until=date(2026, 11, 23))
    assert client_card(client_id, TODAY).holds == []
    assert len(client_card(client_id, date(2026, 11, 23)).holds) == 1


def test_payments_with_what_they_settled():
    client_id = make_client()
    make_instalment(client_id, "FA-1", "100.00", due=date(2026, 9, 1))
    make_instalment(client_id, "FA-2", "100.00", due=date(2026, 10, 1))
    pay(client_id, "150.00", date(2026, 11, 1), "a")
    mistaken = pay(client_id, "10.00", date(2026, 11, 2), "b")
    take_back(mistaken.id, client_id=client_id, on=TODAY, actor="Camille")
    lines = client_card(client_id, TODAY).payments
    assert [(line.amount, line.taken_back, line.by_hand) for line in lines] == [
        (euros("10.00"), True, True),
        (euros("150.00"), False, True),
    ]
    assert [(part.number, part.amount) for part in lines[1].settles] == [
        ("FA-1", euros("100.00")),
        ("FA-2", euros("50.00")),
    ]


def test_the_habit_is_the_median_of_what_is_settled():
    client_id = make_client()
    issued = date(2026, 6, 1)
    for number, due, paid in (
        ("FA-1", date(2026, 7, 1), date(2026, 7, 11)),
        ("FA-2", date(2026, 7, 2), date(2026, 7, 16)),
        ("FA-3", date(2026, 7, 3), date(2026, 6, 30)),
    ):
        make_instalment(client_id, number, "100.00", due=due, issued=issued)
        pay(client_id, "100.00", paid, number)
    make_instalment(client_id, "FA-4", "100.00")
    assert client_card(client_id, TODAY).habit == Habit(count=3, days_after_due=10, days_after_issue=40)


def test_a_payment_that_was_taken_back_makes_no_habit():
    client_id = make_client()
    make_instalment(client_id, "FA-1", "100.00", due=date(2026, 9, 1), issued=date(2026, 8, 1))
    bounced = pay(client_id, "100.00", date(2026, 9, 2), "a")
    take_back(bounced.id, client_id=client_id, on=date(2026, 9, 9), actor="Camille")
    assert client_card(client_id, TODAY).habit is None
    pay(client_id, "100.00", date(2026, 10, 1), "b")
    assert client_card(client_id, TODAY).habit == Habit(1, 30, 61)


def test_a_client_who_is_not_there():
    with pytest.raises(Client.DoesNotExist):
        client_card(999_999, TODAY)
    with pytest.raises(Invoice.DoesNotExist):
        invoice_card(999_999, TODAY)


def test_an_invoice_with_all_that_happened_to_it():
    client_id = make_client()
    instalment = make_instalment(client_id, "FA-1", "100.00", due=date(2026, 9, 1))
    card = invoice_card(instalment.invoice_id, TODAY)
    assert (card.open, card.total, card.paid_on, card.has_document) == (
        euros("100.00"),
        euros("100.00"),
        None,
        False,
    )
    pay(client_id, "40.00", date(2026, 11, 1), "a")
    pay(client_id, "60.00", date(2026, 11, 5), "b")
    card = invoice_card(instalment.invoice_id, TODAY)
    assert (card.open, card.paid_on) == (euros("0.00"), date(2026, 11, 5))
    assert card.instalments[0].open is None
    assert [line.amount for line in card.payments] == [euros("60.00"), euros("40.00")]


def test_the_queries_do_not_grow(django_assert_max_num_queries):
    install_policy(on=TODAY, by="test")
    client_id = make_client()
    instalments = [
        make_instalment(client_id, f"FA-{number}", "100.00", due=date(2026, 9, 1)) for number in range(12)
    ]
    for number, instalment in enumerate(instalments[:6]):
        pay(client_id, "10.00", TODAY, f"k{number}")
        hold(client_id, on=TODAY, by="Camille", instalment_id=instalment.id)
        promise(client_id, date(2026, 12, 1), STAFF, {instalments[6 + number].id: 1_000})
    with django_assert_max_num_queries(45):
        card = client_card(client_id, TODAY)
    assert (len(card.account.lines), len(card.holds), len(card.promises.lines)) == (12, 6, 6)
    with django_assert_max_num_queries(32):
        invoice_card(instalments[0].invoice_id, TODAY)
