"""What moved, both ways, and what it was for: one row for each bank line, and for what no bank told."""

from django.db import models

from quitus.apps.banking.models import BankAccount, BankLine
from quitus.apps.files.models import StoredFile
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel
from quitus.domain.history.kinds import Because, Kind

KINDS = [(kind.value, kind.name) for kind in Kind]
REASONS = [(reason.value, reason.name) for reason in Because]


class Means(models.TextChoices):
    """How money moved that no bank file tells of."""

    CASH = "cash"
    CARD = "card"  # of another account, or one's own
    OTHER = "other"


class HandEntry(TenantModel):
    """Money in or out that no bank file tells of. Never changed: cancelled, or joined to the line that came later.

    `amount_minor` is negative for money that went out; `slot` is the caller's key: the same entry is made once.
    """

    day = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    party = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=KINDS)
    means = models.CharField(max_length=6, choices=Means)
    note = models.CharField(max_length=300, blank=True)
    document = TenantForeignKey(StoredFile, null=True, related_name="+")
    slot = models.CharField(max_length=100)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="hand_entry_once"),
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="hand_entry_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount_minor} {self.party}"


class Movement(TenantModel):
    """Money that moved, as the history lists it: made of a bank line or of an entry by hand, never of both.

    All but the kind is copied from there, so that a list of 100,000 is read from one table. `words` holds what is
    searched in; `month` is the day's, by `month_number`. `counted` is a cache: not cancelled, and not told by a bank
    line too. Where `judged_by` is empty, the kind waits to be found.
    """

    line = TenantForeignKey(BankLine, null=True, related_name="movements")
    entry = TenantForeignKey(HandEntry, null=True, related_name="movements")
    bank_account = TenantForeignKey(BankAccount, null=True, related_name="+")
    day = models.DateField()
    month = models.IntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    label = models.TextField(blank=True)
    party = models.CharField(max_length=200, blank=True)
    # "C": sums are grouped by these, which any other order of letters makes slow.
    party_key = models.CharField(max_length=100, blank=True, db_collation="C")
    iban = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=KINDS, default=Kind.UNKNOWN.value, db_collation="C")
    because = models.CharField(max_length=12, choices=REASONS, default=Because.NOTHING.value)
    about = models.CharField(max_length=200, blank=True)
    judged_by = models.CharField(max_length=80, blank=True)
    counted = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "line"], name="movement_of_line_once"),
            models.UniqueConstraint(fields=["organisation", "entry"], name="movement_of_entry_once"),
            models.CheckConstraint(
                condition=models.Q(line=None, entry__isnull=False) | models.Q(line__isnull=False, entry=None),
                name="movement_of_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-day", "-id"],
                condition=models.Q(counted=True),
                name="movement_by_day",
            ),
            # All that sums are made of: a year of them is added up without a look at the rows.
            models.Index(
                fields=["organisation", "day"],
                include=["month", "kind", "party_key", "amount_minor"],
                condition=models.Q(counted=True),
                name="movement_sums",
            ),
            models.Index(fields=["organisation", "party_key"], name="movement_by_party"),
            models.Index(
                fields=["organisation", "id"], condition=models.Q(judged_by=""), name="movement_to_judge"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount_minor} {self.kind}"


class Joining(TenantModel):
    """A bank line that tells what was written down by hand before: one movement of money, counted by the line.

    `declined`: a person said that they are two.
    """

    entry = TenantForeignKey(HandEntry, related_name="joinings")
    line = TenantForeignKey(BankLine, related_name="joinings")
    declined = models.BooleanField(default=False)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entry", "line"], name="joining_once"),
            models.UniqueConstraint(
                fields=["organisation", "entry"],
                condition=models.Q(declined=False),
                name="joining_entry_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "line"], condition=models.Q(declined=False), name="joining_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} is line {self.line_id}"


class KindRule(TenantModel):
    """A person's word about everything that goes to a counterparty, or comes from it. Removed, never changed."""

    party_key = models.CharField(max_length=100)
    party = models.CharField(max_length=200)
    comes_in = models.BooleanField()
    kind = models.CharField(max_length=10, choices=KINDS)
    made_on = models.DateField()
    made_by = models.CharField(max_length=80)
    removed_on = models.DateField(null=True, blank=True)
    removed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "party_key", "comes_in"],
                condition=models.Q(removed_on=None),
                name="kind_rule_one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.kind}"
