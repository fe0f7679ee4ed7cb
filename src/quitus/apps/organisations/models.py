"""Who is paid: organisations, their users, and the doors that lead to an organisation before its wall opens."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from quitus.ports.clock import real_now


class Organisation(models.Model):
    """The creditor; the tenant to which every row belongs. Outside the wall: it is what the wall is about."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=200)
    siren = models.CharField(max_length=9, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, default="FR")
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=60, default="Europe/Paris")
    language = models.CharField(max_length=5, default="fr")
    # Whom a debtor asks: a name and a phone on each message.
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    # Where debtors pay. Verification of Payee compares the exact account-holder name since 2025-10-09.
    account_holder = models.CharField(max_length=70, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    # Null: the real clock. Set: this very moment, for rehearsals and the demonstration.
    clock_set_to = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=real_now, editable=False)
    # By which rules the keys that matching looks up were made (domain/matching/keys.py); an upgrade makes them anew.
    keys_version = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. Rights come from memberships alone."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="fr")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=real_now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """How the first page greets."""
        return self.name.split(" ")[0]


class Role(models.TextChoices):
    """What a member may do; `rights.py` spells it out."""

    OWNER = "owner"
    ACCOUNTANT = "accountant"
    COLLECTOR = "collector"
    READER = "reader"


class Membership(models.Model):
    """A user's place in an organisation: a door, read before the wall opens. It counts once accepted."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    # Null: invited. Whoever made the account for another firm may know its password, so that a person who is known
    # already accepts by a link that this firm alone hands over.
    accepted_at = models.DateTimeField(null=True, blank=True, default=real_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class PortalDoor(models.Model):
    """From the hash of a debtor's secret link to the organisation and client behind it.

    A door, read before the wall opens. The token itself is never stored: it is derived from the secret key
    and `serial`, so that each reminder can carry the same link, and revoking it is a new serial.
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    client_id = models.BigIntegerField()
    serial = models.PositiveIntegerField(default=1)
    token_hash = models.BinaryField(max_length=32, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client_id", "serial"], name="portal_door_serial_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "client_id"],
                condition=models.Q(revoked_at=None),
                name="portal_door_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"door {self.organisation_id}/{self.client_id}/{self.serial}"
