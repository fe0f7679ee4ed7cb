"""What happened, in order: append only and hash-chained, one chain per client and one for the firm itself.

A chain per client lets two clients be written at once without waiting for each other. Payloads lie apart, so
that erasure under the GDPR deletes payload and salt while the chain still verifies.

It stands below all that it tells of, clients included, since every action ends with a line here.
"""

from django.db import models

from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class TimelineEntry(TenantModel):
    """One event. `client` is null for what concerns the whole firm (an import, a setting).

    `hash` = sha256(previous hash ‖ sha256(salt ‖ payload bytes) ‖ header), see `domain/timeline.py`.
    """

    client = TenantForeignKey("clients.Client", null=True, related_name="timeline")
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    previous_hash = models.BinaryField(max_length=32)
    payload_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client", "sequence"],
                name="timeline_sequence_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class TimelinePayload(TenantModel):
    """The facts of an event as canonical JSON text, never re-serialised; erasable together with its salt."""

    entry = TenantForeignKey(TimelineEntry, related_name="payloads")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "entry"], name="timeline_payload_once"),
        ]

    def __str__(self) -> str:
        return self.text


class TimelineHead(TenantModel):
    """The last link of a chain. Locked last, in id order, so that appends never deadlock."""

    client = TenantForeignKey("clients.Client", null=True, related_name="+")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client"], name="timeline_head_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"head {self.client_id or 'firm'} at {self.sequence}"
