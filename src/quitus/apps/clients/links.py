"""A client's secret link to its own page: shown to staff, and revoked when it went astray."""

from datetime import date

from quitus.apps.clients.models import Client
from quitus.apps.organisations.doors import revoke_portal_link
from quitus.apps.timeline.actions import Event, record


def revoke_link(client_id: int, *, on: date, actor: str) -> bool:
    """Close the link for good; whether one was open. The next message carries another. Raises Client.DoesNotExist."""
    Client.objects.select_for_update(no_key=True).get(id=client_id)
    revoked = revoke_portal_link(client_id)
    if revoked:
        record(Event("portal_link_revoked", on, actor, client_id))
    return revoked
