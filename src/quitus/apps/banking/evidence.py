"""What files told and what people answered for, kept for good; and which rows still stand."""

from django.db import models

from quitus.apps.organisations.tenancy import Row, TenantForeignKey, TenantManager, TenantModel


class StandingManager(TenantManager[Row]):
    """Rows that were not withdrawn: what nearly every question is about. All of them: `every`."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(withdrawn_on=None)


class DaysPassedOver(TenantModel):
    """Days of an account that no statement tells, of which a person said to know what happened."""

    bank_account = TenantForeignKey("banking.BankAccount", related_name="days_passed_over")
    first_on = models.DateField()
    last_on = models.DateField()
    passed_on = models.DateField()
    passed_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"


class LineTelling(TenantModel):
    """That a statement tells a line, at which place and in which words: a line is on record while one does.

    Mostly one telling is one line. A batch that another file tells payment by payment is several lines at one place,
    and one line at several places where somebody had matched it before. `batch` numbers what one entry divides.
    """

    line = TenantForeignKey("banking.BankLine", related_name="tellings")
    statement = TenantForeignKey("banking.Statement", related_name="tellings")
    place = models.PositiveIntegerField()
    booked_on = models.DateField()
    value_on = models.DateField(null=True)
    amount_minor = models.BigIntegerField()
    label = models.TextField()
    reference = models.CharField(max_length=140, blank=True)
    iban = models.CharField(max_length=40, blank=True)
    bank_id = models.CharField(max_length=140, blank=True)
    batch = models.PositiveIntegerField(null=True)
    batch_id = models.CharField(max_length=140, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "statement", "place", "line"], name="line_telling_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} by {self.statement_id}"
