"""Whom to ask first, and whom next: the order of a client's contacts, changed one place at a time."""

from datetime import date

from quitus.apps.clients.actions import order_contacts
from quitus.apps.clients.models import Contact
from quitus.apps.clients.queries import contacts_of


def ask_sooner(contact_id: int, *, on: date, actor: str) -> int:
    """Move a contact one place up; the client's id. The first stays first. Raises Contact.DoesNotExist."""
    contact = Contact.objects.get(id=contact_id, archived_on=None)
    order = [other.id for other in contacts_of(contact.client_id)]
    place = order.index(contact_id)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
        order_contacts(contact.client_id, order, on=on, actor=actor)
    return contact.client_id
