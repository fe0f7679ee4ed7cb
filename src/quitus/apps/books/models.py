"""Double entry behind every balance (PCG 2025, ANC 2022-06)."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class Journal(models.TextChoices):
    """The French journals: opening, sales, bank, sundry."""

    OPENING = "AN"
    SALES = "VE"
    BANK = "BQ"
    SUNDRY = "OD"


class JournalEntry(TenantModel):
    """One event in the books. Debits equal credits, by a constraint trigger at commit.

    `source` names what it records ("invoice:42"): the same event is never booked twice. The FEC number is
    given when a period closes, not here.
    """

    journal = models.CharField(max_length=2, choices=Journal)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    document = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    reverses = TenantForeignKey("self", null=True, related_name="reversals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source"], name="entry_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.journal} {self.document}"


class JournalLine(TenantModel):
    """One side of an entry, in the organisation's currency; `original_*` is what the paper says."""

    entry = TenantForeignKey(JournalEntry, related_name="lines", db_index=False)  # see 0003_balanced
    account = models.CharField(max_length=12)
    client = TenantForeignKey(Client, null=True, related_name="+", db_index=False)
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)
    original_minor = models.BigIntegerField()
    original_currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(debit__gte=0, credit=0) | models.Q(debit=0, credit__gte=0),
                name="journal_line_one_side",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "account", "client"], name="line_by_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.debit}/{self.credit}"
