"""Read the credit that is left over."""

from django.db.models import Sum

from quitus.apps.payments.models import Allocation, Payment


def client_credit(client_id: int) -> int:
    """Money received from a client that settles nothing yet, in minor units."""
    received = Payment.objects.filter(client_id=client_id).aggregate(sum=Sum("amount_minor", default=0))
    settled = Allocation.objects.filter(payment__client_id=client_id).aggregate(
        sum=Sum("amount_minor", default=0)
    )
    return int(received["sum"]) - int(settled["sum"])
