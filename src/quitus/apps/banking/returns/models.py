"""Which payment a bank line takes back: proposed, accepted, or refused, with the reasons."""

from django.db import models

from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel
from quitus.apps.payments.models import Payment, PaymentReturn


class LineReturnState(models.TextChoices):
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"  # by a person, or by another decision about the line
    OUTDATED = "outdated"  # thought of anew since
    UNDONE = "undone"


class LineReturn(TenantModel):
    """A payment that a debit line takes back, or may. A line that takes several back has a row for each.

    `fee_minor`: what of the line is the bank's fee. `joined`: somebody had noted the return before the line came, and
    it is left standing when the two are parted.
    """

    line = TenantForeignKey("banking.BankLine", related_name="returns")
    payment = TenantForeignKey(Payment, related_name="line_returns")
    state = models.CharField(max_length=10, choices=LineReturnState)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    score = models.PositiveSmallIntegerField(default=0)  # per mille, for the order of proposals
    evidence = models.JSONField(default=list)  # kinds of `domain.payments.returns.ReturnEvidence`
    decided_by = models.CharField(max_length=80)  # "quitus" when automatic
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    payment_return = TenantForeignKey(PaymentReturn, null=True, related_name="lines")
    joined = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "line", "payment"],
                condition=models.Q(state__in=["suggested", "accepted"]),
                name="line_return_once",
            ),
            # A payment comes back by one line.
            models.UniqueConstraint(
                fields=["organisation", "payment"],
                condition=models.Q(state="accepted"),
                name="payment_back_by_one_line",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, fee_minor__gte=0), name="line_return_amounts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "line"],
                condition=models.Q(state="suggested"),
                name="line_return_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} takes {self.payment_id} back: {self.state}"
