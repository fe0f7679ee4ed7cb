"""Several people at one transfer order: each step is taken once, and a client's credit goes back once."""

import pytest
from django.db import connection, transaction

from quitus.apps.banking.models import BankAccount
from quitus.apps.banking.statements.importing import Imported, import_bank_file
from quitus.apps.doctor.checks import examine
from quitus.apps.files.models import StoredFile
from quitus.apps.insight.account_statement import account_statement
from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outgoing import actions
from quitus.apps.outgoing.actions import Hand
from quitus.apps.outgoing.facts import digest, transfers_of
from quitus.apps.outgoing.models import Download, Transfer, TransferOrder
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod, Refund
from quitus.apps.timeline.models import TimelineEntry
from quitus.apps.timeline.queries import broken_chains
from quitus.domain.history.kinds import Kind
from quitus.domain.outgoing.orders import Address, State, checked_payee
from quitus.domain.refused import Refused
from tests.at_once import at_once
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY, euros, make_client


class Firm:
    """Two people, a client with 300 euros of credit, and an order that pays them back and a supplier."""

    def __init__(self, organisation: int) -> None:
        self.id = organisation
        self.hands = [self._member("Camille", Role.OWNER), self._member("Nadia", Role.ACCOUNTANT)]
        with tenant(organisation):
            self.account = BankAccount.objects.create(iban=STUDIO, currency="EUR").id
            self.client = make_client("Hôtel des Voyageurs")
            receive_by_hand(
                self.client, euros("300.00"), PaymentMethod.CHEQUE, TODAY, key="1", on=TODAY, actor="Camille"
            )
            self.order = self.draft()
        connection.close()

    def _member(self, name: str, role: Role) -> Hand:
        email = f"{name.lower()}@studio-marelle.example"
        firm = Organisation.objects.get(id=self.id)
        with transaction.atomic():
            return Hand(TODAY, name, add_member(firm, email, role, name=name).id)

    def draft(self) -> int:
        by = self.hands[0]
        order = actions.make_order(self.account, "Novembre", TODAY, by).id
        supplier = checked_payee("Louise Martin", "BE68539007547034", euros("80.00"), "118", Address())
        actions.add_transfer(order, supplier, Kind.FREELANCER, by, key="0")
        refund = checked_payee("Voyageurs", "DE89370400440532013000", euros("300.00"), "", Address())
        actions.add_transfer(order, refund, Kind.REFUND, by, key="1", client_id=self.client)
        return order

    def led_to(self, state: State, order: int | None = None) -> None:
        order = order or self.order
        with tenant(self.id):
            actions.submit(order, self.hands[0])
            if state is not State.TO_APPROVE:
                self.approve(0, order)()
            if state is State.DOWNLOADED:
                actions.download(order, self.hands[0])
        connection.close()

    def approve(self, place: int, order: int | None = None):
        def approved():
            row = TransferOrder.objects.get(id=order or self.order)
            seen = digest(row, transfers_of(row))
            return actions.approve(row.id, self.hands[place], seen=seen).message_id

        return approved

    def cancel(self, place: int):
        return lambda: actions.cancel(self.order, self.hands[place]).state

    def told(self, kind: str) -> int:
        with tenant(self.id):
            return TimelineEntry.objects.filter(kind=kind).count()

    def found(self) -> tuple[str, int]:
        """The state of the order and the client's credit, in a record in which everything adds up."""
        with tenant(self.id):
            assert (examine(), broken_chains()) == ([], [])
            return (
                TransferOrder.objects.get(id=self.order).state,
                account_statement(self.client, TODAY).credit.minor,
            )


@pytest.fixture
def firm(organisation_committed) -> Firm:
    return Firm(organisation_committed)


def refusals(answers: list[object]) -> list[str]:
    return sorted(answer.code for answer in answers if isinstance(answer, Refused))


def test_the_same_person_approves_twice(firm):
    firm.led_to(State.TO_APPROVE)
    done = at_once(firm.id, *[firm.approve(0)] * 3)
    assert len(set(done)) == 1, done
    assert firm.found() == (State.APPROVED, 0)
    with tenant(firm.id):
        assert (Refund.objects.count(), StoredFile.objects.count()) == (1, 1)
    assert firm.told("transfer_order_approved") == 1


def test_two_people_approve_and_the_second_is_told(firm):
    firm.led_to(State.TO_APPROVE)
    done = at_once(firm.id, firm.approve(0), firm.approve(1))
    assert refusals(done) == ["transfer_state_wrong"]
    assert firm.found() == (State.APPROVED, 0)
    with tenant(firm.id):
        assert (Refund.objects.count(), StoredFile.objects.count()) == (1, 1)
    assert firm.told("transfer_order_approved") == 1


def test_two_people_cancel(firm):
    firm.led_to(State.DOWNLOADED)
    assert at_once(firm.id, firm.cancel(0), firm.cancel(1)) == [State.CANCELLED] * 2
    assert firm.found() == (State.CANCELLED, 30_000)
    with tenant(firm.id):
        assert Refund.objects.count() == 2
    assert firm.told("transfer_order_cancelled") == 1


def test_one_approves_what_another_cancels(firm):
    """Approved first, its credit comes back with the cancelling; cancelled first, it is not approved."""
    firm.led_to(State.TO_APPROVE)
    done = at_once(firm.id, firm.approve(0), firm.cancel(1))
    assert refusals(done) in ([], ["transfer_state_wrong"])
    assert done[1] == State.CANCELLED
    assert firm.found() == (State.CANCELLED, 30_000)


def test_two_orders_do_not_pay_the_same_credit_back(firm):
    with tenant(firm.id):
        second = firm.draft()
    firm.led_to(State.TO_APPROVE)
    firm.led_to(State.TO_APPROVE, second)
    done = at_once(firm.id, firm.approve(0), firm.approve(1, second))
    assert refusals(done) == ["refund_above_credit"]
    with tenant(firm.id):
        assert Refund.objects.count() == 1
        states = TransferOrder.objects.order_by("id").values_list("state", flat=True)
        assert sorted(states) == [State.APPROVED, State.TO_APPROVE]
    assert firm.found()[1] == 0


def test_a_transfer_sent_twice_and_the_order_put_forward_meanwhile(firm):
    by = firm.hands[0]
    payee = checked_payee("Papeterie du Port", "FR7610107001011234567890129", euros("7.00"), "", Address())

    def add():
        return actions.add_transfer(firm.order, payee, Kind.SUPPLIER, by, key="x").id

    done = at_once(firm.id, add, add, lambda: actions.submit(firm.order, by).state)
    with tenant(firm.id):
        added = list(Transfer.objects.filter(amount_minor=700).values_list("id", flat=True))
    assert len(added) == (0 if refusals(done) == ["transfer_order_no_draft"] * 2 else 1), done
    assert firm.found()[0] == State.TO_APPROVE


def test_what_one_approves_is_what_one_saw_although_another_changes_it(firm):
    """Between what was seen and the word there may be a whole new order."""
    firm.led_to(State.TO_APPROVE)
    with tenant(firm.id):
        row = TransferOrder.objects.get(id=firm.order)
        seen = digest(row, transfers_of(row))
    connection.close()
    payee = checked_payee("Malfaiteur", "FR7610107001011234567890129", euros("9000.00"), "", Address())

    def change():
        actions.reopen(firm.order, firm.hands[1])
        actions.add_transfer(firm.order, payee, Kind.SUPPLIER, firm.hands[1], key="evil")
        return actions.submit(firm.order, firm.hands[1]).state

    done = at_once(firm.id, lambda: actions.approve(firm.order, firm.hands[0], seen=seen).state, change)
    assert refusals(done) in (["transfer_order_changed"], ["transfer_state_wrong"])
    state, _ = firm.found()
    with tenant(firm.id):
        evil = Transfer.objects.filter(amount_minor=900_000).exists()
    assert evil == (state == State.TO_APPROVE)


def test_two_take_the_file_away(firm):
    firm.led_to(State.APPROVED)
    one, other = at_once(firm.id, *(lambda by=by: actions.download(firm.order, by) for by in firm.hands))
    assert one == other
    assert firm.found()[0] == State.DOWNLOADED
    with tenant(firm.id):
        assert Download.objects.count() == 2


def test_the_bank_carries_out_what_is_cancelled_at_that_moment(firm):
    """Cancelled first, the order is shown as carried out all the same; carried out first, it is too late to cancel."""
    firm.led_to(State.DOWNLOADED)
    with tenant(firm.id):
        first, second = Transfer.objects.order_by("id").values_list("end_to_end_id", flat=True)
    connection.close()
    content = camt053([credit("-80.00", f"VIR {first}"), credit("-300.00", f"VIR {second}")])
    brought, cancelled = at_once(
        firm.id,
        lambda: import_bank_file(content, "releve.xml", on=TODAY, actor="Camille"),
        firm.cancel(1),
    )
    assert isinstance(brought, Imported)
    assert firm.found() == (State.EXECUTED, 0 if isinstance(cancelled, Refused) else 30_000)
    with tenant(firm.id):
        assert Transfer.objects.filter(executed_line=None).count() == 0
