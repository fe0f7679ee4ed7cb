"""Transfers that leave: orders that one person makes, another approves, the bank carries out."""

from django.db import models

from quitus.apps.banking.models import BankAccount, BankLine
from quitus.apps.clients.models import Client
from quitus.apps.files.models import StoredFile
from quitus.apps.history.models import KINDS
from quitus.apps.organisations.models import User
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel
from quitus.domain.outgoing.orders import State

STATES = [(state.value, state.name) for state in State]


class OutgoingSetting(TenantModel):
    """How the firm lets money leave. `second_approval`: another person than the author approves."""

    second_approval = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="outgoing_setting_once")]

    def __str__(self) -> str:
        return "two persons" if self.second_approval else "one person"


class TransferOrder(TenantModel):
    """Transfers that one file brings to the bank. Its content is fixed from the moment that it waits for approval.

    `second_needed` is what the setting said then. `message_id` and `file` come with the approval and stay.
    `cancelled_on` stays where a bank carries out what was cancelled.
    """

    bank_account = TenantForeignKey(BankAccount, related_name="transfer_orders")
    title = models.CharField(max_length=100)
    execution_on = models.DateField()
    instant = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT.value)
    second_needed = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    recorded_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    approved_on = models.DateField(null=True)
    message_id = models.CharField(max_length=35, blank=True)
    file = TenantForeignKey(StoredFile, null=True, related_name="+")
    cancelled_on = models.DateField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    # Carried out though cancelled, and clients have used that credit since: a person said that they owe it back.
    owed_back_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "message_id"],
                condition=~models.Q(message_id=""),
                name="transfer_message_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "to_approve", "cancelled"])
                | models.Q(file__isnull=False, approved_by__isnull=False),
                name="transfer_order_approved",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="transfer_order_newest")]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class Transfer(TenantModel):
    """One transfer of an order, as the bank reads it. `name_key` finds where that name was paid before.

    `client`: credit that goes back to a client. `slot` is the caller's key: the same transfer is added once.
    """

    order = TenantForeignKey(TransferOrder, related_name="transfers")
    name = models.CharField(max_length=70)
    name_key = models.CharField(max_length=100, db_collation="C")
    iban = models.CharField(max_length=34)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    remittance = models.CharField(max_length=140, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    town = models.CharField(max_length=35, blank=True)
    country = models.CharField(max_length=2, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    address_lines = models.JSONField(default=list)
    client = TenantForeignKey(Client, null=True, related_name="transfers")
    end_to_end_id = models.CharField(max_length=35)
    slot = models.CharField(max_length=100)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    executed_line = TenantForeignKey(BankLine, null=True, related_name="transfers")
    executed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "end_to_end_id"], name="transfer_end_to_end_once"
            ),
            models.UniqueConstraint(fields=["organisation", "slot"], name="transfer_slot_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="transfer_positive"),
        ]
        indexes = [
            models.Index(fields=["organisation", "name_key"], name="transfer_by_name"),
            models.Index(fields=["organisation", "iban"], name="transfer_by_iban"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} to {self.name}"


class Download(TenantModel):
    """Who took a file away, and when."""

    order = TenantForeignKey(TransferOrder, related_name="downloads")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.order_id} on {self.taken_on}"
