"""What came in from a client or for an invoice, what it settled, and whether it was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from quitus.apps.payments.by_hand import SLOT_BY_HAND
from quitus.apps.payments.models import Allocation, Payment, PaymentReturn
from quitus.domain.money import Money

PAYMENTS = 20


@dataclass(frozen=True, slots=True)
class Settled:
    """How much of a payment settles an invoice."""

    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """Money that came in. `by_hand`: a person wrote it down, and a person may take it back. `return_id`: the bank took
    it back, for the reason `return_code`; 0 for none.
    """

    id: int
    client_id: int
    received_on: date
    amount: Money
    method: str
    reference: str
    by_hand: bool
    taken_back: bool
    settles: Sequence[Settled]
    return_id: int = 0
    return_code: str = ""


def payments_of(client_id: int) -> list[PaymentLine]:
    """The newest payments of a client, those taken back too."""
    return _lines(Payment.objects.filter(client_id=client_id))


def payment_line(client_id: int, payment_id: int) -> PaymentLine:
    """One payment of a client; raises Payment.DoesNotExist."""
    found = _lines(Payment.objects.filter(client_id=client_id, id=payment_id))
    if not found:
        raise Payment.DoesNotExist
    return found[0]


def payments_for(invoice_id: int) -> list[PaymentLine]:
    """The payments that settle an invoice, or did."""
    settling = Allocation.objects.filter(instalment__invoice_id=invoice_id).values("payment_id")
    return _lines(Payment.objects.filter(id__in=settling), invoice_id)


def _lines(payments: QuerySet[Payment], invoice_id: int | None = None) -> list[PaymentLine]:
    back = PaymentReturn.objects.filter(payment=OuterRef("id"), undone_on=None)
    newest = list(
        payments.filter(reverses=None)
        .annotate(return_id=Subquery(back.values("id")[:1]), return_code=Subquery(back.values("code")[:1]))
        .prefetch_related("reversals")
        .order_by("-received_on", "-id")[:PAYMENTS]
    )
    settled: dict[int, list[Settled]] = {}
    rows = Allocation.objects.filter(payment__in=newest)
    if invoice_id is not None:
        rows = rows.filter(instalment__invoice_id=invoice_id)
    for payment_id, number, currency, minor in (
        rows.order_by("instalment__due_on", "instalment__invoice__number")
        .values_list("payment_id", "instalment__invoice__number", "instalment__currency")
        .annotate(minor=Sum("amount_minor"))
    ):
        settled.setdefault(payment_id, []).append(Settled(number, Money(minor, currency)))
    return [
        PaymentLine(
            id=row.id,
            client_id=row.client_id,
            received_on=row.received_on,
            amount=Money(row.amount_minor, row.currency),
            method=row.method,
            reference=row.reference,
            by_hand=row.slot.startswith(SLOT_BY_HAND),
            taken_back=bool(row.reversals.all()),
            settles=settled.get(row.id, ()),
            return_id=row.return_id or 0,
            return_code=row.return_code or "",
        )
        for row in newest
    ]
