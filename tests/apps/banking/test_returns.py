"""Money that comes and goes back: which payment a debit line takes back, and that undoing leaves no trace."""

from datetime import date

import pytest
from django.db import transaction

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.queries import counts, lines
from quitus.apps.banking.queries import line as line_view
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.models import Charge
from quitus.apps.doctor.checks import examine
from quitus.apps.insight.returns_list import returns_to_do
from quitus.apps.payments.models import Payment, PaymentReturn
from quitus.apps.payments.returns import Return
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.refused import Refused
from tests.firm import TODAY, euros, make_client, make_instalment, remaining
from tests.returning import PAYER, bounced, collected, statement, together

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")


def bring(*entries, name="releve.xml", until="2026-11-24"):
    import_bank_file(statement(entries, until=until), name, on=TODAY, actor="Camille")
    return list(BankLine.objects.order_by("id"))


def paid(
    number="FA-2026-0118",
    amount="500.00",
    reference="PRLV-2026-118",
    name="Menuiserie Arnoult",
    day="2026-11-20",
):
    """An invoice that a collected debit pays; the instalment and the line."""
    instalment = make_instalment(make_client(name), number, amount)
    entry = collected(amount, f"PRELEVEMENT {number}", reference=reference, day=day)
    line = bring(entry, name=f"{number}.xml")[-1]
    assert remaining(instalment) == [0]
    return instalment, line


def books():
    return account_balances(), client_balances()


def state():
    """All that an undo has to leave as it was."""
    charges = list(Charge.objects.order_by("id").values_list("id", "remaining_minor"))
    return books(), charges, remaining(*_instalments())


def _instalments():
    from quitus.apps.invoicing.models import Instalment

    return list(Instalment.objects.order_by("id"))


def proposals(line):
    return LineReturn.objects.filter(line=line, state=LineReturnState.SUGGESTED).order_by("-score", "id")


def test_the_same_reference_and_amount_are_taken_back_without_asking():
    instalment, _ = paid()
    line = bring(bounced("500.00", "PRLV IMPAYE", reference="PRLV-2026-118", code="AM04"))[-1]
    row = LineReturn.objects.get(line=line)
    assert (row.state, row.decided_by) == (LineReturnState.ACCEPTED, "quitus")
    back = PaymentReturn.objects.get()
    assert (back.code, back.returned_on, back.amount_minor) == ("AM04", date(2026, 11, 24), 50_000)
    assert remaining(instalment) == [50_000]
    assert BankLine.objects.get(id=line.id).settled
    assert client_balances()[instalment.client_id] == 50_000
    assert account_balances()["471000"] == 0
    assert [one.id for one in returns_to_do()] == [back.id]
    told = TimelineEntry.objects.filter(client_id=instalment.client_id, kind="payment_returned").get()
    assert told.happened_on == date(2026, 11, 24)


def test_the_same_file_or_line_again_takes_nothing_back_twice():
    instalment, _ = paid()
    entry = bounced("500.00", "PRLV IMPAYE", reference="PRLV-2026-118", code="AM04")
    bring(entry)
    bring(entry)
    bring(entry, name="same in another file.xml", until="2026-11-24")
    assert PaymentReturn.objects.count() == 1
    assert remaining(instalment) == [50_000]


def test_a_payment_and_its_return_in_one_file():
    instalment = make_instalment(make_client(), "FA-2026-0118", "500.00")
    bring(
        collected("500.00", "PRELEVEMENT FA-2026-0118", reference="P-118-A"),
        bounced("500.00", "REJET", reference="P-118-A", code="MS03"),
    )
    assert remaining(instalment) == [50_000]
    assert PaymentReturn.objects.get().code == "MS03"


def test_the_amount_alone_is_proposed_and_never_taken_alone():
    instalment, _ = paid()
    line = bring(bounced("500.00", "PRLV IMPAYE", reference="unknown-ref", code="AM04"))[-1]
    assert remaining(instalment) == [0]
    assert [one.evidence for one in proposals(line)] == [["same_amount", "soon_after"]]
    assert (counts().suggested, [one.id for one in returns_to_do()]) == (1, [line.id])
    assert [view.id for view in lines(only="suggested")] == [line.id]


def test_of_two_equal_payments_none_is_preferred():
    one, _ = paid("FA-2026-0118", reference="SAME-REF-1", name="Menuiserie Arnoult")
    two, _ = paid("FA-2026-0119", reference="SAME-REF-1", name="Garage du Pont", day="2026-11-10")
    line = bring(bounced("500.00", "PRLV IMPAYE", reference="SAME-REF-1", code="AM04"))[-1]
    assert remaining(one, two) == [0, 0]
    found = list(proposals(line))
    assert len(found) == 2
    assert found[0].score == found[1].score
    taking_back.accept(found[1].id, CAMILLE)
    assert remaining(one, two) == [0, 50_000]
    assert not proposals(line).exists()


def test_undoing_is_identity_and_only_a_person_decides_from_then_on():
    instalment, _ = paid()
    line = bring(bounced("500.00", "PRLV IMPAYE", reference="PRLV-2026-118", code="MD06"))[-1]
    accepted = LineReturn.objects.get(line=line)
    returned = state()
    taking_back.undo(accepted.id, CAMILLE)
    taking_back.undo(accepted.id, CAMILLE)
    assert remaining(instalment) == [0]
    assert client_balances()[instalment.client_id] == 0
    assert not BankLine.objects.get(id=line.id).settled
    assert taking_back.recognise_open(on=TODAY) == (0, 0)
    assert not proposals(line).exists()
    stands = PaymentReturn.objects.get().restored
    taking_back.take_back_by_hand(line.id, {stands.id: euros("500.00")}, CAMILLE)
    assert state() == returned


def test_undo_is_identity_on_charges_and_books():
    instalment, _ = paid("FA-2026-0118", reference="R-0118")
    claim_charges(Wanted(client_id=instalment.client_id, until=TODAY), on=TODAY, actor="Camille")
    paid("FA-2026-0119", "700.00", reference="R-0119", name="Garage du Pont")
    line = bring(bounced("500.00", "PRLV IMPAYE", reference="no such", code="AM04"), name="b.xml")[-1]
    before = state()
    accepted = taking_back.accept(proposals(line)[0].id, CAMILLE)
    assert state() != before
    taking_back.undo(accepted.id, CAMILLE)
    assert state() == before
    assert list(examine()) == []


def test_a_match_is_not_undone_beneath_its_return_and_is_undone_after_it():
    instalment, line = paid()
    bring(bounced("500.00", "REJET", reference="PRLV-2026-118", code="AM04"))
    accepted = Match.objects.get(line=line, state=MatchState.ACCEPTED)
    with pytest.raises(Refused, match="payment_returned"):
        deciding.undo(accepted.id, CAMILLE)
    taking_back.undo_payment_return(PaymentReturn.objects.get().id, CAMILLE)
    assert remaining(instalment) == [0]
    deciding.undo(accepted.id, CAMILLE)
    assert remaining(instalment) == [50_000]
    assert client_balances()[instalment.client_id] == 50_000
    assert sum(payment.amount_minor for payment in Payment.objects.all()) == 0


def test_a_sum_with_its_payments_is_divided():
    one, _ = paid("FA-2026-0118", "500.00", reference="R-0118")
    two, _ = paid("FA-2026-0119", "700.00", reference="R-0119", name="Garage du Pont")
    parts = [
        bounced("500.00", "REJET 1", reference="R-0118", code="AM04"),
        bounced("700.00", "REJET 2", reference="R-0119", code="MD07"),
    ]
    bring(together(parts, "REJETS DU JOUR"), name="b.xml")
    assert remaining(one, two) == [50_000, 70_000]
    assert sorted(PaymentReturn.objects.values_list("code", flat=True)) == ["AM04", "MD07"]


def test_a_sum_without_its_payments_is_divided_by_a_person():
    one, _ = paid("FA-2026-0118", "500.00", reference="R-0118")
    two, _ = paid("FA-2026-0119", "700.00", reference="R-0119", name="Garage du Pont")
    line = bring(bounced("1212.00", "REJETS PRLV DU JOUR"), name="b.xml")[-1]
    first, second = Payment.objects.order_by("id").values_list("id", flat=True)
    amounts = {first: euros("500.00"), second: euros("700.00")}
    with pytest.raises(Refused, match="line_return_amounts_wrong"):
        taking_back.take_back_by_hand(line.id, amounts, CAMILLE, fee=euros("12.01"))
    assert PaymentReturn.objects.count() == 0
    taking_back.take_back_by_hand(line.id, amounts, CAMILLE, fee=euros("12.00"))
    assert remaining(one, two) == [50_000, 70_000]
    assert account_balances()["627000"] == 1_200
    assert account_balances()["471000"] == 0
    with pytest.raises(Refused, match="line_already_matched"):
        taking_back.take_back_by_hand(line.id, {first: euros("1.00")}, CAMILLE)


def test_a_part_that_comes_back_leaves_the_rest():
    instalment, line = paid("FA-2026-0118", "500.00", reference="R-0118")
    debit = bring(bounced("200.00", "RETOUR VIREMENT PARTIEL"), name="b.xml")[-1]
    payment = Payment.objects.get()
    before = state()
    (row,) = taking_back.take_back_by_hand(debit.id, {payment.id: euros("200.00")}, CAMILLE)
    assert remaining(instalment) == [20_000]
    assert client_balances()[instalment.client_id] == 20_000
    with pytest.raises(Refused, match="payment_returned"):
        deciding.undo(Match.objects.get(line=line).id, CAMILLE)
    taking_back.undo(row.id, CAMILLE)
    assert state() == before
    deciding.undo(Match.objects.get(line=line).id, CAMILLE)
    assert remaining(instalment) == [50_000]


def test_what_was_noted_before_is_joined_to_the_line_that_tells_it():
    instalment, _ = paid()
    payment = Payment.objects.get()
    noted = taking_back.note_return(
        taking_back.Return(slot="hand:1", payment_id=payment.id, returned_on=date(2026, 11, 23), code="AM04"),
        CAMILLE,
        client_id=instalment.client_id,
    )
    assert remaining(instalment) == [50_000]
    line = bring(bounced("500.00", "PRLV IMPAYE", reference="PRLV-2026-118", code="AM04"))[-1]
    row = LineReturn.objects.get(line=line, state=LineReturnState.ACCEPTED)
    assert (row.payment_return_id, row.joined) == (noted.id, True)
    assert PaymentReturn.objects.count() == 1
    assert account_balances()["471000"] == 0
    taking_back.undo(row.id, CAMILLE)
    assert remaining(instalment) == [50_000]
    assert PaymentReturn.objects.get().undone_on is None


def test_a_return_that_comes_back_is_a_new_payment():
    instalment, _ = paid()
    bring(bounced("500.00", "REJET", reference="PRLV-2026-118", code="AM04"))
    again = collected("500.00", "REPRESENTATION FA-2026-0118", reference="PRLV-2026-118-2", day="2026-11-24")
    bring(again, name="c.xml")
    assert remaining(instalment) == [0]
    assert client_balances()[instalment.client_id] == 0


def test_a_debit_without_a_mark_is_left_alone_and_a_person_may_choose_it():
    instalment, _ = paid()
    line = bring(bounced("500.00", "VIR SEPA FOURNISSEUR", family="ICDT", sub="ESCT"), name="b.xml")[-1]
    assert not LineReturn.objects.filter(line=line).exists()
    payment = Payment.objects.get()
    taking_back.take_back_by_hand(line.id, {payment.id: euros("500.00")}, CAMILLE)
    assert remaining(instalment) == [50_000]


def test_none_of_them():
    paid()
    line = bring(bounced("500.00", "PRLV IMPAYE", code="AM04"), name="b.xml")[-1]
    proposal = proposals(line)[0]
    taking_back.dismiss(line.id, CAMILLE)
    taking_back.recognise_open(on=TODAY)
    assert not proposals(line).exists()
    with pytest.raises(Refused, match="line_return_no_longer_open"):
        taking_back.accept(proposal.id, CAMILLE)
    assert line_view(line.id).settled is False


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "500.01"])
def test_impossible_amounts_leave_no_trace(amount):
    instalment, _ = paid()
    line = bring(bounced("500.00", "PRLV IMPAYE"), name="b.xml")[-1]
    with pytest.raises(Refused, match="line_return_amounts_wrong"):
        taking_back.take_back_by_hand(line.id, {Payment.objects.get().id: euros(amount)}, CAMILLE)
    assert (PaymentReturn.objects.count(), remaining(instalment)) == (0, [0])


def test_a_credit_takes_nothing_back():
    _, line = paid()
    with pytest.raises(Refused, match="line_not_a_debit"):
        taking_back.take_back_by_hand(line.id, {Payment.objects.get().id: euros("1.00")}, CAMILLE)


def test_a_payment_of_nobody_is_not_found():
    paid()
    line = bring(bounced("500.00", "PRLV IMPAYE"), name="b.xml")[-1]
    with pytest.raises(Payment.DoesNotExist):
        taking_back.take_back_by_hand(line.id, {10**15: euros("1.00")}, CAMILLE)


def test_the_payers_account_and_name_speak_for_a_payment():
    instalment = make_instalment(make_client("Transports Delmas"), "FA-2026-0147", "960.00")
    bring(collected("960.00", "VIR FA-2026-0147", payer="Transports Delmas", iban=PAYER), name="a.xml")
    line = bring(
        bounced("975.00", "REJET VIR", payer="TRANSPORTS DELMAS", iban=PAYER, family="RCDT", sub="RRTN"),
        name="b.xml",
    )[-1]
    proposal = proposals(line)[0]
    assert (proposal.amount_minor, proposal.fee_minor) == (96_000, 1_500)
    assert {"same_account", "payer_name", "amount_with_fee"} <= set(proposal.evidence)
    taking_back.accept(proposal.id, CAMILLE)
    assert remaining(instalment) == [96_000]
    assert account_balances()["627000"] == 1_500


def test_what_was_noted_is_joined_with_just_that_amount():
    """With less of the line, the rest of it could take another payment back for money that came back once."""
    instalment, _ = paid()
    other, _ = paid("FA-2026-0119", "470.00", "PRLV-2026-119", "Garage du Pont")
    first, second = (
        Payment.objects.get(client_id=one.client_id, reverses=None) for one in (instalment, other)
    )
    back = Return(slot="noted", payment_id=first.id, returned_on=date(2026, 11, 23))
    taking_back.note_return(back, CAMILLE, client_id=instalment.client_id)
    line = bring(bounced("500.00", "REJET"))[-1]
    with pytest.raises(Refused, match="return_noted_otherwise"), transaction.atomic():
        taking_back.take_back_by_hand(
            line.id, {first.id: euros("30.00"), second.id: euros("470.00")}, CAMILLE
        )
    assert remaining(instalment, other) == [50_000, 0]
    taking_back.take_back_by_hand(line.id, {first.id: euros("500.00")}, CAMILLE)
    assert (account_balances()["471000"], examine()) == (0, [])


def test_a_line_of_more_than_was_noted_is_not_joined_by_itself():
    instalment, _ = paid()
    payment = Payment.objects.get(reverses=None)
    back = Return(slot="noted", payment_id=payment.id, returned_on=date(2026, 11, 23), amount=euros("100.00"))
    taking_back.note_return(back, CAMILLE, client_id=instalment.client_id)
    line = bring(bounced("500.00", "PRLV IMPAYE", reference="PRLV-2026-118"))[-1]
    assert not BankLine.objects.get(id=line.id).settled
    part = bring(bounced("100.00", "PRLV IMPAYE", reference="PRLV-2026-118"), name="part.xml")[-1]
    assert LineReturn.objects.get(state=LineReturnState.ACCEPTED).line_id == part.id
    assert remaining(instalment) == [10_000]


def test_a_fee_that_was_not_noted_is_not_dropped():
    """The return that somebody noted is taken back first; then the line tells it with its fee."""
    instalment, _ = paid()
    payment = Payment.objects.get(reverses=None)
    back = Return(slot="noted", payment_id=payment.id, returned_on=date(2026, 11, 23))
    noted = taking_back.note_return(back, CAMILLE, client_id=instalment.client_id)
    line = bring(bounced("515.00", "PRLV IMPAYE", reference="PRLV-2026-118"))[-1]
    with pytest.raises(Refused, match="return_fee_noted_otherwise"), transaction.atomic():
        taking_back.accept(proposals(line).get().id, CAMILLE)
    taking_back.undo_payment_return(noted.id, CAMILLE)
    taking_back.recognise_open(on=TODAY)
    row = taking_back.accept(proposals(line).get().id, CAMILLE)
    assert (row.amount_minor, row.fee_minor, account_balances()["471000"]) == (50_000, 1_500, 0)


def test_no_proposal_takes_back_more_than_the_line_has_left():
    first, _ = paid("FA-1001", "300.00", "", "Garage du Pont", "2026-11-19")
    second, _ = paid("FA-1002", "300.00", "", "Hôtel des Voyageurs")
    line = bring(bounced("300.00", "REJET PRLV"))[-1]
    waiting = [row.id for row in proposals(line)]
    assert len(waiting) == 2
    payment = Payment.objects.get(client_id=first.client_id)
    taking_back.take_back_by_hand(line.id, {payment.id: euros("50.00")}, CAMILLE)
    assert proposals(line).count() == 0
    stale = LineReturn.objects.filter(id__in=waiting).exclude(payment=payment)
    stale.update(state=LineReturnState.SUGGESTED)
    with pytest.raises(Refused, match="line_return_no_longer_open"), transaction.atomic():
        taking_back.accept(stale.get().id, CAMILLE)
    assert remaining(first, second) == [5_000, 0]


def test_a_part_that_is_decided_left_471_and_the_rest_waits_there():
    instalment = make_instalment(make_client(), "FA-1001", "300.00")
    line = bring(collected("500.00", "VIREMENT"))[-1]
    deciding.match_by_hand(line.id, {instalment.id: euros("300.00")}, CAMILLE, rest=deciding.APART)
    assert (account_balances()["471000"], examine()) == (-20_000, [])
