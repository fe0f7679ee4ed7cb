"""What debtors answer: promises, disputes, "already paid"; and what the creditor answers to "Received?"."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class AnswerSource(models.TextChoices):
    PORTAL = "portal"
    STAFF = "staff"


class Promise(TenantModel):
    """A debtor's word to pay an amount by a date. Kept, broken or withdrawn; it holds reminders until then."""

    class State(models.TextChoices):
        OPEN = "open"
        KEPT = "kept"
        BROKEN = "broken"
        WITHDRAWN = "withdrawn"

    client = TenantForeignKey(Client, related_name="promises")
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=8, choices=AnswerSource)
    promised_for = models.DateField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "promised_for"],
                condition=models.Q(state="open"),
                name="promise_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} for {self.promised_for}"


class PromisePart(TenantModel):
    """How much of an instalment the promise is about."""

    promise = TenantForeignKey(Promise, related_name="parts")
    instalment = TenantForeignKey(Instalment, related_name="promise_parts")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "promise", "instalment"], name="promise_part_once"
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="promise_part_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.instalment_id}"


class Dispute(TenantModel):
    """The debtor does not agree with an instalment, whole or in part; that part is not chased."""

    class Reason(models.TextChoices):
        PRICE = "price"
        WORK = "work"
        DATE = "date"
        NOT_ORDERED = "not_ordered"
        OTHER = "other"

    class Resolution(models.TextChoices):
        UPHELD = "upheld"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    client = TenantForeignKey(Client, related_name="disputes")
    instalment = TenantForeignKey(Instalment, related_name="disputes")
    opened_on = models.DateField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=8, choices=AnswerSource)
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.TextField(blank=True)
    amount_minor = models.BigIntegerField()
    # Whether reminders wait for the answer: domain/answers/repeats.py.
    holds = models.BooleanField(default=True)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "instalment"],
                condition=models.Q(resolved_on=None),
                name="dispute_one_open",
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="dispute_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.instalment_id} {self.reason}"


class PaidClaim(TenantModel):
    """A debtor says it is already paid: somebody looks; reminders wait meanwhile when it `holds`."""

    client = TenantForeignKey(Client, related_name="paid_claims")
    instalment = TenantForeignKey(Instalment, related_name="paid_claims")
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    paid_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    holds = models.BooleanField(default=True)
    settled_on = models.DateField(null=True, blank=True)
    found = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "instalment"],
                condition=models.Q(settled_on=None),
                name="paid_claim_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instalment_id} said paid"


class ReceiptAnswer(TenantModel):
    """The creditor's answer to "Received?", asked when bank data is old: "no" is good for that day on."""

    instalment = TenantForeignKey(Instalment, related_name="receipt_answers")
    answered_on = models.DateField()
    recorded_at = models.DateTimeField()
    answered_by = models.CharField(max_length=80)
    received = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.instalment_id}: {self.received}"
