"""Money comes in: divided, booked, told, taken back, never counted twice."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from quitus.apps.books.models import JournalEntry
from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.clients.models import Client
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.models import Organisation
from quitus.apps.payments.actions import Receipt, receive, receive_all, reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import Allocation, Payment, PaymentMethod
from quitus.apps.payments.queries import client_credit
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import CASH, CHEQUES_TO_CASH
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice, euros

BY = {"on": TODAY, "actor": CAMILLE}


def remaining() -> dict[str, int]:
    return dict(Instalment.objects.values_list("invoice__number", "remaining_minor"))


def settled() -> list[tuple[str, int]]:
    rows = Allocation.objects.order_by("id").values_list("instalment__invoice__number", "amount_minor")
    return list(rows)


def receipt(client_id: int, amount: str, slot: str = "match:1", **more) -> Receipt:
    method = {"received_on": date(2026, 3, 10), "method": PaymentMethod.TRANSFER}
    return Receipt(slot=slot, client_id=client_id, amount=euros(amount), **method | more)


@pytest.fixture
def debtor(inside) -> int:
    """Owes 1000 since 1 March, 500 since 5 March, and 200 on 1 April."""
    client_id = a_client()
    an_invoice(client_id, "FA-1", "1000.00", due_on=date(2026, 3, 1))
    an_invoice(client_id, "FA-2", "500.00", due_on=date(2026, 3, 5))
    an_invoice(client_id, "FA-3", "200.00", due_on=date(2026, 4, 1))
    return client_id


DIVISIONS = [
    ("the oldest debt first", {}, "1200.00", [("FA-1", 100_000), ("FA-2", 20_000)], 0),
    ("the debtor's choice first", {"chosen": ("FA-3",)}, "700.00", [("FA-3", 20_000), ("FA-1", 50_000)], 0),
    ("as a match decided", {"parts": {"FA-2": "500.00"}}, "600.00", [("FA-2", 50_000)], 10_000),
    ("nothing of it, on purpose", {"parts": {}}, "600.00", [], 60_000),
    ("more than is owed", {}, "1800.00", [("FA-1", 100_000), ("FA-2", 50_000), ("FA-3", 20_000)], 10_000),
]


@pytest.mark.parametrize(
    ("wish", "amount", "parts", "credit"),
    [case[1:] for case in DIVISIONS],
    ids=[case[0] for case in DIVISIONS],
)
def test_what_a_payment_settles(debtor, wish, amount, parts, credit):
    ids = dict(Instalment.objects.values_list("invoice__number", "id"))
    if "chosen" in wish:
        wish = {"chosen": tuple(ids[number] for number in wish["chosen"])}
    if "parts" in wish:
        wish = {"parts": {ids[number]: euros(part) for number, part in wish["parts"].items()}}
    before = remaining()
    receive(receipt(debtor, amount, **wish), **BY)
    assert settled() == parts
    assert remaining() == {number: left - dict(parts).get(number, 0) for number, left in before.items()}
    assert client_credit(debtor) == credit


def test_a_payment_moves_the_books_the_story_and_the_next_look(debtor):
    Instalment.objects.update(next_check_on=None)
    payment = a_payment(debtor, "1200.00", reference="VIR BERTHIER FA-1")
    assert account_balances() == {"411000": 50_000, "471000": 120_000, "890000": -170_000}
    assert client_balances() == {debtor: 50_000}
    entry = JournalEntry.objects.get(source=f"payment:{payment.id}")
    assert (entry.journal, entry.happened_on, entry.document) == (
        "OD",
        date(2026, 3, 10),
        "VIR BERTHIER FA-1",
    )
    looks = dict(Instalment.objects.values_list("invoice__number", "next_check_on"))
    assert looks == {"FA-1": TODAY, "FA-2": TODAY, "FA-3": None}
    told = history(debtor)[0]
    assert (told.kind, told.happened_on) == ("payment_received", date(2026, 3, 10))
    assert told.facts == {
        "payment": payment.id,
        "amount_minor": 120_000,
        "currency": "EUR",
        "method": "transfer",
        "settles": [{"number": "FA-1", "amount_minor": 100_000}, {"number": "FA-2", "amount_minor": 20_000}],
        "left_over_minor": 0,
    }


@pytest.mark.parametrize(("account", "method"), [(CHEQUES_TO_CASH, "cheque"), (CASH, "cash")])
def test_cheques_and_cash_lie_on_their_own_accounts(debtor, account, method):
    payment = a_payment(debtor, "1700.00", account=account, method=method)
    assert account_balances() == {"411000": 0, account: 170_000, "890000": -170_000}
    assert JournalEntry.objects.get(source=f"payment:{payment.id}").journal == "BQ"


def test_the_same_slot_is_the_same_money(debtor):
    first = a_payment(debtor, "300.00")
    assert a_payment(debtor, "300.00").id == first.id
    assert [p.id for p in receive_all([receipt(debtor, "300.00")] * 2, **BY)] == [first.id] * 2
    assert remaining()["FA-1"] == 70_000
    assert Payment.objects.count() == 1


def test_two_receipts_of_one_call_see_each_other(debtor):
    receive_all(
        [receipt(debtor, "900.00", "a"), receipt(debtor, "300.00", "b"), receipt(debtor, "900.00", "a")], **BY
    )
    assert settled() == [("FA-1", 90_000), ("FA-1", 10_000), ("FA-2", 20_000)]


def test_hundreds_of_receipts_take_as_many_statements_as_one(inside, django_assert_max_num_queries):
    clients = [a_client(f"Client {n}", email="") for n in range(5)]
    for n, client_id in enumerate(clients):
        an_invoice(client_id, f"FA-{n}", "1000.00")
    many = [receipt(clients[n % 5], "10.00", f"match:{n}") for n in range(200)]
    with django_assert_max_num_queries(20):
        receive_all(many, **BY)
    assert set(remaining().values()) == {60_000}


REFUSALS = [
    ("nothing", {"amount": Money(0, "EUR")}, "payment_not_positive"),
    ("another currency", {"amount": Money(100, "USD")}, "currency_not_kept"),
    ("a part above what remains", {"parts": {"FA-2": Money(50_001, "EUR")}}, "part_above_remaining"),
    ("a part of zero", {"parts": {"FA-2": Money(0, "EUR")}}, "payment_not_positive"),
    (
        "parts above the payment",
        {"parts": {"FA-1": Money(100_000, "EUR"), "FA-2": Money(1, "EUR")}},
        "parts_above_payment",
    ),
    ("somebody else's instalment as part", {"parts": {"FA-9": Money(1, "EUR")}}, "part_above_remaining"),
    ("somebody else's instalment as choice", {"chosen": ("FA-9",)}, "chosen_item_not_open"),
]


@pytest.mark.parametrize(
    ("wrong", "code"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS]
)
def test_refused_and_nothing_happened(debtor, wrong, code):
    an_invoice(a_client("Another"), "FA-9", "10.00")
    ids = dict(Instalment.objects.values_list("invoice__number", "id"))
    if "parts" in wrong:
        wrong = {"parts": {ids[number]: part for number, part in wrong["parts"].items()}}
    if "chosen" in wrong:
        wrong = {"chosen": tuple(ids[number] for number in wrong["chosen"])}
    given = {
        "slot": "x",
        "client_id": debtor,
        "amount": euros("1000.00"),
        "received_on": TODAY,
        "method": "transfer",
    }
    before = remaining(), account_balances(), len(history(debtor))
    with pytest.raises(Refused) as refused:
        receive(Receipt(**given | wrong), **BY)
    assert refused.value.code == code
    assert (remaining(), account_balances(), len(history(debtor))) == before
    assert Payment.objects.count() == 0


def test_a_slot_never_means_two_things(debtor):
    payment = a_payment(debtor, "300.00")
    for other in (receipt(debtor, "300.01"), receipt(a_client("Another"), "300.00")):
        with pytest.raises(Refused) as refused:
            receive(other, **BY)
        assert refused.value.code == "payment_slot_taken"
    reverse(payment.id, **BY)
    with pytest.raises(Refused) as refused:
        a_payment(debtor, "300.00")
    assert refused.value.code == "payment_slot_reversed"


def test_another_organisation_s_client_is_nobody(debtor):
    stranger = Organisation.objects.create(name="Atelier Voisin")
    with pytest.raises(Client.DoesNotExist):
        a_payment(debtor + 1_000_000, "1.00")
    assert stranger.id
    assert Payment.objects.count() == 0


def test_a_reversal_restores_everything_and_both_stay(debtor):
    before = remaining(), account_balances(), client_balances(), client_credit(debtor)
    payment = a_payment(debtor, "1800.00")
    Instalment.objects.update(next_check_on=None)
    reversal = reverse(payment.id, on=TODAY, actor=CAMILLE, reason="chèque impayé")
    assert (remaining(), {**account_balances(), "471000": 0}, client_balances(), client_credit(debtor)) == (
        before[0],
        {**before[1], "471000": 0},
        before[2],
        before[3],
    )
    assert (reversal.amount_minor, reversal.reverses_id) == (-180_000, payment.id)
    assert settled() == [
        ("FA-1", 100_000),
        ("FA-2", 50_000),
        ("FA-3", 20_000),
        ("FA-1", -100_000),
        ("FA-2", -50_000),
        ("FA-3", -20_000),
    ]
    assert set(Instalment.objects.values_list("next_check_on", flat=True)) == {TODAY}
    told = history(debtor)[0]
    assert (told.kind, told.facts["reason"], told.facts["reopened"][0]) == (
        "payment_reversed",
        "chèque impayé",
        {"number": "FA-1", "amount_minor": 100_000},
    )
    assert reverse(payment.id, **BY).id == reversal.id
    with pytest.raises(Refused) as refused:
        reverse(reversal.id, **BY)
    assert refused.value.code == "payment_is_reversal"
    assert Payment.objects.count() == 2


def test_credit_settles_what_comes_later(inside):
    client_id = a_client()
    a_payment(client_id, "300.00", "match:1", received_on=date(2026, 3, 2))
    a_payment(client_id, "100.00", "match:2", received_on=date(2026, 3, 1))
    an_invoice(client_id, "FA-1", "350.00")
    assert client_credit(client_id) == 40_000
    balances = account_balances()
    assert allocate_credit(client_id, **BY) == euros("350.00")
    assert [amount for _, amount in settled()] == [10_000, 25_000]  # the older payment first
    assert (remaining(), client_credit(client_id)) == ({"FA-1": 0}, 5_000)
    assert account_balances() == balances  # 411 on both sides
    assert set(Allocation.objects.values_list("allocated_on", flat=True)) == {TODAY}
    assert history(client_id)[0].facts == {
        "amount_minor": 35_000,
        "currency": "EUR",
        "settles": [{"number": "FA-1", "amount_minor": 35_000}],
    }
    assert allocate_credit(client_id, **BY) == euros("0.00")
    assert history(client_id)[0].kind == "credit_allocated"
    assert Allocation.objects.count() == 2


def test_credit_goes_where_it_is_sent_and_comes_back_with_its_payment(debtor):
    last = Instalment.objects.get(invoice__number="FA-3")
    payment = a_payment(debtor, "150.00", parts={})
    assert allocate_credit(debtor, **BY, chosen=(last.id,)) == euros("150.00")
    assert remaining() == {"FA-1": 100_000, "FA-2": 50_000, "FA-3": 5_000}
    reverse(payment.id, **BY)
    assert remaining() == {"FA-1": 100_000, "FA-2": 50_000, "FA-3": 20_000}
    assert client_credit(debtor) == 0


@pytest.mark.parametrize("model", [Payment, Allocation])
def test_payments_are_never_edited(debtor, model):
    a_payment(debtor, "10.00")
    for change in (lambda rows: rows.update(amount_minor=1), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change(model.objects.all())
