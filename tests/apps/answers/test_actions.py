"""Answers are written once, wake the plan, and refuse what is not theirs."""

from datetime import date, timedelta

import pytest

from quitus.apps.answers import actions
from quitus.apps.answers.actions import Answerer
from quitus.apps.answers.models import AnswerSource, Dispute, PaidClaim, Promise, ReceiptAnswer
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from tests.firm import TODAY, euros, make_client, make_instalment

DEBTOR = Answerer(TODAY, AnswerSource.PORTAL)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def owed(inside):
    client = make_client()
    return (
        client,
        make_instalment(client, "FA-2026-0118", "1240.00"),
        make_instalment(client, "FA-2026-0127", "860.00"),
    )


def asleep(*instalments):
    """As if the plan had found nothing to do for a month."""
    Instalment.objects.filter(id__in=[i.id for i in instalments]).update(next_check_on=TODAY + timedelta(30))


def awake(instalment):
    return Instalment.objects.get(id=instalment.id).next_check_on == TODAY


def pay(client, amount, slot="test"):
    receipt = Receipt(
        slot=slot,
        client_id=client,
        amount=euros(amount),
        received_on=TODAY,
        method=PaymentMethod.CHEQUE,
        account="511200",
    )
    receive(receipt, on=TODAY, actor="test")


def test_a_promise_covers_all_that_is_overdue_unless_said(owed):
    client, first, second = owed
    asleep(first, second)
    given = actions.promise(client, FRIDAY, DEBTOR)
    assert dict(given.parts.values_list("instalment_id", "amount_minor")) == {
        first.id: 124_000,
        second.id: 86_000,
    }
    assert awake(first)
    assert awake(second)
    (told,) = [event for event in history(client) if event.kind == "promise_given"]
    assert (told.actor, told.facts["until"]) == ("debtor", "2026-11-27")


def test_a_new_promise_takes_the_place_of_the_open_one(owed):
    client, first, _ = owed
    before = actions.promise(client, FRIDAY, DEBTOR)
    actions.promise(client, date(2026, 11, 30), DEBTOR, {first.id: 50_000})
    before.refresh_from_db()
    assert before.state == Promise.State.WITHDRAWN
    assert Promise.objects.filter(state=Promise.State.OPEN).count() == 1


@pytest.mark.parametrize(("paid", "state"), [("2100.00", "kept"), ("2099.99", "broken")])
def test_promises_are_kept_or_broken(owed, paid, state):
    client, first, second = owed
    given = actions.promise(client, FRIDAY, DEBTOR)
    pay(client, paid)
    asleep(first, second)
    assert actions.settle_promises(date(2026, 12, 1)) == 1
    assert actions.settle_promises(date(2026, 12, 1)) == 0
    given.refresh_from_db()
    assert given.state == state
    assert history(client)[0].kind == f"promise_{state}"


def test_a_dispute_is_opened_once_and_resolved_once(owed):
    client, first, _ = owed
    asleep(first)
    opened = actions.open_dispute(
        first.id, Dispute.Reason.WORK, DEBTOR, client_id=client, words="trois pages manquent", amount=32_000
    )
    assert awake(first)
    with pytest.raises(Refused, match="dispute_already_open"):
        actions.open_dispute(first.id, Dispute.Reason.PRICE, DEBTOR, client_id=client)
    asleep(first)
    camille = Answerer(TODAY, AnswerSource.STAFF, "Camille")
    actions.resolve_dispute(opened.id, Dispute.Resolution.REJECTED, camille)
    actions.resolve_dispute(opened.id, Dispute.Resolution.UPHELD, camille)
    opened.refresh_from_db()
    assert (opened.resolution, awake(first)) == ("rejected", True)


@pytest.mark.parametrize("amount", [0, -1, 124_001])
def test_only_what_is_owed_can_be_contested(owed, amount):
    client, first, _ = owed
    with pytest.raises(Refused, match="dispute_amount_not_owed"):
        actions.open_dispute(first.id, Dispute.Reason.PRICE, DEBTOR, client_id=client, amount=amount)
    assert Dispute.objects.count() == 0


def test_already_paid_is_said_once_and_settled(owed):
    client, first, second = owed
    actions.claim_paid(client, [first.id], DEBTOR, paid_on=date(2026, 11, 20), words="virement")
    actions.claim_paid(client, [first.id, second.id], DEBTOR)
    assert PaidClaim.objects.count() == 2
    claim = PaidClaim.objects.order_by("id")[0]
    asleep(first)
    actions.settle_claim(claim.id, Answerer(TODAY, AnswerSource.STAFF, "Camille"), found=False)
    assert awake(first)
    with pytest.raises(Refused, match="paid_claim_day_impossible"):
        actions.claim_paid(client, [second.id], DEBTOR, paid_on=FRIDAY)


def test_the_answer_to_received_is_kept_for_each(owed):
    _, first, second = owed
    asleep(first, second)
    camille = Answerer(TODAY, AnswerSource.STAFF, "Camille")
    actions.answer_receipt([first.id, second.id], camille, received=False)
    assert ReceiptAnswer.objects.filter(received=False, answered_by="Camille").count() == 2
    assert awake(first)


def test_another_clients_or_firms_instalments_are_refused(owed, organisation):
    _, first, _ = owed
    stranger = make_client("Brasserie du Canal", email="bar@canal.example")
    for answer in (
        lambda client: actions.promise(client, FRIDAY, DEBTOR, {first.id: 100}),
        lambda client: actions.open_dispute(first.id, Dispute.Reason.PRICE, DEBTOR, client_id=client),
        lambda client: actions.claim_paid(client, [first.id], DEBTOR),
    ):
        with pytest.raises(Refused, match="instalment_not_of_client"):
            answer(stranger)


def test_the_wall_hides_other_firms(organisation):
    with tenant(organisation.id):
        client = make_client()
        instalment = make_instalment(client, "FA-1", "100.00")
    other = Organisation.objects.create(name="Atelier Voisin")
    with tenant(other.id), pytest.raises(Refused, match="instalment_not_of_client"):
        actions.claim_paid(client, [instalment.id], DEBTOR)


def test_settling_many_promises_costs_no_more_queries(inside, django_assert_max_num_queries):
    def promised(first, count):
        for place in range(first, first + count):
            client = make_client(f"Client {place}", email=f"c{place}@client.example")
            make_instalment(client, f"FB-{place}", "100.00")
            actions.promise(client, FRIDAY, DEBTOR)
            if place % 2:
                pay(client, "100.00", f"slot-{place}")

    promised(0, 2)
    with django_assert_max_num_queries(40) as used:
        assert actions.settle_promises(date(2026, 12, 1)) == 2
    promised(2, 20)
    with django_assert_max_num_queries(len(used)):
        assert actions.settle_promises(date(2026, 12, 1)) == 20
    states = Promise.objects.values_list("state", flat=True)
    assert sorted(states) == ["broken"] * 11 + ["kept"] * 11
