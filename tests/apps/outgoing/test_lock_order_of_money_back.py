"""Many hands at once on money that goes back: returns, transfer orders, statements. Nobody waits in a circle."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection, transaction

from quitus.apps.banking.models import BankAccount, BankLine
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.doctor.checks import examine
from quitus.apps.history.correcting import correct
from quitus.apps.history.models import Movement
from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Organisation, Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outgoing import actions
from quitus.apps.outgoing.actions import Hand as Member
from quitus.apps.outgoing.facts import digest, transfers_of
from quitus.apps.outgoing.models import Transfer, TransferOrder
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import Payment, PaymentMethod, PaymentReturn, Refund
from quitus.apps.payments.returns import Return
from quitus.apps.timeline.queries import broken_chains
from quitus.domain.history.kinds import Kind
from quitus.domain.outgoing.orders import Address, State, checked_payee
from tests.apps.banking.test_lock_order import CAMILLE, HANDS, Hand, deadlocks
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.returning import bounced, statement

NAMES = ("Transports Delmas", "Brasserie du Canal", "Hôtel des Voyageurs")
CODES = ("AM04", "MD01", "")
PAYEES = ("DE89370400440532013000", "BE68539007547034")
PAID_ON = date(2026, 11, 20)


class GivingBack(Hand):
    """Somebody at returns and transfers, on clients that all hands share."""

    member: Member

    def things(self):
        back = [self.bounce, self.confirm, self.note, self.undo_noted, self.let_go]
        orders = [self.order, self.approve, self.carried_out, self.order, self.cancel]
        return [self.pay, *back, *orders, self.always]

    def bounce(self) -> None:
        """A line that takes back what somebody paid; some name it."""
        payment = self._any(Payment.objects.filter(reverses=None))
        minor = Payment.objects.values_list("amount_minor", flat=True).get(id=payment) if payment else 100
        name = self.pick(NAMES).upper()
        entry = bounced(f"{minor // 100}.{minor % 100:02}", f"REJET {name}", code=self.pick(CODES))
        import_bank_file(
            statement([entry], opening=f"{self.picked}.00"), f"b{self._key()}", on=TODAY, actor="Camille"
        )

    def confirm(self) -> None:
        if row := self._any(LineReturn.objects.filter(state=LineReturnState.SUGGESTED)):
            taking_back.accept(row, CAMILLE)

    def let_go(self) -> None:
        if row := self._any(LineReturn.objects.filter(state=LineReturnState.ACCEPTED)):
            taking_back.undo(row, CAMILLE)

    def note(self) -> None:
        standing = Payment.objects.filter(reverses=None, reversals=None)
        if payment := self._any(standing):
            client = Payment.objects.values_list("client_id", flat=True).get(id=payment)
            back = Return(slot=f"hand:{self._key()}", payment_id=payment, returned_on=TODAY)
            taking_back.note_return(back, CAMILLE, client_id=client)

    def undo_noted(self) -> None:
        if row := self._any(PaymentReturn.objects.filter(undone_on=None)):
            taking_back.undo_payment_return(row, CAMILLE)

    def order(self) -> None:
        """An order that pays two clients something of their credit, put forward at once."""
        account = BankAccount.objects.get(iban=STUDIO).id
        order = actions.make_order(account, "Avoirs", TODAY, self.member).id
        for place in range(2):
            payee = checked_payee(f"Client {place}", PAYEES[place], euros("1.00"), "", Address())
            client = self.pick(self.clients)
            actions.add_transfer(order, payee, Kind.REFUND, self.member, key=str(place), client_id=client)
        actions.submit(order, self.member)

    def approve(self) -> None:
        if order := self._any(TransferOrder.objects.filter(state=State.TO_APPROVE)):
            row = TransferOrder.objects.get(id=order)
            seen = digest(row, transfers_of(row))
            actions.approve(order, self.member, seen=seen, ibans_checked=True)
            actions.download(order, self.member)

    def cancel(self) -> None:
        if order := self._any(TransferOrder.objects.exclude(state__in=[State.EXECUTED, State.CANCELLED])):
            actions.cancel(order, self.member)

    def carried_out(self) -> None:
        """The statement that tells of an order."""
        if order := self._any(TransferOrder.objects.filter(state=State.DOWNLOADED)):
            told = Transfer.objects.filter(order_id=order).order_by("id")
            lines = [credit("-1.00", f"VIR {one.end_to_end_id}") for one in told]
            content = camt053(lines, opening=f"{self.picked}.00", until="2026-11-24")
            import_bank_file(content, f"o{self._key()}", on=TODAY, actor="Camille")

    def always(self) -> None:
        if move := self._any(Movement.objects.filter(line__isnull=False).exclude(party_key="")):
            correct(move, self.pick((Kind.TAX, Kind.FEE)), always=True, on=TODAY, actor="Camille")

    def _key(self) -> str:
        return f"{self.place}-{self.picked}"


def test_no_hands_wait_for_each_other_in_a_circle(organisation_committed):
    firm = Organisation.objects.get(id=organisation_committed)
    with transaction.atomic():
        user = add_member(firm, "camille@studio-marelle.example", Role.OWNER, name="Camille")
    with tenant(firm.id):
        BankAccount.objects.create(iban=STUDIO, currency="EUR")
        clients = [make_client(name, email=f"c{place}@client.example") for place, name in enumerate(NAMES)]
        for place, client in enumerate(clients):
            make_instalment(client, f"FA-2026-{place:04d}", "300.00")
            for key in range(2):
                cheque = PaymentMethod.CHEQUE, PAID_ON
                receive_by_hand(
                    client, euros("500.00"), *cheque, key=f"{place}-{key}", on=TODAY, actor="Camille"
                )
    before = deadlocks()
    hands = [GivingBack(place, clients) for place in range(HANDS)]
    for hand in hands:
        hand.member = Member(TODAY, "Camille", user.id)
    for thing in hands[0].things():  # each of them is done, however slow the machine is
        with tenant(firm.id):
            thing()
    connection.close()
    with ThreadPoolExecutor(HANDS) as threads:
        each = list(threads.map(lambda hand: hand.work(firm.id), hands))
    assert deadlocks() == before
    assert min(hand.done for hand in each) > 0
    with tenant(firm.id):
        assert (examine(), broken_chains()) == ([], [])
        assert PaymentReturn.objects.exists()
        assert Refund.objects.exists()
        assert BankLine.objects.filter(transfers__isnull=False).exists()
