"""Payments that a person writes down: once, where the money lies, within the law, and taken back by another entry."""

from datetime import date

import pytest

from quitus.apps.books.models import JournalEntry, JournalLine
from quitus.apps.payments.by_hand import receive_by_hand, take_back
from quitus.apps.payments.models import Payment, PaymentMethod
from quitus.domain.refused import Refused
from tests.firm import TODAY, euros, make_client, make_instalment, remaining
from tests.record import a_payment

pytestmark = pytest.mark.usefixtures("inside")
BY = {"on": TODAY, "actor": "Camille"}


def test_a_cheque_settles_the_oldest_and_lies_with_the_cheques_to_cash():
    client_id = make_client()
    old = make_instalment(client_id, "FA-1", "100.00", due=date(2026, 9, 1))
    young = make_instalment(client_id, "FA-2", "100.00", due=date(2026, 10, 1))
    receive_by_hand(client_id, euros("150.00"), PaymentMethod.CHEQUE, TODAY, key="k", **BY)
    assert remaining(old, young) == [0, 5_000]
    entry = JournalEntry.objects.get(source=f"payment:{Payment.objects.get().id}")
    lines = JournalLine.objects.filter(entry=entry).order_by("account")
    assert list(lines.values_list("account", "debit", "credit")) == [
        ("411000", 0, 15_000),
        ("511200", 15_000, 0),
    ]


@pytest.mark.parametrize(
    ("method", "account"), [(PaymentMethod.CASH, "530000"), (PaymentMethod.TRANSFER, "471000")]
)
def test_where_the_money_lies(method, account):
    """A transfer's own statement credits 471, from which this takes it: the account is level in the end."""
    client_id = make_client()
    receive_by_hand(client_id, euros("10.00"), method, TODAY, key="k", **BY)
    assert JournalLine.objects.get(account=account).debit == 1_000


def test_the_same_key_is_the_same_payment():
    client_id = make_client()
    first = receive_by_hand(client_id, euros("10.00"), PaymentMethod.CASH, TODAY, key="k", **BY)
    again = receive_by_hand(client_id, euros("10.00"), PaymentMethod.CASH, TODAY, key="k", **BY)
    other = receive_by_hand(client_id, euros("10.00"), PaymentMethod.CASH, TODAY, key="l", **BY)
    assert (again.id, Payment.objects.count()) == (first.id, 2)
    assert other.id != first.id


def test_what_was_chosen_is_settled_first():
    client_id = make_client()
    old = make_instalment(client_id, "FA-1", "100.00", due=date(2026, 9, 1))
    young = make_instalment(client_id, "FA-2", "100.00", due=date(2026, 10, 1))
    receive_by_hand(
        client_id, euros("100.00"), PaymentMethod.CHEQUE, TODAY, key="k", chosen=(young.id,), **BY
    )
    assert remaining(old, young) == [10_000, 0]


@pytest.mark.parametrize(
    ("amount", "method", "day", "code"),
    [
        ("10.00", PaymentMethod.CHEQUE, date(2026, 11, 25), "payment_in_the_future"),
        ("10.00", PaymentMethod.CARD, TODAY, "payment_method_not_by_hand"),
        ("1000.01", PaymentMethod.CASH, TODAY, "cash_above_limit"),
        ("0.00", PaymentMethod.CHEQUE, TODAY, "payment_not_positive"),
    ],
)
def test_what_is_refused(amount, method, day, code):
    with pytest.raises(Refused) as refused:
        receive_by_hand(make_client(), euros(amount), method, day, key="k", **BY)
    assert refused.value.code == code


def test_cash_in_two_parts_is_still_one_debt():
    client_id = make_client()
    make_instalment(client_id, "FA-1", "1200.00")
    receive_by_hand(client_id, euros("600.00"), PaymentMethod.CASH, TODAY, key="a", **BY)
    with pytest.raises(Refused) as refused:
        receive_by_hand(client_id, euros("600.00"), PaymentMethod.CASH, TODAY, key="b", **BY)
    assert (refused.value.code, refused.value.facts["amount"]) == ("cash_above_limit", euros("1200.00"))


def test_cash_taken_back_no_longer_counts():
    client_id = make_client()
    instalment = make_instalment(client_id, "FA-1", "1200.00")
    mistaken = receive_by_hand(client_id, euros("600.00"), PaymentMethod.CASH, TODAY, key="a", **BY)
    take_back(mistaken.id, client_id=client_id, reason="montant erroné", **BY)
    receive_by_hand(client_id, euros("900.00"), PaymentMethod.CASH, TODAY, key="b", **BY)
    assert remaining(instalment) == [30_000]


def test_a_bounced_cheque_reopens_what_it_settled():
    client_id = make_client()
    instalment = make_instalment(client_id, "FA-1", "100.00")
    cheque = receive_by_hand(client_id, euros("100.00"), PaymentMethod.CHEQUE, TODAY, key="k", **BY)
    take_back(cheque.id, client_id=client_id, reason="chèque impayé", **BY)
    assert remaining(instalment) == [10_000]
    assert sum(Payment.objects.values_list("amount_minor", flat=True)) == 0


def test_what_the_bank_brought_is_undone_at_the_bank():
    client_id = make_client()
    instalment = make_instalment(client_id, "FA-1", "100.00")
    matched = a_payment(client_id, "100.00")
    with pytest.raises(Refused) as refused:
        take_back(matched.id, client_id=client_id, **BY)
    assert refused.value.code == "payment_from_bank_line"
    assert remaining(instalment) == [0]


def test_a_payment_of_another_client_is_not_there():
    cheque = receive_by_hand(make_client(), euros("10.00"), PaymentMethod.CHEQUE, TODAY, key="k", **BY)
    with pytest.raises(Payment.DoesNotExist):
        take_back(cheque.id, client_id=make_client("Brasserie du Canal"), **BY)
