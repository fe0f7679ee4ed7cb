"""An address that sends messages back: not written to again until somebody mends it."""

from datetime import date

from quitus.apps.clients.models import ChangedClient, Contact
from quitus.apps.timeline.actions import PROGRAM, Event, record


def contact_bounced(contact_id: int, *, on: date, detail: str = "") -> None:
    """A message to this contact came back: remember the day, and let the next plan look for another contact."""
    contact = Contact.objects.select_for_update(no_key=True).get(id=contact_id)
    if contact.bounced_on is not None:
        return
    contact.bounced_on = on
    contact.save(update_fields=["bounced_on"])
    ChangedClient.objects.bulk_create([ChangedClient(client_id=contact.client_id)], ignore_conflicts=True)
    facts = {"contact": str(contact), "email": contact.email, "detail": detail}
    record(Event("contact_bounced", on, PROGRAM, contact.client_id, facts))
