"""A payment that came back, as a person notes it: what is open again, the fee, the pause, and undoing all of it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.returns.taking_back import note_return, undo_payment_return
from quitus.apps.books.models import JournalEntry, JournalLine
from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.charges.actions import Wanted, claim_charges, waive
from quitus.apps.charges.models import Charge, ChargeKind
from quitus.apps.clients.models import ClientKind
from quitus.apps.doctor.checks import examine
from quitus.apps.insight.returns_list import return_card, returns_to_do
from quitus.apps.insight.what_next import what_next
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.by_hand import receive_by_hand, take_back
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import Payment, PaymentMethod, PaymentReturn, ReductionKind
from quitus.apps.payments.queries import client_credit
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.apps.payments.return_fees import claim_return_fee
from quitus.apps.payments.returns import Return, end_hold, mark_seen, return_payment
from quitus.apps.reminders.policies import install_policy
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from tests.apps.payments.test_at_once import at_once
from tests.firm import TODAY, euros, make_client, make_instalment, remaining

BY = {"on": TODAY, "actor": "Camille"}
CAMILLE = Decider(TODAY, "Camille")
PAID = date(2026, 11, 12)
BACK = date(2026, 11, 18)


def cheque(client_id, amount="500.00", key="1", day=PAID, **more):
    return receive_by_hand(client_id, euros(amount), PaymentMethod.CHEQUE, day, key=key, **BY, **more)


def back(payment, slot="hand:r1", **fields):
    fields.setdefault("returned_on", BACK)
    wanted = Return(slot=slot, payment_id=payment.id, **fields)
    return note_return(wanted, CAMILLE, client_id=payment.client_id)


def state():
    charges = list(Charge.objects.order_by("id").values_list("id", "remaining_minor"))
    owed = list(Instalment.objects.order_by("id").values_list("id", "remaining_minor"))
    balances = {account: minor for account, minor in account_balances().items() if minor}
    return balances, client_balances(), charges, owed


@pytest.fixture
def debtor(inside):
    install_policy(on=TODAY, by="test")
    return make_client("Menuiserie Arnoult")


@pytest.mark.usefixtures("inside")
class TestACheque:
    def test_what_it_settled_is_open_again_from_the_banks_day(self, debtor):
        late = make_instalment(debtor, "FA-2026-0118", "500.00")
        payment = cheque(debtor)
        assert remaining(late) == [0]
        row = back(payment, code="AM04", reason="provision insuffisante")
        assert remaining(late) == [50_000]
        assert row.reversal.received_on == BACK
        entry = JournalEntry.objects.get(source=f"payment:{payment.id}:reversed")
        assert entry.happened_on == BACK
        told = history(debtor)[0]
        assert (told.kind, told.happened_on) == ("payment_returned", BACK)
        assert told.facts["code"] == "AM04"
        assert told.facts["reason"] == "provision insuffisante"
        assert "payment_reversed" not in [one.kind for one in history(debtor)]
        assert Instalment.objects.get(id=late.id).next_check_on <= TODAY

    def test_the_fee_is_an_expense_and_nobody_is_asked_for_it(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        row = back(cheque(debtor), fee=euros("15.50"))
        lines = JournalLine.objects.filter(entry__source=f"payment_return:{row.id}:fee")
        assert {line.account: line.debit - line.credit for line in lines} == {
            "627000": 1_550,
            "471000": -1_550,
        }
        assert not Charge.objects.exists()
        assert list(examine()) == []

    def test_the_same_key_again_is_the_same_return(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        payment = cheque(debtor)
        assert back(payment).id == back(payment).id
        with pytest.raises(Refused, match="payment_returned"):
            back(payment, slot="hand:r2")

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"returned_on": TODAY + timedelta(days=1)}, "return_in_the_future"),
            ({"returned_on": PAID - timedelta(days=1)}, "return_before_payment"),
            ({"amount": euros("500.01")}, "return_amount_wrong"),
            ({"amount": euros("0.00")}, "return_amount_wrong"),
            ({"fee": euros("-1.00")}, "return_fee_wrong"),
        ],
    )
    def test_what_cannot_be_leaves_no_trace(self, debtor, fields, code):
        late = make_instalment(debtor, "FA-2026-0118", "500.00")
        payment = cheque(debtor)
        before = state()
        with pytest.raises(Refused, match=code):
            back(payment, **fields)
        assert state() == before
        assert remaining(late) == [0]

    def test_cash_a_reversal_and_what_was_taken_back_do_not_come_back(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        cash = receive_by_hand(debtor, euros("10.00"), PaymentMethod.CASH, PAID, key="c", **BY)
        with pytest.raises(Refused, match="return_of_cash"):
            back(cash, slot="hand:c")
        taken = cheque(debtor, "20.00", "t")
        reversal = reverse(taken.id, **BY)
        with pytest.raises(Refused, match="payment_taken_back"):
            back(taken, slot="hand:t")
        with pytest.raises(Refused, match="payment_is_reversal"):
            back(reversal, slot="hand:v")

    def test_a_payment_of_another_client_is_not_there(self, debtor):
        payment = cheque(debtor)
        other = make_client("Garage du Pont")
        with pytest.raises(Payment.DoesNotExist):
            return_payment(
                Return(slot="hand:x", payment_id=payment.id, returned_on=BACK), **BY, client_id=other
            )

    def test_what_was_paid_back_is_not_taken_back(self, debtor):
        from quitus.apps.payments.credit import refund

        payment = cheque(debtor)
        refund(debtor, euros("100.00"), PaymentMethod.TRANSFER, key="hand:f", **BY)
        with pytest.raises(Refused, match="payment_refunded"):
            back(payment)


@pytest.mark.usefixtures("inside")
class TestUndone:
    def test_identity_with_charges_fee_and_hold(self, debtor):
        late = make_instalment(debtor, "FA-2026-0118", "500.00")
        claim_charges(Wanted(client_id=debtor, until=PAID), on=PAID, actor="Camille")
        payment = cheque(debtor, "530.00")
        before = state()
        row = back(payment, fee=euros("12.00"), code="MD06")
        assert state() != before
        undo_payment_return(row.id, CAMILLE)
        undo_payment_return(row.id, CAMILLE)
        assert state() == before
        assert remaining(late) == [0]
        stands = PaymentReturn.objects.get().restored
        assert (stands.received_on, stands.amount_minor) == (PAID, 53_000)
        assert list(examine()) == []
        assert history(debtor)[0].kind in ("payment_return_undone", "charge_corrected")
        # It is a person's own payment still: it may come back, and be taken back, like the first.
        again = back(stands, slot="hand:r2")
        undo_payment_return(again.id, CAMILLE)
        take_back(PaymentReturn.objects.get(id=again.id).restored_id, client_id=debtor, **BY)
        assert remaining(late) == [50_000]

    def test_what_was_paid_meanwhile_becomes_credit(self, debtor):
        late = make_instalment(debtor, "FA-2026-0118", "500.00")
        row = back(cheque(debtor))
        cheque(debtor, key="2", day=TODAY)
        undo_payment_return(row.id, CAMILLE)
        assert remaining(late) == [0]
        assert client_credit(debtor) == 50_000
        assert list(examine()) == []

    def test_credit_used_later_and_a_write_off_that_was_paid_after_all(self, debtor):
        lost = make_instalment(debtor, "FA-2026-0100", "200.00")
        reduce(
            NewReduction(
                kind=ReductionKind.WRITE_OFF,
                client_id=debtor,
                parts={lost.id: euros("200.00")},
                happened_on=PAID,
                slot="hand:w",
                reason="introuvable",
            ),
            **BY,
        )
        payment = cheque(debtor, "700.00", day=BACK)
        late = make_instalment(debtor, "FA-2026-0118", "500.00")
        allocate_credit(debtor, **BY)
        before = state()
        row = back(payment, returned_on=TODAY)
        assert remaining(late) == [50_000]
        undo_payment_return(row.id, CAMILLE)
        assert state() == before
        assert list(examine()) == []

    def test_not_while_the_client_is_asked_for_the_fee(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        row = back(cheque(debtor), fee=euros("55.00"))
        claim = claim_return_fee(row.id, **BY)
        with pytest.raises(Refused, match="return_fee_claimed"):
            undo_payment_return(row.id, CAMILLE)
        cost = Charge.objects.get(claim=claim)
        waive(cost.id, None, "erreur", client_id=debtor, **BY)
        undo_payment_return(row.id, CAMILLE)
        assert PaymentReturn.objects.get().undone_on == TODAY

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(1, 90_000), st.integers(0, 90_000), st.integers(0, 5_000), st.integers(1, 90_000))
    def test_payment_return_and_undo_are_identity(self, debtor, first, second, fee, part):
        amounts = [euros(f"{minor // 100}.{minor % 100:02d}") for minor in (first, second, fee)]
        number = Instalment.objects.count()
        make_instalment(debtor, f"FA-A-{number}", "300.00")
        make_instalment(debtor, f"FA-B-{number}", "450.00", due=date(2026, 10, 20))
        payment = receive_by_hand(debtor, amounts[0], PaymentMethod.CHEQUE, PAID, key=f"a{number}", **BY)
        if amounts[1]:
            receive_by_hand(debtor, amounts[1], PaymentMethod.CHEQUE, PAID, key=f"b{number}", **BY)
        before = state()
        came_back = euros(f"{min(part, first) // 100}.{min(part, first) % 100:02d}")
        row = back(payment, slot=f"hand:p{number}", amount=came_back, fee=amounts[2])
        undo_payment_return(row.id, CAMILLE)
        after = state()
        assert after[:3] == before[:3]
        assert sum(minor for _, minor in after[3]) == sum(minor for _, minor in before[3])
        assert list(examine()) == []


@pytest.mark.usefixtures("inside")
class TestWhatFollows:
    @pytest.mark.parametrize(
        ("code", "rests"), [("MD06", True), ("MD07", True), ("AC06", True), ("AM04", False), ("", False)]
    )
    def test_some_codes_let_the_reminders_rest_until_a_person_ends_it(self, debtor, code, rests):
        late = make_instalment(debtor, "FA-2026-0118", "500.00")
        row = back(cheque(debtor), code=code)
        assert ("payment_returned" in reasons(debtor, late)) is rests
        end_hold(row.id, **BY)
        end_hold(row.id, **BY)
        assert "payment_returned" not in reasons(debtor, late)
        assert [told.kind for told in history(debtor)].count("return_hold_ended") == int(rests)

    def test_undoing_ends_the_pause(self, debtor):
        late = make_instalment(debtor, "FA-2026-0118", "500.00")
        other = make_instalment(debtor, "FA-2026-0119", "500.00")
        row = back(cheque(debtor, chosen=(late.id,)), code="MD07")
        assert "payment_returned" in reasons(debtor, other)
        undo_payment_return(row.id, CAMILLE)
        assert "payment_returned" not in reasons(debtor, other)

    def test_it_is_to_do_until_somebody_did_it(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        row = back(cheque(debtor), code="AM04")
        assert [one.id for one in returns_to_do()] == [row.id]
        mark_seen(row.id, **BY)
        mark_seen(row.id, **BY)
        assert returns_to_do() == []
        assert [told.kind for told in history(debtor)].count("return_seen") == 1


@pytest.mark.usefixtures("inside")
class TestTheFee:
    def test_a_business_owes_what_exceeds_the_indemnity(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        row = back(cheque(debtor), fee=euros("55.00"))
        claim = claim_return_fee(row.id, **BY)
        assert claim_return_fee(row.id, **BY).id == claim.id
        cost = Charge.objects.get(claim=claim)
        assert (cost.kind, cost.amount_minor) == (ChargeKind.COSTS, 1_500)
        assert "18\u00a0novembre 2026" in cost.reason
        assert return_card(row.id).claim_number == claim.number

    def test_fees_of_one_invoice_count_together(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        first = back(cheque(debtor), fee=euros("25.00"))
        with pytest.raises(Refused, match="costs_within_indemnity"):
            claim_return_fee(first.id, **BY)
        second = back(cheque(debtor, key="2"), slot="hand:r2", fee=euros("25.00"))
        claim = claim_return_fee(second.id, **BY)
        assert Charge.objects.get(claim=claim).amount_minor == 1_000
        assert set(PaymentReturn.objects.values_list("fee_claim_id", flat=True)) == {claim.id}

    def test_a_consumer_owes_none(self, inside):
        client_id = make_client("Mme Rose Legrand", kind=ClientKind.CONSUMER)
        make_instalment(client_id, "FA-2026-0118", "500.00")
        row = back(cheque(client_id), fee=euros("55.00"))
        with pytest.raises(Refused, match="costs_not_of_consumer"):
            claim_return_fee(row.id, **BY)
        assert not return_card(row.id).may_claim_fee

    def test_nothing_to_claim(self, debtor):
        make_instalment(debtor, "FA-2026-0118", "500.00")
        row = back(cheque(debtor))
        with pytest.raises(Refused, match="return_without_fee"):
            claim_return_fee(row.id, **BY)
        alone = back(cheque(make_client("Garage du Pont"), key="2"), slot="hand:r2", fee=euros("55.00"))
        with pytest.raises(Refused, match="return_without_invoice"):
            claim_return_fee(alone.id, **BY)
        undo_payment_return(alone.id, CAMILLE)
        with pytest.raises(Refused, match="return_undone"):
            claim_return_fee(alone.id, **BY)


def reasons(client_id, instalment):
    step = what_next(client_id, TODAY).steps.get(instalment.id)
    return list(step.reasons) if step else []


def test_two_hands_note_one_return(organisation_committed):
    with tenant(organisation_committed):
        client_id = make_client()
        make_instalment(client_id, "FA-2026-0118", "500.00")
        payment = cheque(client_id)

    def noted(hand):
        try:
            return back(payment, slot=f"hand:{hand % 2}", fee=euros("5.00")).id
        except Refused as refusal:
            return refusal.code

    found = at_once(organisation_committed, noted)
    assert len({one for one in found if one != "payment_returned"}) == 1
    with tenant(organisation_committed):
        assert PaymentReturn.objects.count() == 1
        row = PaymentReturn.objects.get()
        assert list(examine()) == []
    at_once(organisation_committed, lambda hand: undo_payment_return(row.id, CAMILLE).id)
    with tenant(organisation_committed):
        assert client_balances()[client_id] == 0
        assert Payment.objects.filter(reverses=None).count() == 2
        assert list(examine()) == []
