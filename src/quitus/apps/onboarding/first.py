"""The first visit: whoever holds the key that the program printed opens the first firm, once."""

import hmac
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from quitus.apps.onboarding.actions import open_firm
from quitus.apps.organisations.actions import FirmDetails
from quitus.apps.organisations.models import Organisation, User
from quitus.apps.organisations.queries import somebody_may_sign_in
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.accounts import MailSettings, set_mail_account
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters


@dataclass(frozen=True, slots=True)
class Owner:
    """Who opens the firm."""

    name: str
    email: str
    password: str


def first_key() -> str:
    """The key of the first visit: the same until somebody may sign in, unguessable from outside."""
    return adapters().sealer.token("welcome")


def opens(key: str) -> bool:
    """Whether this is the key, compared in constant time."""
    return hmac.compare_digest(key.encode(), first_key().encode())


def open_first_firm(
    details: FirmDetails, owner: Owner, mail: MailSettings | None, *, on: date
) -> tuple[Organisation, User]:
    """The firm with its owner, policy and mailbox; all of it or nothing. Refused `firm_opened_already`.

    Two browsers that finish at the same moment take turns; the second one is refused.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('quitus first firm', 0))")
        if somebody_may_sign_in():
            raise Refused("firm_opened_already")
        organisation, user = open_firm(details, owner.email, owner.name, owner.password, on=on)
        if mail is not None:
            with tenant(organisation.id):
                set_mail_account(mail, on=on, by=str(user))
    return organisation, user
