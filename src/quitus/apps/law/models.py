"""What firm and client agreed about lateness, what happened to a claim in law, and rates that the user added."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import Invoice
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel
from quitus.domain.charges.late_terms import Claims, DiscountVat
from quitus.domain.law.worksheet import Basis, Order, Rounding


class LateTermsVersion(TenantModel):
    """The late terms of the firm (`client` null) or of one client, from a day on. The newest version holds."""

    client = TenantForeignKey(Client, null=True, related_name="late_terms")
    agreed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    # Null: the client follows the firm again.
    claims = models.CharField(max_length=10, choices=[(c.value, c.name) for c in Claims], null=True)
    rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    basis = models.CharField(max_length=6, choices=[(b.value, b.name) for b in Basis], default="365")
    rounding = models.CharField(max_length=8, choices=[(r.value, r.name) for r in Rounding], default="once")
    order = models.CharField(max_length=10, choices=[(o.value, o.name) for o in Order], default="interest")
    compound = models.BooleanField(default=False)
    working_day_grace = models.BooleanField(default=False)
    discount_percent = models.DecimalField(max_digits=6, decimal_places=3, default=0)
    discount_days = models.PositiveSmallIntegerField(default=0)
    discount_vat = models.CharField(
        max_length=12, choices=[(d.value, d.name) for d in DiscountVat], default="credit_note"
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "client", "-id"], name="late_terms_newest")]

    def __str__(self) -> str:
        return f"late terms of {self.client_id or 'the firm'} since {self.agreed_on}"


class LegalEventKind(models.TextChoices):
    """What the law attaches consequences to: interest, limitation, or their end."""

    FORMAL_NOTICE = "formal_notice"  # consumers owe interest from the day after (C. civ. 1231-6, 1344)
    ACKNOWLEDGEMENT = "acknowledgement"  # in writing, C. civ. 2240
    COURT_ACTION = "court_action"  # 2241
    COURT_ACTION_FAILED = "court_action_failed"  # 2243
    ORDER_SERVED = (
        "order_served"  # 2241: an order for payment interrupts by its service, not by its application
    )
    ENFORCEMENT = "enforcement"  # 2244
    MEDIATION = "mediation"  # 2238
    INSOLVENCY = "insolvency"  # the opening judgment: C. com. L622-28
    INSOLVENCY_PUBLISHED = "insolvency_published"  # in the BODACC: R622-24 counts from there
    CLAIM_DECLARED = "claim_declared"  # in those proceedings: C. com. L622-25-1


class LegalEvent(TenantModel):
    """What happened to a claim, or (`invoice` null) to all claims on a client. Never edited, only recalled."""

    client = TenantForeignKey(Client, related_name="legal_events")
    invoice = TenantForeignKey(Invoice, null=True, related_name="legal_events")
    kind = models.CharField(max_length=20, choices=LegalEventKind)
    happened_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    proof = TenantForeignKey(StoredFile, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    recalled_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("happened_on")),
                name="legal_event_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.happened_on}"


class AddedRate(TenantModel):
    """A rate for a half-year that Quitus does not know, with its source: said by the user, shown as such.

    Never edited: a wrong one is recalled, stays readable with the reason, and another is added in its place.
    """

    table = models.CharField(max_length=60)  # the rate table's name: "FR late_payment"
    since = models.DateField()
    until = models.DateField()
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    recalled_on = models.DateField(null=True, blank=True)
    recalled_by = models.CharField(max_length=80, blank=True)
    recalled_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "table", "since"],
                condition=models.Q(recalled_on=None),
                name="added_rate_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.percent} % from {self.since}"
