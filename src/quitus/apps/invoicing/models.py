"""What was billed and when each part of it is due. The instalment is what is owed, chased and paid."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.files.models import StoredFile
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class ImportBatch(TenantModel):
    """One file taken in, whole. The same file again is known by its content and changes nothing."""

    kind = models.CharField(max_length=10)  # clients, invoices
    file_name = models.CharField(max_length=200)
    file_sha256 = models.BinaryField(max_length=32)
    imported_on = models.DateField()
    recorded_at = models.DateTimeField()
    imported_by = models.CharField(max_length=80)
    rows = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    # The day a person let its reminders go; until then nothing of it leaves.
    released_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "file_sha256"], name="import_file_once"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Invoice(TenantModel):
    """A legal document; its content never changes. `total_minor` includes VAT."""

    client = TenantForeignKey(Client, related_name="invoices")
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    label = models.CharField(max_length=500, blank=True)
    import_batch = TenantForeignKey(ImportBatch, null=True, related_name="invoices")
    # Paid before the import, according to the file: part of the opening balance, never a payment of ours.
    already_paid_minor = models.BigIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    # The rest may be learnt later.
    document = TenantForeignKey(StoredFile, null=True, blank=True, related_name="+")
    # The day it provably reached the client (a message accepted by their server, or said by the user).
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="invoice_number_once"),
            models.CheckConstraint(condition=models.Q(total_minor__gt=0), name="invoice_positive"),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceVat(TenantModel):
    """What an invoice says of one VAT rate. Its rows add up to the total; an invoice without any never said."""

    invoice = TenantForeignKey(Invoice, related_name="vat", db_index=False)
    rate = models.DecimalField(max_digits=5, decimal_places=2)  # percent
    net_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "invoice", "rate"], name="invoice_vat_rate_once"),
            models.CheckConstraint(
                condition=models.Q(net_minor__gt=0, vat_minor__gte=0, rate__gte=0),
                name="invoice_vat_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} % of {self.net_minor}"


class Instalment(TenantModel):
    """A date and an amount that are due; of an imported invoice, what was still open when it came.

    `remaining_minor` is a cache of amount minus allocations: `quitus doctor` recomputes it. `next_check_on` is
    the earliest date on which the reminder decision can change by time alone; whatever changes its facts sets
    it to today (`actions.facts_changed`); null when only an action can change it.
    """

    invoice = TenantForeignKey(Invoice, related_name="instalments")
    client = TenantForeignKey(Client, related_name="instalments")
    position = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=25)  # ISO 11649, printed for the transfer
    remaining_minor = models.BigIntegerField()
    next_check_on = models.DateField(null=True, blank=True)
    # Null after an import until a person lets its reminders start.
    released_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "invoice", "position"], name="instalment_position_once"
            ),
            models.UniqueConstraint(fields=["organisation", "reference"], name="instalment_reference_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=models.Q(remaining_minor__gte=0, remaining_minor__lte=models.F("amount_minor")),
                name="instalment_remaining_within",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "next_check_on"],
                condition=models.Q(remaining_minor__gt=0),
                name="instalment_to_check",
            ),
            # Paid since the last plan: what waits in the outbox about them is taken back. Mostly empty.
            models.Index(
                fields=["organisation", "id"],
                condition=models.Q(remaining_minor=0, next_check_on__isnull=False),
                name="instalment_just_paid",
            ),
            models.Index(
                # With the amounts inside, the aged balance reads this index alone.
                fields=["organisation", "client", "due_on"],
                include=["remaining_minor"],
                condition=models.Q(remaining_minor__gt=0),
                name="instalment_open",
            ),
            models.Index(
                fields=["organisation", "remaining_minor"],
                condition=models.Q(remaining_minor__gt=0),
                name="instalment_open_by_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"


class InstalmentKey(TenantModel):
    """A normalised invoice number or reference, for finding an instalment in a bank label by equality."""

    # No index of its own: the unique one finds instalments by key, and nobody asks the other way round.
    instalment = TenantForeignKey(Instalment, related_name="keys", db_index=False)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "value", "instalment"], name="instalment_key_once"
            ),
        ]

    def __str__(self) -> str:
        return self.value
