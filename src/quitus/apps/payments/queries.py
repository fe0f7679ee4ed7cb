"""Read what came in, and the credit that is left over."""

from datetime import date

from django.db.models import QuerySet, Sum

from quitus.apps.payments.models import Allocation, Payment


def client_credits() -> dict[int, int]:
    """Money received that settles nothing yet, in minor units by client; only clients who have some."""
    received = _sums(Payment.objects.values_list("client_id"))
    settled = _sums(Allocation.objects.values_list("payment__client_id"))
    left = {client_id: amount - settled.get(client_id, 0) for client_id, amount in received.items()}
    return {client_id: amount for client_id, amount in left.items() if amount}


def client_credit(client_id: int) -> int:
    """The same for one client."""
    received = Payment.objects.filter(client_id=client_id).aggregate(sum=Sum("amount_minor", default=0))
    settled = Allocation.objects.filter(payment__client_id=client_id).aggregate(
        sum=Sum("amount_minor", default=0)
    )
    return int(received["sum"]) - int(settled["sum"])


def receipts(first: date, last: date) -> QuerySet[Payment]:
    """Payments and reversals from `first` to `last`, both included, in the order of the day."""
    return (
        Payment.objects.filter(received_on__range=(first, last))
        .select_related("client")
        .order_by("received_on", "id")
    )


def _sums(amounts: "QuerySet[Payment, tuple[int]] | QuerySet[Allocation, tuple[int]]") -> dict[int, int]:
    return dict(amounts.annotate(sum=Sum("amount_minor")).order_by())
