"""A refusal that comes after something was written: the page that tells it keeps nothing of the attempt."""

from datetime import timedelta

import pytest

from quitus.apps.banking.models import BankAccount, BankLine
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.returns.models import LineReturn
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.history import by_hand, correcting
from quitus.apps.history.models import HandEntry, Movement
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outgoing import actions
from quitus.apps.outgoing.facts import digest, transfers_of
from quitus.apps.outgoing.models import Transfer, TransferOrder
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import Payment, PaymentMethod
from quitus.domain.history.kinds import Kind
from quitus.domain.outgoing.orders import Address, checked_payee
from quitus.domain.refused import Refused
from quitus.web.staff.returns import payments
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY, euros, make_client
from tests.returning import bounced, statement
from tests.web.staff.conftest import words
from tests.whole_record import whole_record

BY = {"on": TODAY, "actor": "Camille"}
KEY = "6f1c0f0e-8a53-4b4e-9d0f-0d6f3f0c1a2b"
IBAN = "DE89370400440532013000"
TOLD = "ne peuvent pas être le même argent"


class Attempt:
    """What a member tries, and whether anything of it is on record."""

    def __init__(self, firm, monkeypatch):
        self.firm, self.monkeypatch = firm, monkeypatch
        self.before = {}

    def begins(self, module=None, name=""):
        """From now on nothing may be written; the action of that name does its work, and is refused at its end."""
        self.before = self._record()
        if module is not None:
            real = getattr(module, name)

            def action(*args, **kwargs):
                real(*args, **kwargs)
                raise Refused("joining_wrong")

            self.monkeypatch.setattr(module, name, action)

    def left_nothing(self):
        return self._record() == self.before

    def _record(self):
        with tenant(self.firm.id):
            return whole_record()


@pytest.fixture
def attempt(firm, monkeypatch):
    return Attempt(firm, monkeypatch)


@pytest.fixture
def order(firm, owner):
    """order(state): an order with one transfer, led so far by its owner."""

    def led_to(state):
        with tenant(firm.id):
            account = BankAccount.objects.create(iban=STUDIO, currency="EUR")
            user = int(owner.session["_auth_user_id"])
            by = actions.Hand(TODAY, "Camille", user)
            made = actions.make_order(account.id, "Fournisseurs", TODAY + timedelta(days=1), by)
            payee = checked_payee("Papeterie du Port", IBAN, euros("120.50"), "Facture 118", Address())
            actions.add_transfer(made.id, payee, Kind.SUPPLIER, by, key="1")
            if state != "draft":
                actions.submit(made.id, by)
            if state == "approved":
                actions.approve(made.id, by, seen=digest(made, transfers_of(made)))
        return made

    return led_to


STEPS = [
    ("draft", "submit", "submit"),
    ("to_approve", "reopen", "reopen"),
    ("to_approve", "approve", "approve"),
    ("approved", "download", "file"),
    ("approved", "cancel", "cancel"),
]


@pytest.mark.parametrize("step", STEPS, ids=[step[2] for step in STEPS])
def test_a_step_of_an_order(owner, firm, order, attempt, step):
    state, action, address = step
    made = order(state)
    with tenant(firm.id):
        seen = digest(made, transfers_of(made))
    attempt.begins(actions, action)
    response = owner.post(f"/transfers/{made.id}/{address}", {"seen": seen, "reason": "doublon"})
    assert response.status_code == 422
    assert TOLD in words(response)
    assert attempt.left_nothing()
    with tenant(firm.id):
        assert TransferOrder.objects.get().state == state


def test_a_transfer_that_is_taken_out(owner, firm, order, attempt):
    order("draft")
    with tenant(firm.id):
        row = Transfer.objects.get()
    attempt.begins(actions, "remove_transfer")
    assert TOLD in words(owner.post(f"/transfers/transfer/{row.id}/remove"))
    assert attempt.left_nothing()


def test_a_second_approval_that_nobody_could_give(owner, attempt):
    attempt.begins()
    assert owner.post("/transfers/second-approval", {"asked": "yes"}).status_code == 302
    assert "Qui fait un ordre peut aussi" in words(owner.get("/transfers/"))
    assert attempt.left_nothing()


@pytest.fixture
def entry(firm):
    """What a person wrote down, and the bank's line of it."""
    with tenant(firm.id):
        import_bank_file(camt053([credit("-45.00", "MARCHE AUX FLEURS", payer="MARCHE")]), "r.xml", **BY)
        line = BankLine.objects.get()
        made = by_hand.write_down(
            by_hand.NewEntry(
                day=TODAY,
                amount=euros("0.00") - euros("45.00"),
                party="Marché aux fleurs",
                kind=Kind.SUPPLIER,
                means=by_hand.Means.CASH,
                key="1",
            ),
            **BY,
        )
    return made, line


def test_joining_an_entry(owner, entry, attempt):
    made, line = entry
    attempt.begins(by_hand, "join")
    response = owner.post(f"/history/entries/{made.id}/lines/{line.id}/join", follow=True)
    assert TOLD in words(response)
    assert attempt.left_nothing()


def test_writing_an_entry_down(owner, firm, attempt):
    attempt.begins(by_hand, "write_down")
    said = {"key": KEY, "way": "out", "day": "2026-11-19", "amount": "45,00", "party": "Marché aux fleurs"}
    response = owner.post("/history/new", {**said, "kind": "supplier", "means": "cash"})
    assert TOLD in words(response)
    assert attempt.left_nothing()
    with tenant(firm.id):
        assert HandEntry.objects.count() == 0


def test_a_word_about_a_kind(owner, firm, entry, attempt):
    with tenant(firm.id):
        move = Movement.objects.get(line=entry[1].id)
    attempt.begins(correcting, "correct")
    response = owner.post(f"/history/{move.id}/kind", {"kind": "tax", "always": "on"})
    assert TOLD in words(response)
    assert attempt.left_nothing()


@pytest.fixture
def payment(firm):
    """A cheque of 300 euros, and a line that takes 300 from the account."""
    day = TODAY - timedelta(days=4)
    with tenant(firm.id):
        client = make_client("Brasserie du Canal")
        receive_by_hand(client, euros("300.00"), PaymentMethod.CHEQUE, day, key="1", **BY)
        import_bank_file(
            statement([bounced("300.00", "REJET CHEQUE", family="ICHQ", sub="UPCQ")]), "r.xml", **BY
        )
        return Payment.objects.get()


def test_a_payment_that_a_line_takes_back(owner, firm, payment, attempt):
    with tenant(firm.id):
        line = BankLine.objects.get()
    attempt.begins(taking_back, "take_back_by_hand")
    said = {f"amount-{payment.id}": "300,00"}
    assert TOLD in words(owner.post(f"/returns/lines/{line.id}/take-back", said))
    assert attempt.left_nothing()


def test_a_proposal_that_is_confirmed(owner, firm, payment, attempt):
    with tenant(firm.id):
        proposed = LineReturn.objects.get().id
    attempt.begins(taking_back, "accept")
    assert TOLD in words(owner.post(f"/returns/proposals/{proposed}/accept"))
    assert attempt.left_nothing()


def test_a_return_that_is_noted(owner, payment, attempt):
    attempt.begins(payments, "note_return")
    address = f"/returns/clients/{payment.client_id}/payments/{payment.id}"
    response = owner.post(
        address, {"key": KEY, "returned_on": "2026-11-24", "fee": "", "code": "", "reason": ""}
    )
    assert TOLD in words(response)
    assert attempt.left_nothing()
