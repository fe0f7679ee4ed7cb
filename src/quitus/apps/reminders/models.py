"""The plan and its moments: policies as versioned text, reminders, and the pauses that people ask for."""

from django.db import models

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel
from quitus.apps.outbox.models import Message


class Policy(TenantModel):
    """A plan of reminders, known by its name; its text lives in versions."""

    name = models.CharField(max_length=60)
    is_default = models.BooleanField(default=False)
    # The firm chose to send its messages without approving each one.
    automatic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="policy_name_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(is_default=True), name="policy_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(TenantModel):
    """The readable text of a policy, frozen; a change is a new version."""

    policy = TenantForeignKey(Policy, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    active_from = models.DateField()
    recorded_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "policy", "version"], name="policy_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} v{self.version}"


class PolicyChoice(TenantModel):
    """A client that is reminded by another policy than the default."""

    client = TenantForeignKey(Client, related_name="+")
    policy = TenantForeignKey(Policy, related_name="choices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "client"], name="policy_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.policy_id}"


class ReminderState(models.TextChoices):
    PLANNED = "planned"
    SENT = "sent"
    DONE = "done"  # a task that a person carried out
    SKIPPED = "skipped"  # a person decided that this step does not happen
    UNSURE = "unsure"
    DROPPED = "dropped"


class Reminder(TenantModel):
    """One step of a policy for one instalment. Its slot is unique: no step happens twice.

    A dropped one (paid, promised or contested before it left) frees the slot. A task has no message.
    """

    instalment = TenantForeignKey(Instalment, related_name="reminders")
    client = TenantForeignKey(Client, related_name="reminders", db_index=False)
    policy_version = TenantForeignKey(PolicyVersion, related_name="+", db_index=False)
    step = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)
    planned_on = models.DateField()
    state = models.CharField(max_length=10, choices=ReminderState, default=ReminderState.PLANNED)
    settled_on = models.DateField(null=True, blank=True)
    message = TenantForeignKey(Message, null=True, related_name="reminders")
    dropped_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "instalment", "step"],
                condition=~models.Q(state=ReminderState.DROPPED),
                name="reminder_step_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "planned_on"],
                condition=models.Q(state=ReminderState.PLANNED),
                name="reminder_planned",
            ),
            # When did this debtor last hear from us? Asked for each message.
            models.Index(fields=["organisation", "client", "settled_on"], name="reminder_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.instalment_id} {self.step} ({self.state})"


class Hold(TenantModel):
    """A pause that a person asked for, for a client or one instalment, with a reason and mostly an end.

    All other pauses (promise, dispute, possible payment, old bank data) are derived from their own rows.
    """

    client = TenantForeignKey(Client, related_name="holds")
    instalment = TenantForeignKey(Instalment, null=True, related_name="holds")
    reason = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    lifted_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "client"],
                condition=models.Q(lifted_on=None),
                name="hold_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} until {self.until_on}"


class StartingPoint(TenantModel):
    """The step at which a person lets an instalment go on: after an import, or under another policy.

    The newest counts, unless a step has left since.
    """

    instalment = TenantForeignKey(Instalment, related_name="starting_points")
    step = models.CharField(max_length=40)
    said_on = models.DateField()
    recorded_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.instalment_id} from {self.step}"


class PlanDay(TenantModel):
    """A business day on which the plan was made: how many instalments were looked at and reminded, all told."""

    day = models.DateField()
    checked = models.PositiveIntegerField(default=0)
    planned = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="plan_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.planned}"
