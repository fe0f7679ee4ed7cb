"""Secret links for debtors: from a token to the organisation and client behind it, before any wall is open.

The token is derived from the installation's key, never stored; its hash finds the door. Each message to a client
carries the same link, until somebody revokes it.
"""

import hashlib

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from quitus.apps.organisations.models import PortalDoor
from quitus.apps.organisations.sql import few_rows
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.ports.clock import real_now
from quitus.ports.registry import adapters


def portal_token(client_id: int) -> str:
    """The token of the client's open door, which is made if there is none. Inside `tenant`.

    A door of a former secret key opens to nobody any more: it is closed, and the next one made.
    """
    organisation_id = current_organisation_id()
    found = few_rows(_OPEN, {"organisation": organisation_id, "client": client_id})
    if found:
        serial, known = found[0]
        token = _token(organisation_id, client_id, serial)
        if bytes(known) == _hash(token):
            return token
        revoke_portal_link(client_id)
    return _token(organisation_id, client_id, _open_next(organisation_id, client_id))


_OPEN = """
SELECT serial, token_hash FROM organisations_portaldoor
WHERE organisation_id = %(organisation)s AND client_id = %(client)s AND revoked_at IS NULL
"""


def portal_link(client_id: int) -> str:
    """The address of the client's page; empty while the installation has no public address."""
    return f"{settings.PUBLIC_URL}/p/{portal_token(client_id)}" if settings.PUBLIC_URL else ""


def open_door(token: str) -> tuple[int, int] | None:
    """The organisation and client behind a token; None for one that is forged or revoked."""
    door = PortalDoor.objects.filter(token_hash=_hash(token), revoked_at=None)
    return door.values_list("organisation_id", "client_id").first()


def revoke_portal_link(client_id: int) -> bool:
    """Close the client's door for good; whether one was open. The next message carries another link."""
    return bool(
        PortalDoor.objects.filter(
            organisation_id=current_organisation_id(), client_id=client_id, revoked_at=None
        ).update(revoked_at=real_now())
    )


def _open_next(organisation_id: int, client_id: int) -> int:
    doors = PortalDoor.objects.filter(organisation_id=organisation_id, client_id=client_id)
    serial = (doors.aggregate(last=Max("serial"))["last"] or 0) + 1
    token = _token(organisation_id, client_id, serial)
    try:
        with transaction.atomic():
            PortalDoor.objects.create(
                organisation_id=organisation_id, client_id=client_id, serial=serial, token_hash=_hash(token)
            )
    except IntegrityError:  # somebody else opened it at the same moment, by the same rule
        return doors.values_list("serial", flat=True).get(revoked_at=None)
    return serial


def _token(organisation_id: int, client_id: int, serial: int) -> str:
    return adapters().sealer.token(f"portal:{organisation_id}:{client_id}:{serial}")


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
