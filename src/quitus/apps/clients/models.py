"""Who owes: clients, the persons there, and the keys by which a bank line finds them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from quitus.apps.organisations.tenancy import TenantForeignKey, TenantModel


class ClientKind(models.TextChoices):
    """The law differs: no indemnity and another rate for consumers, other terms for public buyers."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public"


class Client(TenantModel):
    """Who owes. `number` is the firm's own code, empty where it has none; `sort_name` has no accents."""

    number = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, db_collation="C")
    kind = models.CharField(max_length=10, choices=ClientKind, default=ClientKind.BUSINESS)
    language = models.CharField(max_length=5, default="fr")
    country = models.CharField(max_length=2, default="FR")
    address = models.TextField(blank=True)
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=200, blank=True)
    # Their usual delay after the invoice date, where known; an invoice carries its own due dates.
    payment_days = models.PositiveSmallIntegerField(null=True, blank=True)
    payment_end_of_month = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    # Days of the month on which they run their payments, such as 15 and 30.
    pay_run_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    # The import row it came from; the same row again changes nothing.
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=~models.Q(number=""), name="client_number_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "sort_name"], name="client_by_name")]

    def __str__(self) -> str:
        return self.name


class ContactRole(models.TextChoices):
    """Whom to ask for what; reminders go to accounting first."""

    ACCOUNTING = "accounting"
    BUYER = "buyer"
    MANAGER = "manager"
    SIGNATORY = "signatory"


class Contact(TenantModel):
    """A person at a client. `position` is the order of escalation."""

    client = TenantForeignKey(Client, related_name="contacts")
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12, choices=ContactRole, default=ContactRole.ACCOUNTING)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    # The day a message came back; such an address is not written to again until somebody mends it.
    bounced_on = models.DateField(null=True, blank=True)
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "email"], name="contact_by_email")]

    def __str__(self) -> str:
        return self.name or self.email


class ClientKeyKind(models.TextChoices):
    NAME = "name"
    IBAN = "iban"
    ALIAS = "alias"
    SEARCH = "search"


class ClientKey(TenantModel):
    """A normalised key, found by equality or by its beginning.

    Under the wall no other index helps: LIKE is not leakproof, the comparisons of text are.
    """

    client = TenantForeignKey(Client, related_name="keys")
    kind = models.CharField(max_length=8, choices=ClientKeyKind)
    # "C": words that begin alike are one range of the index, whatever the database's own language is.
    value = models.CharField(max_length=200, db_collation="C")
    # "match:42": what taught a learnt key first, and takes it back when it is undone. "" for a person, or derived.
    learnt_from = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "value", "client"], name="client_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class ChangedClient(TenantModel):
    """A client whose contacts or habits changed: its instalments are to be looked at again.

    A queue inside the database, emptied by `reminders.planning.plan_day`: clients know
    nothing of instalments, and a mended address must not wait for a worker to be noticed.
    """

    client = TenantForeignKey(Client, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "client"], name="changed_client_once"),
        ]

    def __str__(self) -> str:
        return str(self.client_id)
