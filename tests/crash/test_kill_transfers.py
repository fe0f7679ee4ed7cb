"""`kill -9` at every step of a transfer order: no credit is paid back twice, no file half written. Real processes."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from quitus.apps.banking.models import BankAccount
from quitus.apps.files.models import StoredFile
from quitus.apps.insight.account_statement import account_statement
from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outgoing import actions as outgoing
from quitus.apps.outgoing.models import Download, Transfer, TransferOrder
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod, Refund
from quitus.domain.history.kinds import Kind
from quitus.domain.outgoing.orders import Address, State, checked_payee
from tests.camt_files import STUDIO, camt053, credit
from tests.crash import actions
from tests.crash.doing import Doer, killed_everywhere, sound_record
from tests.firm import TODAY, euros, make_client


@pytest.fixture(scope="module")
def doer(django_db_setup) -> Iterator[Doer]:
    doer = Doer()
    yield doer
    doer.close()


class Firm:
    """A firm with an order that pays a supplier, and a client the 300 euros that they paid too much."""

    def __init__(self, organisation: int) -> None:
        self.organisation = organisation
        studio = Organisation.objects.get(id=organisation)
        with transaction.atomic():
            user = add_member(studio, "camille@studio-marelle.example", Role.OWNER, name="Camille")
        self.by = outgoing.Hand(TODAY, "Camille", user.id)
        with tenant(organisation):
            self.account = BankAccount.objects.create(iban=STUDIO, currency="EUR").id
            self.client = make_client("Hôtel des Voyageurs")
            receive_by_hand(
                self.client, euros("300.00"), PaymentMethod.CHEQUE, TODAY, key="1", on=TODAY, actor="Camille"
            )
            self.order = outgoing.make_order(self.account, "Fournisseurs", TODAY, self.by).id
            supplier = checked_payee("Louise Martin", "BE68539007547034", euros("80.00"), "118", Address())
            outgoing.add_transfer(self.order, supplier, Kind.FREELANCER, self.by, key="0")
            refund = checked_payee("Voyageurs", "DE89370400440532013000", euros("300.00"), "", Address())
            outgoing.add_transfer(self.order, refund, Kind.REFUND, self.by, key="1", client_id=self.client)
        connection.close()

    def led_to(self, state: State) -> "Firm":
        steps = {
            State.TO_APPROVE: actions.submit,
            State.APPROVED: actions.approve,
            State.DOWNLOADED: actions.download,
        }
        with tenant(self.organisation):
            for reached, step in steps.items():
                step(self.order, self.by.user_id)
                if reached is state:
                    break
        connection.close()
        return self

    def state(self) -> str:
        with tenant(self.organisation):
            return TransferOrder.objects.get(id=self.order).state

    def credit(self) -> int:
        with tenant(self.organisation):
            return account_statement(self.client, TODAY).credit.minor

    def facts(self) -> dict[str, object]:
        return {"order": self.order, "user": self.by.user_id}


@pytest.fixture
def firm(organisation_committed) -> Firm:
    return Firm(organisation_committed)


def done_once(doer: Doer, firm: Firm, action: str, **facts: object) -> None:
    """Killed at many lines; then done, it is done: who repeats it changes nothing."""
    after = killed_everywhere(doer, firm.organisation, action, **facts)
    assert doer.do(firm.organisation, action, facts) == "done"
    assert sound_record(firm.organisation) == after


def test_a_draft_is_made_whole(firm, doer):
    killed_everywhere(doer, firm.organisation, "make", account=firm.account, user=firm.by.user_id)
    with tenant(firm.organisation):
        assert TransferOrder.objects.count() == 2


def test_a_transfer_is_added_and_the_order_put_forward(firm, doer):
    done_once(doer, firm, "add", **firm.facts())
    with tenant(firm.organisation):
        assert Transfer.objects.count() == 3
    done_once(doer, firm, "submit", **firm.facts())
    assert firm.state() == State.TO_APPROVE


def test_approved_with_its_file_and_the_credit_gone(firm, doer):
    firm.led_to(State.TO_APPROVE)
    done_once(doer, firm, "approve", **firm.facts())
    assert (firm.state(), firm.credit()) == (State.APPROVED, 0)
    with tenant(firm.organisation):
        assert (StoredFile.objects.count(), Refund.objects.count()) == (1, 1)


def test_taken_away_as_approved_and_on_record_each_time(firm, doer):
    firm.led_to(State.APPROVED)
    killed_everywhere(doer, firm.organisation, "download", **firm.facts())
    assert doer.do(firm.organisation, "download", firm.facts()) == "done"
    sound_record(firm.organisation)
    with tenant(firm.organisation):
        assert Download.objects.count() == 2
    assert firm.state() == State.DOWNLOADED


def test_cancelled_and_the_credit_is_the_clients_again(firm, doer):
    firm.led_to(State.DOWNLOADED)
    assert firm.credit() == 0
    done_once(doer, firm, "cancel", **firm.facts())
    assert (firm.state(), firm.credit()) == (State.CANCELLED, 30_000)


def test_carried_out_when_the_bank_says_so(firm, doer):
    firm.led_to(State.DOWNLOADED)
    with tenant(firm.organisation):
        told = list(Transfer.objects.order_by("id").values_list("end_to_end_id", flat=True))
    connection.close()
    lines = [credit("-80.00", f"VIR {told[0]}"), credit("-300.00", f"VIR {told[1]}")]
    done_once(doer, firm, "bring", content=camt053(lines).decode(), name="releve.xml")
    assert firm.state() == State.EXECUTED
    with tenant(firm.organisation):
        assert Transfer.objects.filter(executed_line=None).count() == 0
