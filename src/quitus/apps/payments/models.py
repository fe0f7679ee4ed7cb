"""Money in, and what it settles. Both are corrected by another entry, never edited."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class PaymentMethod(models.TextChoices):
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CASH = "cash"
    CARD = "card"


class Payment(TenantModel):
    """Money received from a client. A reversal is a payment of the opposite amount that names the first.

    `slot` is the caller's key ("match:42"): the same money is counted once. A reversed payment keeps its slot:
    the same bank line matched anew comes with another one.
    """

    client = TenantForeignKey(Client, related_name="payments")
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=10, choices=PaymentMethod)
    reference = models.CharField(max_length=140, blank=True)
    slot = models.CharField(max_length=100)
    reverses = TenantForeignKey("self", null=True, related_name="reversals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="payment_slot_once"),
            models.UniqueConstraint(fields=["organisation", "reverses"], name="payment_reversed_once"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, reverses=None)
                | models.Q(amount_minor__lt=0, reverses__isnull=False),
                name="payment_sign",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "received_on"], name="payment_by_date")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} on {self.received_on}"


class Allocation(TenantModel):
    """How much of a payment settles an instalment. A reversal is the same with the opposite sign."""

    payment = TenantForeignKey(Payment, related_name="allocations")
    instalment = TenantForeignKey(Instalment, related_name="allocations")
    amount_minor = models.BigIntegerField()
    allocated_on = models.DateField()
    recorded_at = models.DateTimeField()
    reverses = TenantForeignKey("self", null=True, related_name="reversals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reverses"], name="allocation_reversed_once"),
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="allocation_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.payment_id} to {self.instalment_id}"
