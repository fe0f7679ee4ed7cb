"""Read the credit that is left over."""

from django.db.models import QuerySet, Sum

from quitus.apps.payments.models import Allocation, ChargeAllocation, Payment, RefundPart


def client_credit(client_id: int) -> int:
    """Money received from a client that settles nothing and was not paid back, in minor units."""
    received = _sum(Payment.objects.filter(client_id=client_id))
    settled = _sum(Allocation.objects.filter(payment__client_id=client_id))
    charged = _sum(ChargeAllocation.objects.filter(payment__client_id=client_id))
    refunded = _sum(RefundPart.objects.filter(payment__client_id=client_id))
    return received - settled - charged - refunded


def _sum(
    amounts: "QuerySet[Payment] | QuerySet[Allocation] | QuerySet[ChargeAllocation] | QuerySet[RefundPart]",
) -> int:
    return int(amounts.aggregate(sum=Sum("amount_minor", default=0))["sum"])
