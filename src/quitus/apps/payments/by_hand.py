"""Payments that a person writes down: a cheque, cash, a transfer seen on the account before its statement came."""

from datetime import date

from django.db.models import Sum

from quitus.apps.payments.actions import Receipt, receive, reverse
from quitus.apps.payments.models import Allocation, Payment, PaymentMethod
from quitus.domain.books.entries import CASH, CHEQUES_TO_CASH, UNIDENTIFIED_RECEIPTS
from quitus.domain.law.fr.cash_payments import check_cash
from quitus.domain.money import Money
from quitus.domain.refused import Refused

SLOT_BY_HAND = "hand:"
# Where the money lies. A transfer's own statement brings it to the bank account and to 471, from which this takes it:
# the two meet whichever comes first.
ACCOUNTS = {
    PaymentMethod.TRANSFER: UNIDENTIFIED_RECEIPTS,
    PaymentMethod.CHEQUE: CHEQUES_TO_CASH,
    PaymentMethod.CASH: CASH,
}


def receive_by_hand(
    client_id: int,
    amount: Money,
    method: PaymentMethod,
    received_on: date,
    *,
    key: str,
    on: date,
    actor: str,
    reference: str = "",
    chosen: tuple[int, ...] = (),
) -> Payment:
    """Record what a person saw come in; the same `key` again is the same payment.

    `chosen` instalments are settled first, then the order of the law. Refused: payment_in_the_future,
    payment_method_not_by_hand, cash_above_limit, and what `receive` refuses.
    """
    if received_on > on:
        raise Refused("payment_in_the_future", day=received_on)
    if method not in ACCOUNTS:
        raise Refused("payment_method_not_by_hand", method=method.value)
    receipt = Receipt(
        slot=f"{SLOT_BY_HAND}{key}",
        client_id=client_id,
        amount=amount,
        received_on=received_on,
        method=method,
        account=ACCOUNTS[method],
        reference=reference,
        chosen=chosen,
    )
    payment = receive(receipt, on=on, actor=actor)
    if method is PaymentMethod.CASH:
        check_cash([amount, *_cash_on_the_same_debts(payment)], received_on)
    return payment


def take_back(payment_id: int, *, client_id: int, on: date, actor: str, reason: str = "") -> Payment:
    """A payment written down by mistake, or a cheque that bounced: what it settled is open again.

    Refused for one that a bank line brought, which is undone at the bank: payment_from_bank_line. Raises
    Payment.DoesNotExist for one of another client.
    """
    payment = Payment.objects.get(id=payment_id, client_id=client_id)
    if not payment.slot.startswith(SLOT_BY_HAND):
        raise Refused("payment_from_bank_line")
    return reverse(payment.id, on=on, actor=actor, reason=reason)


def _cash_on_the_same_debts(payment: Payment) -> list[Money]:
    """All that was paid in cash, less what was taken back, on each invoice that this payment settles."""
    invoices = Allocation.objects.filter(payment=payment).values("instalment__invoice_id")
    sums = (
        Allocation.objects.filter(instalment__invoice_id__in=invoices, payment__method=PaymentMethod.CASH)
        .order_by()
        .values_list("instalment__invoice_id")
        .annotate(minor=Sum("amount_minor"))
    )
    return [Money(minor, payment.currency) for _, minor in sums]
