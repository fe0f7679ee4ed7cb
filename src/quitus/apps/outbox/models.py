"""What leaves: messages, each handed over at most once and never silently lost."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from quitus.apps.clients.models import Client, Contact
from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class MailAccount(TenantModel):
    """The creditor's own mailbox: messages leave in their name, through their server."""

    class Kind(models.TextChoices):
        SMTP = "smtp"
        MAILBOX = "mailbox"  # kept here and shown on a page: demonstrations and rehearsals

    class Security(models.TextChoices):
        NONE = "none"  # a server on the same machine
        STARTTLS = "starttls"
        TLS = "tls"

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SMTP)
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    user_name = models.CharField(max_length=200, blank=True)
    # Fernet, with the id of its key; never in clear text, in a backup only under a passphrase.
    password_sealed = models.BinaryField(blank=True, default=bytes)
    from_name = models.CharField(max_length=120)
    from_address = models.EmailField()
    reply_to = models.EmailField(blank=True)
    # What is wrong with the server as a whole, told on Today; it is left alone until `rest_until`.
    trouble = models.CharField(max_length=60, blank=True)
    trouble_detail = models.CharField(max_length=500, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    troubles = models.PositiveSmallIntegerField(default=0)
    rest_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="mail_account_one")]

    def __str__(self) -> str:
        return self.from_address


class MessageState(models.TextChoices):
    """Moves allowed are in `states.py`; a message handed over twice is impossible by these."""

    WAITING_APPROVAL = "waiting_approval"
    QUEUED = "queued"
    HANDING_OVER = "handing_over"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class Message(TenantModel):
    """The hot part of a message: where it stands. Its frozen words are in `MessageContent`.

    `purpose` says who speaks ("reminder"): it is asked for the last word, with balances re-read, in the very
    transaction that marks the message "handing over". `slot` makes it unique among all that may arrive.
    `not_before` is told by the organisation's clock, `lease_until` by the real one.
    """

    client = TenantForeignKey(Client, related_name="messages", db_index=False)
    contact = TenantForeignKey(Contact, related_name="messages")
    # The contact's address when it was planned, hence what a person approved.
    to_address = models.EmailField()
    purpose = models.CharField(max_length=20)
    slot = models.CharField(max_length=100)
    channel = models.CharField(max_length=10, default="email")
    state = models.CharField(max_length=16, choices=MessageState)
    planned_on = models.DateField()
    not_before = models.DateTimeField()
    personal_word = models.TextField(blank=True)
    approved_by = models.CharField(max_length=80, blank=True)  # empty: nobody had to
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # How often the server said "later" since a person last said "send": decides when it is given up.
    deferrals = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    # Why it was refused, withdrawn or is unsure: a stable code, and the server's own words.
    reason = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slot"],
                condition=~models.Q(state__in=[MessageState.WITHDRAWN, MessageState.REFUSED]),
                name="message_slot_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "not_before"],
                condition=models.Q(state=MessageState.QUEUED),
                name="message_queued",
            ),
            models.Index(
                fields=["organisation", "lease_until"],
                condition=models.Q(state=MessageState.HANDING_OVER),
                name="message_handing_over",
            ),
            models.Index(
                fields=["organisation", "state", "planned_on"],
                condition=models.Q(state__in=["waiting_approval", "unsure", "refused"]),
                name="message_to_look_at",
            ),
            models.Index(fields=["organisation", "client", "settled_on"], name="message_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.slot} ({self.state})"


class MessageContent(TenantModel):
    """The very words of one attempt: frozen. `attachments` are ids of stored files.

    An attempt that the server did not take may be followed by another with other words (a payment came in
    between); the Message-ID stays.
    """

    message = TenantForeignKey(Message, related_name="contents")
    attempt = models.PositiveSmallIntegerField()
    rfc_message_id = models.CharField(max_length=250)
    to_address = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    attachments = ArrayField(models.BigIntegerField(), default=list)
    rendered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "message", "attempt"], name="content_once_per_attempt"
            ),
            models.UniqueConstraint(
                fields=["organisation", "rfc_message_id", "attempt"], name="content_rfc_message_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
