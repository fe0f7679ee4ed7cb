"""A small firm that has one of everything, and what stands in the addresses of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from quitus.apps.answers.actions import Answerer, claim_paid, open_dispute, promise
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.rules import always_pays_for
from quitus.apps.banking.models import BankAccount, BankLine, KnownTable, Match, PayerRule, Statement
from quitus.apps.banking.returns.models import LineReturn
from quitus.apps.banking.returns.taking_back import note_return
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.tables.known_tables import Teller, remember_columns
from quitus.apps.banking.tables.waiting_files import keep_waiting
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.models import Charge
from quitus.apps.clients.keys import learn_iban
from quitus.apps.clients.models import ClientKey, ClientKeyKind, Contact
from quitus.apps.files.actions import keep
from quitus.apps.history.by_hand import NewEntry, write_down
from quitus.apps.history.correcting import correct
from quitus.apps.history.models import KindRule, Means, Movement
from quitus.apps.invoicing.models import Invoice
from quitus.apps.invoicing.uploads import keep_upload
from quitus.apps.law.actions import NewLegalEvent, add_rate, note_legal_event
from quitus.apps.law.models import LegalEventKind
from quitus.apps.law.queries import rate_tables
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.doors import portal_token
from quitus.apps.organisations.models import Organisation, User
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount, Message
from quitus.apps.outgoing.actions import Hand, add_transfer, make_order
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.credit import refund
from quitus.apps.payments.models import PaymentMethod, ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.apps.payments.returns import Return
from quitus.apps.reminders.holds import hold
from quitus.apps.reminders.models import Policy
from quitus.apps.reminders.planning import plan_day
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.domain.history.kinds import Kind as MovementKind
from quitus.domain.importing.header_words import Kind
from quitus.domain.outgoing.orders import Address as Place
from quitus.domain.outgoing.orders import checked_payee
from quitus.web.staff.invoices.importing import _slip
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.web.every_address import Address
from tests.web.staff.conftest import firm, owner, sign_in
from tests.web.staff.reminders.conftest import make_task

__all__ = ["firm", "owner", "sign_in", "small_firm"]

CAMILLE = "Camille Rousseau"
BY = {"on": TODAY, "actor": CAMILLE}
STAFF = Answerer(TODAY, AnswerSource.STAFF, CAMILLE)
TABLE = b"Client;Facture;Date;Echeance;Total\nAtelier Vitrail;F-9;14/09/2026;14/10/2026;12,00\n"


@dataclass(frozen=True, slots=True)
class SmallFirm:
    """`values`: by the names that addresses give to what stands in them."""

    firm: Organisation
    values: Mapping[str, object]

    def path(self, address: Address, **changed: object) -> str:
        """The address with what the firm has, but for what is said here."""
        return address.path({**self.values, **changed})


@pytest.fixture
def small_firm(firm: Organisation) -> SmallFirm:
    """A client with something open of each kind, another one who paid too much, a third without an address."""
    task = make_task(firm)
    with tenant(firm.id):
        MailAccount.objects.create(
            kind="mailbox", from_name="Studio Marelle", from_address="camille@studio-marelle.example"
        )
        values = {**_debtor(), **_payer(), **_bank(), **_returned()}
        plan_day(business_now(firm))
        values |= {
            "contact_id": Contact.objects.order_by("id").first().id,
            "message_id": Message.objects.order_by("id").first().id,
            "policy_id": Policy.objects.get().id,
            "reminder_id": task.id,
            "slip": _slip(keep_upload(Kind.INVOICES, "factures.csv", TABLE)),
        }
    others = {"user_id": 1, "place_id": 1, "content_id": 1, "file_id": 1, "uidb36": "1", "key": "abc-def"}
    words = {"kind": "credit_note", "code": "VE", "account": "411000", "use": "sales", "step": "firm"}
    return SmallFirm(firm, {**others, **words, **values})


def _debtor() -> dict[str, object]:
    client_id = make_client(number="C-0012", pay_run_days=(15, 30))
    late = make_instalment(client_id, "FA-1", "1240.00", due=date(2026, 10, 1), sent=None)
    reduced = make_instalment(client_id, "FA-2", "860.00", due=date(2026, 10, 31))
    contested = make_instalment(client_id, "FA-3", "500.00", due=date(2026, 11, 2))
    make_instalment(client_id, "FA-4", "700.00", due=date(2026, 10, 20))  # nothing is claimed on it yet
    pdf = keep(b"%PDF-1.7 invented", "application/pdf")
    Invoice.objects.filter(id=late.invoice_id).update(document=pdf)
    claim = claim_charges(Wanted(client_id=client_id, until=TODAY, invoice_ids=(late.invoice_id,)), **BY)
    reduction = reduce(
        NewReduction(
            kind=ReductionKind.CREDIT_NOTE,
            client_id=client_id,
            parts={reduced.id: euros("60.00")},
            happened_on=TODAY,
            slot="hand:1",
            document="AV-1",
        ),
        **BY,
    )
    notice = NewLegalEvent(
        client_id=client_id, kind=LegalEventKind.FORMAL_NOTICE, happened_on=TODAY, proof=pdf
    )
    table, known = next(iter(rate_tables().items()))
    next_half = date(known.known_until.year + 1, 1, 1)
    return {
        "client_id": client_id,
        "invoice_id": late.invoice_id,
        "instalment_id": late.id,
        "claim_id": claim.id,
        "charge_id": Charge.objects.order_by("id").first().id,
        "reduction_id": reduction.id,
        "event_id": note_legal_event(notice, **BY).id,
        "rate_id": add_rate(table, next_half, Decimal(12), "Arrêté du 2 janvier", **BY).id,
        "promise_id": promise(client_id, date(2026, 11, 30), STAFF, {reduced.id: 10_000}).id,
        "dispute_id": open_dispute(contested.id, Dispute.Reason.PRICE, STAFF, client_id=client_id).id,
        "paid_claim_id": claim_paid(client_id, [late.id], STAFF)[0].id,
        "token": portal_token(client_id),
    }


def _payer() -> dict[str, object]:
    client_id = make_client("Hôtel des Voyageurs", email="hotel@voyageurs.example")
    payment = receive_by_hand(client_id, euros("900.00"), PaymentMethod.CHEQUE, TODAY, key="1", **BY)
    back = refund(client_id, euros("10.00"), PaymentMethod.TRANSFER, key="hand:2", **BY)
    resting = make_client("Brasserie du Canal", email="bar@canal.example")
    make_instalment(resting, "FA-5", "300.00")
    told = make_client("Coopérative des Trois Vallées", email="coop@vallees.example")
    make_instalment(told, "FA-6", "410.00", due=date(2026, 11, 10))
    rest = hold(resting, on=TODAY, by=CAMILLE)
    return {"payer_id": client_id, "payment_id": payment.id, "refund_id": back.id, "hold_id": rest.id}


def _bank() -> dict[str, object]:
    payer = {"payer": "Bar du Port", "iban": "FR7610107001011234567890129"}
    entries = [credit("300.00", "VIREMENT DE NOVEMBRE", **payer)]
    import_bank_file(camt053(entries, until="2026-11-23"), "r.xml", **BY)
    asked = b"Quand;Quoi;Combien\n05/03/2026;VIR BERTHIER;12,30\n17/03/2026;Loyer;-800,00\n"
    waiting_id = keep_waiting(asked, "banque.csv", **BY)
    known = ColumnMapping({BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)})
    remember_columns(("Jour", "Motif", "Somme"), known, Teller(TODAY, CAMILLE, "autre.csv"))
    return {
        "waiting_id": waiting_id,
        "known_id": KnownTable.objects.get().id,
        "statement_id": Statement.objects.get().id,
        "line_id": BankLine.objects.get().id,
        "match_id": Match.objects.get().id,
        "account_id": BankAccount.objects.get().id,
        "movement_id": Movement.objects.get().id,
        **_outgoing(),
        "rule_id": _rule(),
        **_payer_rule(),
    }


def _outgoing() -> dict[str, object]:
    """A draft of transfers, and a payment that no bank tells."""
    hand = Hand(TODAY, CAMILLE, User.objects.create_user("auteur@studio-marelle.example").id)
    order = make_order(BankAccount.objects.get().id, "Fournisseurs", TODAY, hand)
    payee = checked_payee("Papeterie du Port", "DE89370400440532013000", euros("12.00"), "", Place())
    row = add_transfer(order.id, payee, MovementKind.SUPPLIER, hand, key="1")
    new = NewEntry(
        day=TODAY, amount=euros("5.00"), party="Marché", kind=MovementKind.CARD, means=Means.CASH, key="1"
    )
    return {"order_id": order.id, "transfer_id": row.id, "entry_id": write_down(new, **BY).id}


def _returned() -> dict[str, object]:
    """A cheque that bounced, as a person saw it, and another one that a bank line may take back."""
    client_id = make_client("Garage du Pont", email="garage@pont.example")
    make_instalment(client_id, "FA-7", "77.00")
    day = date(2026, 11, 19)
    first, second = (
        receive_by_hand(client_id, euros(amount), PaymentMethod.CHEQUE, day, key=amount, **BY)
        for amount in ("77.00", "88.00")
    )
    import_bank_file(camt053([credit("-88.00", "CHQ IMPAYE")], until="2026-11-23"), "i.xml", **BY)
    back = Return(
        slot="hand:9", payment_id=first.id, returned_on=TODAY, fee=euros("12.00"), code="MD06", reason="avis"
    )
    row = note_return(back, Decider(TODAY, CAMILLE), client_id=client_id)
    proposal = LineReturn.objects.get(payment_id=second.id)
    return {"return_id": row.id, "line_return_id": proposal.id}


def _payer_rule() -> dict[str, object]:
    """A person's word about who pays from an account, and an account that a match taught."""
    line = BankLine.objects.get()
    client_id = make_client("Bar du Port", email="bar@port.example")
    always_pays_for(line.id, [client_id], Decider(TODAY, CAMILLE), by_name=False)
    learn_iban(client_id, "FR7630006000011234567890189")
    learnt = ClientKey.objects.filter(kind=ClientKeyKind.IBAN).order_by("-id").first()
    return {"payer_rule_id": PayerRule.objects.get().id, "key_id": learnt.id}


def _rule() -> int:
    """A person's word about a counterparty."""
    named = Movement.objects.get(entry__isnull=False)
    correct(named.id, MovementKind.SUPPLIER, always=True, **BY)
    return KindRule.objects.get().id
