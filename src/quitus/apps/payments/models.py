"""Money in, and what it settles. Both are corrected by another entry, never edited."""

from django.db import models

from quitus.apps.charges.models import Charge, ChargeClaim
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


class ChargeAllocation(TenantModel):
    """How much of a payment settles a claimed charge. A reversal is the same with the opposite sign."""

    payment = TenantForeignKey(Payment, related_name="charge_allocations")
    charge = TenantForeignKey(Charge, related_name="allocations")
    amount_minor = models.BigIntegerField()
    allocated_on = models.DateField()
    recorded_at = models.DateTimeField()
    # Paid later, by credit that waited: the payment's own entry does not tell of it.
    from_credit = models.BooleanField(default=False)
    reverses = TenantForeignKey("self", null=True, related_name="reversals")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reverses"], name="charge_allocation_reversed_once"
            ),
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="charge_allocation_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.payment_id} to charge {self.charge_id}"


class ReductionKind(models.TextChoices):
    """Why a client owes less without having paid."""

    CREDIT_NOTE = "credit_note"
    DISCOUNT = "discount"  # for paying early
    SET_OFF = "set_off"  # against what the firm owes the client: C. civ. 1347
    ROUNDING = "rounding"
    WRITE_OFF = "write_off"


class Reduction(TenantModel):
    """Less to pay, though no money came. A reversal is a reduction of the opposite amount that names the first.

    `vat_minor` is the VAT within the amount, `rate` the one rate that it is of, in percent, none where it takes its
    part of all. `slot` is the caller's key: the same reduction is counted once.
    What was written off and is paid after all is owed again as far as `payment` pays it: a negative write-off that
    names the first in `recovers`; its own reversal names all three.
    """

    client = TenantForeignKey(Client, related_name="reductions")
    kind = models.CharField(max_length=12, choices=ReductionKind)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    amount_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField(default=0)
    rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    document = models.CharField(max_length=60, blank=True)  # the credit note's number
    reason = models.CharField(max_length=300, blank=True)
    slot = models.CharField(max_length=100)
    reverses = TenantForeignKey("self", null=True, related_name="reversals")
    recovers = TenantForeignKey("self", null=True, related_name="recoveries")
    payment = TenantForeignKey(Payment, null=True, related_name="recoveries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="reduction_slot_once"),
            models.UniqueConstraint(fields=["organisation", "reverses"], name="reduction_reversed_once"),
            models.CheckConstraint(
                condition=models.Q(recovers=None, payment=None)
                & (
                    models.Q(amount_minor__gt=0, reverses=None)
                    | models.Q(amount_minor__lt=0, reverses__isnull=False)
                )
                | models.Q(recovers__isnull=False, payment__isnull=False, kind="write_off")
                & (
                    models.Q(amount_minor__lt=0, reverses=None)
                    | models.Q(amount_minor__gt=0, reverses__isnull=False)
                ),
                name="reduction_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency} on {self.happened_on}"


class ReductionPart(TenantModel):
    """How much of a reduction an instalment gets."""

    reduction = TenantForeignKey(Reduction, related_name="parts")
    instalment = TenantForeignKey(Instalment, related_name="reductions")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="reduction_part_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of reduction {self.reduction_id} to {self.instalment_id}"


class Refund(TenantModel):
    """A client's credit paid back. A reversal is a refund of the opposite amount that names the first."""

    client = TenantForeignKey(Client, related_name="refunds")
    refunded_on = models.DateField()
    recorded_at = models.DateTimeField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=10, choices=PaymentMethod)
    reason = models.CharField(max_length=300, blank=True)
    slot = models.CharField(max_length=100)
    reverses = TenantForeignKey("self", null=True, related_name="reversals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="refund_slot_once"),
            models.UniqueConstraint(fields=["organisation", "reverses"], name="refund_reversed_once"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, reverses=None)
                | models.Q(amount_minor__lt=0, reverses__isnull=False),
                name="refund_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} back on {self.refunded_on}"


class RefundPart(TenantModel):
    """From which payment's credit a refund was taken."""

    refund = TenantForeignKey(Refund, related_name="parts")
    payment = TenantForeignKey(Payment, related_name="refunds")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="refund_part_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.payment_id} by refund {self.refund_id}"


class DoubtfulClaim(TenantModel):
    """An instalment that will hardly be paid: on 416 since a day, perhaps impaired. Until anything moves it again."""

    client = TenantForeignKey(Client, related_name="doubtful_claims")
    instalment = TenantForeignKey(Instalment, related_name="doubtful_claims")
    amount_minor = models.BigIntegerField()
    impairment_minor = models.BigIntegerField(default=0)  # of the net amount, what is thought lost
    reason = models.CharField(max_length=300)
    marked_on = models.DateField()
    marked_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    cleared_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "instalment"],
                condition=models.Q(cleared_on=None),
                name="doubtful_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, impairment_minor__gte=0)
                & models.Q(impairment_minor__lte=models.F("amount_minor")),
                name="doubtful_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of instalment {self.instalment_id}"


class PaymentReturn(TenantModel):
    """Money that a payment brought and the bank took back, whole or in part: a refused debit, a bounced cheque.

    `reversal` takes the payment back; what stayed of it is the payment `rest`. `slot` is the caller's key: the same
    return is counted once. `holds`: nothing more is asked of the client until a person ends it (`hold_ended_on`).
    `seen_on`: a person did what the code asks for. A wrong one is undone: `restored` stands in the payment's place.
    """

    payment = TenantForeignKey(Payment, related_name="returns")
    client = TenantForeignKey(Client, related_name="payment_returns")
    returned_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)  # what the bank asked for it
    currency = models.CharField(max_length=3)
    code = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    slot = models.CharField(max_length=100)
    reversal = TenantForeignKey(Payment, related_name="+")
    rest = TenantForeignKey(Payment, null=True, related_name="+")
    holds = models.BooleanField(default=False)
    hold_ended_on = models.DateField(null=True, blank=True)
    hold_ended_by = models.CharField(max_length=80, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    seen_by = models.CharField(max_length=80, blank=True)
    fee_claim = TenantForeignKey(ChargeClaim, null=True, related_name="+")
    undone_on = models.DateField(null=True, blank=True)
    undone_by = models.CharField(max_length=80, blank=True)
    restored = TenantForeignKey(Payment, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="payment_return_slot_once"),
            models.UniqueConstraint(
                fields=["organisation", "payment"],
                condition=models.Q(undone_on=None),
                name="payment_return_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, fee_minor__gte=0), name="payment_return_amounts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "client"],
                condition=models.Q(undone_on=None, holds=True, hold_ended_on=None),
                name="payment_return_holding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of payment {self.payment_id} back on {self.returned_on}"
