"""Transfer orders: made by one, approved by another, carried out by the bank; whoever comes second finds it done."""

import pytest
from django.db import DatabaseError, transaction
from lxml import etree

from quitus.apps.banking.models import BankAccount, BankLine, Statement
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.statements.undoing import undo_import
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.history.models import Movement
from quitus.apps.insight.account_statement import account_statement
from quitus.apps.organisations.models import Organisation
from quitus.apps.outgoing import actions
from quitus.apps.outgoing.actions import Hand
from quitus.apps.outgoing.facts import digest, transfers_of
from quitus.apps.outgoing.models import Download, Transfer, TransferOrder
from quitus.apps.outgoing.queries import known_payees, order_view
from quitus.apps.outgoing.setting import ask_second_approval
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod, Refund
from quitus.apps.timeline.models import TimelineEntry
from quitus.apps.timeline.queries import history
from quitus.domain.history.kinds import Kind
from quitus.domain.outgoing.orders import Address, Alert, State, checked_payee
from quitus.domain.refused import Refused
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY, euros, make_client

pytestmark = pytest.mark.usefixtures("inside")
IBAN = "DE89370400440532013000"
OTHER = "BE68539007547034"
NS = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


def payee(name="Papeterie du Port", iban=IBAN, amount="120.50", remittance="Facture 118"):
    return checked_payee(name, iban, euros(amount), remittance, Address())


def draft(account, by, *payees):
    order = actions.make_order(account.id, "Fournisseurs", TODAY, by)
    for place, one in enumerate(payees or (payee(),)):
        actions.add_transfer(order.id, one, Kind.SUPPLIER, by, key=str(place))
    return order


def seen(order):
    return digest(order, transfers_of(order))


def approved(account, by, *payees):
    order = draft(account, by, *payees)
    actions.submit(order.id, by)
    return actions.approve(order.id, by, seen=seen(order))


def state(order):
    return TransferOrder.objects.get(id=order.id).state


def bring(*entries, name="releve.xml"):
    import_bank_file(camt053(entries), name, on=TODAY, actor="Camille")


def debit(amount, label="", **more):
    return credit(f"-{amount}", label, **more)


def test_the_way_of_an_order(account, author):
    order = draft(account, author, payee(), payee("Louise Martin EI", OTHER, "80.00"))
    assert actions.submit(order.id, author).state == State.TO_APPROVE
    done = actions.approve(order.id, author, seen=seen(order))
    content = actions.download(order.id, author)
    assert state(order) == State.DOWNLOADED
    root = etree.fromstring(content)
    assert [found.text for found in root.iter(f"{NS}InstdAmt")] == ["120.50", "80.00"]
    assert root.find(f".//{NS}MsgId").text == done.message_id
    assert actions.download(order.id, author) == content
    assert Download.objects.count() == 2
    told = TimelineEntry.objects.filter(kind__startswith="transfer_order").order_by("id")
    assert list(told.values_list("kind", flat=True)) == [
        "transfer_order_made",
        "transfer_order_submitted",
        "transfer_order_approved",
        "transfer_order_downloaded",
        "transfer_order_downloaded",
    ]


def test_every_step_twice_is_one_step(account, author):
    order = draft(account, author)
    again = actions.add_transfer(order.id, payee(amount="1.00"), Kind.SUPPLIER, author, key="0")
    assert Transfer.objects.get().id == again.id
    for _ in range(2):
        actions.submit(order.id, author)
    for _ in range(2):
        actions.approve(order.id, author, seen=seen(order))
    assert TimelineEntry.objects.filter(kind="transfer_order_approved").count() == 1
    for _ in range(2):
        actions.cancel(order.id, author)
    assert TimelineEntry.objects.filter(kind="transfer_order_cancelled").count() == 1


def test_two_persons_where_the_firm_asks_for_two(account, author, other):
    ask_second_approval(asked=True, on=TODAY, actor="Camille")
    order = draft(account, author)
    actions.submit(order.id, author)
    with pytest.raises(Refused, match="transfer_own_approval"):
        actions.approve(order.id, author, seen=seen(order))
    assert actions.approve(order.id, other, seen=seen(order)).approved_by_id == other.user_id


def test_whoever_added_a_payee_has_a_hand_in_it(account, author, other):
    ask_second_approval(asked=True, on=TODAY, actor="Camille")
    order = draft(account, author)
    actions.add_transfer(order.id, payee("Louise", OTHER), Kind.FREELANCER, other, key="x")
    actions.submit(order.id, author)
    with pytest.raises(Refused, match="transfer_own_approval"):
        actions.approve(order.id, other, seen=seen(order))


def test_a_setting_that_is_lifted_does_not_free_what_waits(account, author, other):
    ask_second_approval(asked=True, on=TODAY, actor="Camille")
    order = draft(account, author)
    actions.submit(order.id, author)
    ask_second_approval(asked=False, on=TODAY, actor="Camille")
    with pytest.raises(Refused, match="transfer_own_approval"):
        actions.approve(order.id, author, seen=seen(order))


def test_nobody_shuts_himself_out(author):
    with pytest.raises(Refused, match="second_approver_missing"):
        ask_second_approval(asked=True, on=TODAY, actor="Camille")


def test_one_approves_what_one_saw(account, author, other):
    order = draft(account, author)
    actions.submit(order.id, author)
    before = seen(order)
    actions.reopen(order.id, author)
    actions.add_transfer(order.id, payee("Malfaiteur", OTHER, "9000.00"), Kind.SUPPLIER, author, key="evil")
    actions.submit(order.id, author)
    with pytest.raises(Refused, match="transfer_order_changed"):
        actions.approve(order.id, other, seen=before)


def test_nothing_changes_once_it_was_put_forward(account, author):
    order = draft(account, author)
    actions.submit(order.id, author)
    row = Transfer.objects.get()
    for change in (
        lambda: actions.add_transfer(order.id, payee(), Kind.SUPPLIER, author, key="n"),
        lambda: actions.remove_transfer(row.id),
        lambda: actions.change_order(order.id, "X", TODAY, author, instant=True),
    ):
        with pytest.raises(Refused, match="transfer_order_no_draft"):
            change()
    # Nor past the actions: the database refuses.
    for statement in (
        lambda: Transfer.objects.filter(id=row.id).update(iban=OTHER),
        lambda: Transfer.objects.filter(id=row.id)._raw_delete("default"),
        lambda: Transfer.objects.create(
            order=order,
            name="x",
            iban=OTHER,
            amount_minor=1,
            slot="s",
            end_to_end_id="e",
            added_by_id=author.user_id,
        ),
        lambda: TransferOrder.objects.filter(id=order.id).update(title="other"),
        lambda: TransferOrder.objects.filter(id=order.id)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match=r"fixed|never deleted"), transaction.atomic():
            statement()
    actions.approve(order.id, author, seen=seen(order))
    with pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
        TransferOrder.objects.filter(id=order.id).update(message_id="QT-other")
    with pytest.raises(Refused, match="transfer_state_wrong"):
        actions.reopen(order.id, author)


def test_another_iban_than_before_is_to_be_checked(account, author):
    bring(debit("50.00", "VIR FACTURE", payer="PAPETERIE DU PORT", iban=OTHER))
    order = draft(account, author)
    actions.submit(order.id, author)
    view = order_view(order.id, TODAY)
    (remark,) = view.lines[0].remarks
    assert (remark.alert, remark.ibans) == (Alert.OTHER_IBAN, (OTHER,))
    assert view.other_ibans
    with pytest.raises(Refused, match="payee_iban_unchecked"):
        actions.approve(order.id, author, seen=view.seen)
    actions.approve(order.id, author, seen=view.seen, ibans_checked=True)


def test_a_transfer_between_own_accounts_is_told(account, author):
    BankAccount.objects.create(iban=OTHER, currency="EUR")
    order = draft(account, author, payee("Studio Marelle", OTHER), payee())
    lines = order_view(order.id, TODAY).lines
    assert [Alert.OWN_ACCOUNT in [one.alert for one in line.remarks] for line in lines] == [True, False]


def test_new_twice_and_lately(account, author):
    bring(debit("120.50", "VIR FACTURE", payer="PAPETERIE DU PORT", iban=IBAN))
    order = draft(account, author, payee(), payee(), payee("Louise", OTHER, "3.00"))
    lines = order_view(order.id, TODAY).lines
    assert [[one.alert for one in line.remarks] for line in lines] == [
        [Alert.TWICE, Alert.PAID_LATELY],
        [Alert.TWICE, Alert.PAID_LATELY],
        [Alert.NEW_PAYEE],
    ]


def test_the_bank_carried_it_out(account, author):
    order = approved(account, author, payee(), payee("Louise", OTHER, "80.00"))
    actions.download(order.id, author)
    first, second = transfers_of(order)
    bring(debit("120.50", f"VIR SEPA {first.end_to_end_id}"))
    assert state(order) == State.DOWNLOADED
    bring(debit("80.00", f"EMIS/{second.end_to_end_id}/"), name="b.xml")
    assert state(order) == State.EXECUTED
    assert Transfer.objects.filter(executed_line=None).count() == 0
    told = Movement.objects.order_by("line_id").values_list("kind", "because", "about")
    assert list(told) == [("supplier", "order", "Fournisseurs")] * 2
    assert TimelineEntry.objects.filter(kind="transfer_order_executed").count() == 1
    with pytest.raises(Refused, match="transfer_state_wrong"):
        actions.cancel(order.id, author)
    assert not [one for one in examine() if "closing" not in str(one)]


def test_the_bank_booked_all_as_one(account, author):
    order = approved(account, author, payee(), payee("Louise", OTHER, "80.00"))
    bring(debit("200.50", f"REMISE VIREMENTS {order.message_id}"))
    assert state(order) == State.EXECUTED


def test_the_bank_names_the_account_alone(account, author):
    order = approved(account, author)
    actions.download(order.id, author)
    bring(debit("120.50", "VIR", iban=IBAN, day="2026-11-20"))
    assert state(order) == State.DOWNLOADED  # booked before it was to leave
    import_bank_file(
        camt053([debit("120.50", "VIR", iban=IBAN, day="2026-11-25")], until="2026-11-25"),
        "c.xml",
        on=TODAY,
        actor="Camille",
    )
    assert state(order) == State.EXECUTED


@pytest.mark.parametrize("amount", ["120.49", "1205.00"])
def test_another_amount_is_another_transfer(account, author, amount):
    order = approved(account, author)
    bring(debit(amount, f"VIR {transfers_of(order)[0].end_to_end_id}"))
    assert state(order) == State.APPROVED


def test_a_credit_that_quotes_the_number_carries_nothing_out(account, author):
    order = approved(account, author)
    bring(credit("120.50", f"RETOUR {transfers_of(order)[0].end_to_end_id}"))
    assert state(order) == State.APPROVED


def test_a_clients_credit_goes_back_once(account, author):
    client = make_client("Hôtel des Voyageurs")
    by = {"on": TODAY, "actor": "Camille"}
    receive_by_hand(client, euros("900.00"), PaymentMethod.CHEQUE, TODAY, key="1", **by)
    books = account_balances()
    orders = [actions.make_order(account.id, f"Avoir {n}", TODAY, author) for n in range(2)]
    for order in orders:
        back = payee("Hôtel des Voyageurs", amount="900.00")
        actions.add_transfer(order.id, back, Kind.SUPPLIER, author, key="1", client_id=client)
        actions.submit(order.id, author)
    actions.approve(orders[0].id, author, seen=seen(orders[0]))
    assert account_statement(client, TODAY).credit == euros("0.00")
    with pytest.raises(Refused, match="refund_above_credit"), transaction.atomic():
        actions.approve(orders[1].id, author, seen=seen(orders[1]))
    actions.cancel(orders[0].id, author, because="banque fermée")
    assert account_statement(client, TODAY).credit == euros("900.00")
    assert {key: value for key, value in account_balances().items() if value} == {
        key: value for key, value in books.items() if value
    }
    assert Refund.objects.count() == 2
    assert Transfer.objects.filter(kind=Kind.REFUND).count() == 2


def test_what_was_cancelled_and_paid_all_the_same_is_told(account, author):
    order = approved(account, author)
    actions.cancel(order.id, author)
    bring(debit("120.50", f"VIR {transfers_of(order)[0].end_to_end_id}"))
    assert state(order) == State.EXECUTED
    (told,) = (event for event in history(None) if event.kind == "transfer_order_executed")
    assert told.facts["cancelled"] is True


@pytest.mark.parametrize("steps", [(), ("download",), ("cancel",), ("download", "cancel")])
def test_undoing_the_statement_leaves_the_order_as_it_was(account, author, steps):
    """Above all, what was cancelled cannot be taken to the bank again."""
    order = approved(account, author)
    for step in steps:
        getattr(actions, step)(order.id, author)
    before = state(order)
    bring(debit("120.50", f"VIR {transfers_of(order)[0].end_to_end_id}"))
    assert state(order) == State.EXECUTED
    undo_import(Statement.objects.get().id, on=TODAY, actor="Camille")
    assert (state(order), Transfer.objects.get().executed_line_id) == (before, None)


def test_a_cancelled_draft_was_never_at_the_bank(account, author):
    order = draft(account, author)
    actions.cancel(order.id, author)
    bring(debit("120.50", f"VIR {transfers_of(order)[0].end_to_end_id}"))
    assert (state(order), BankLine.objects.count()) == (State.CANCELLED, 1)


def test_a_firm_whose_name_banks_do_not_carry_is_told_so(account, author, inside):
    Organisation.objects.filter(id=inside.id).update(name="株式会社", account_holder="")
    with pytest.raises(Refused, match="debtor_without_name"):
        approved(account, author)


def test_accounts_from_which_nothing_can_leave(author):
    for iban, currency, closed in (("PAYPAL", "EUR", None), (STUDIO, "EUR", TODAY), (OTHER, "USD", None)):
        account = BankAccount.objects.create(iban=iban, currency=currency, closed_on=closed)
        with pytest.raises(Refused, match="debit_account_unusable"):
            actions.make_order(account.id, "X", TODAY, author)


def test_an_order_whose_day_passed_is_not_approved(account, author, other):
    order = draft(account, author)
    actions.submit(order.id, author)
    later = Hand(TODAY.replace(day=25), other.actor, other.user_id)
    with pytest.raises(Refused, match="execution_in_the_past"):
        actions.approve(order.id, later, seen=seen(order))


def test_payees_known_from_statements():
    bring(
        debit("50.00", "VIR FACTURE 12", payer="PAPETERIE DU PORT", iban=OTHER),
        debit("60.00", "VIR FACTURE 13", payer="PAPETERIE DU PORT", iban=IBAN),
        debit("9.00", "FRAIS"),
        credit("10.00", "VIR", payer="CLIENT", iban=IBAN),
    )
    assert [(one.name, one.iban) for one in known_payees()] == [("PAPETERIE DU PORT", IBAN)]
    assert known_payees("papeterie") == known_payees()
    assert (known_payees("boulangerie"), BankLine.objects.count()) == ([], 4)
