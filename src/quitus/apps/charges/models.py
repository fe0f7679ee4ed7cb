"""Charges: interest, indemnity and costs of a late debt, claims of their own. No line of an invoice, no VAT."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class ChargeClaim(TenantModel):
    """Charges claimed from a client in one document: its number, its worksheet as it was, and the PDF.

    What accrues is computed, never stored; here it is frozen.
    """

    client = TenantForeignKey(Client, related_name="charge_claims")
    number = models.CharField(max_length=30)
    claimed_on = models.DateField()
    # Interest is counted up to this day, included.
    until = models.DateField()
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    worksheet = models.TextField()  # JSON, as `domain.charges.frozen` writes it
    document = TenantForeignKey(StoredFile, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="charge_claim_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class ChargeKind(models.TextChoices):
    INTEREST = "interest"
    INDEMNITY = "indemnity"
    COSTS = "costs"


class Charge(TenantModel):
    """One claimed charge. `remaining_minor` is a cache of amount minus payments and waivers: `doctor` recomputes it.

    Of interest, `first` and `last` are the days it is for. Days are claimed once, but for what a payment that was taken
    back adds to them. The indemnity stays the one of its invoice though it was corrected: it is given back, if need be.
    """

    claim = TenantForeignKey(ChargeClaim, related_name="charges")
    client = TenantForeignKey(Client, related_name="charges", db_index=False)
    invoice = TenantForeignKey(Invoice, related_name="charges")
    instalment = TenantForeignKey(Instalment, related_name="charges")
    kind = models.CharField(max_length=10, choices=ChargeKind)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=300, blank=True)  # of costs: what was paid, to whom
    proof = TenantForeignKey(StoredFile, null=True, related_name="+", db_index=False)
    remaining_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            # D441-5: once for each invoice paid late, however many instalments it has.
            models.UniqueConstraint(
                fields=["organisation", "invoice"],
                condition=models.Q(kind="indemnity"),
                name="indemnity_once_an_invoice",
            ),
            models.UniqueConstraint(
                fields=["organisation", "claim", "instalment"],
                condition=models.Q(kind="interest"),
                name="interest_once_a_claim",
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="charge_positive"),
            models.CheckConstraint(
                condition=models.Q(remaining_minor__gte=0, remaining_minor__lte=models.F("amount_minor")),
                name="charge_remaining_within",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "client"],
                condition=models.Q(remaining_minor__gt=0),
                name="charge_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.invoice_id}"


class WaiverKind(models.TextChoices):
    WAIVED = "waived"
    WRITTEN_OFF = "written_off"
    CORRECTED = "corrected"  # never owed: what is known since says so; below zero where that was undone


class ChargeWaiver(TenantModel):
    """A charge given up, whole or in part: out of goodwill, because nothing can be had, or because it was too much."""

    charge = TenantForeignKey(Charge, related_name="waivers")
    kind = models.CharField(max_length=12, choices=WaiverKind)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    waived_on = models.DateField()
    waived_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0) | models.Q(kind="corrected", amount_minor__lt=0),
                name="waiver_takes_off",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} of {self.charge_id}"
