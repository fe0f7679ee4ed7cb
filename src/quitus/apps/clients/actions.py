"""Keep clients and the persons there. Whatever changes whom reminders reach is remembered for the next plan."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.clients.details import ClientDetails, ContactDetails
from quitus.apps.clients.keys import keep_keys_in_step
from quitus.apps.clients.models import ChangedClient, Client, ClientKey, Contact
from quitus.apps.clients.queries import still_owes
from quitus.apps.clients.watchers import tell_client_changed
from quitus.apps.organisations.statistics import count_anew_after_commit
from quitus.apps.timeline.actions import Event, record, record_all
from quitus.domain.names import sort_name
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to make, with its contacts in the order of escalation."""

    details: ClientDetails
    contacts: tuple[ContactDetails, ...] = ()
    fingerprint: str = ""


def create_client(details: ClientDetails, *contacts: ContactDetails, on: date, actor: str) -> int:
    """Make one client; its id. Refused: client_number_taken."""
    return create_clients([NewClient(details, contacts)], on=on, actor=actor)[0]


def create_clients(new: Sequence[NewClient], *, on: date, actor: str) -> list[int]:
    """Make clients, few statements however many there are; their ids in order.

    Refused: client_number_taken.
    """
    _refuse_taken([client.details.number for client in new])
    clients = Client.objects.bulk_create(
        Client(
            **client.details.columns(),
            sort_name=sort_name(client.details.name),
            fingerprint=client.fingerprint,
        )
        for client in new
    )
    ids = [client.id for client in clients]
    Contact.objects.bulk_create(
        Contact(client_id=client_id, position=position, **contact.columns())
        for client_id, client in zip(ids, new, strict=True)
        for position, contact in enumerate(client.contacts, start=1)
    )
    keep_keys_in_step(ids)
    count_anew_after_commit(len(ids), Client, Contact, ClientKey)
    record_all(
        Event("client_created", on, actor, client_id, {"name": client.details.name})
        for client_id, client in zip(ids, new, strict=True)
    )
    return ids


def update_client(
    client_id: int, details: ClientDetails, *, on: date, actor: str, fingerprint: str | None = None
) -> bool:
    """Change a client's card; whether anything was different. Refused: client_number_taken.

    `fingerprint` marks the import row that the card now agrees with.
    """
    client = Client.objects.select_for_update(no_key=True).get(id=client_id)
    if details.number != client.number:
        _refuse_taken([details.number])
    changed = {
        name: [getattr(client, name), value]
        for name, value in details.columns().items()
        if getattr(client, name) != value
    }
    for name, (_, value) in changed.items():
        setattr(client, name, value)
    client.sort_name = sort_name(client.name)
    client.fingerprint = client.fingerprint if fingerprint is None else fingerprint
    client.save()
    if not changed:
        return False
    keep_keys_in_step([client_id])
    _remember_changed([client_id])
    record(Event("client_changed", on, actor, client_id, {"changed": changed}))
    if "kind" in changed:
        tell_client_changed(client_id, on)
    return True


def archive_client(client_id: int, *, on: date, actor: str) -> None:
    """Put a client aside; it stays readable. Refused while it owes: client_still_owes."""
    client = Client.objects.select_for_update(no_key=True).get(id=client_id)
    if still_owes(client_id):
        raise Refused("client_still_owes", name=client.name)
    if client.archived_on is None:
        client.archived_on = on
        client.save(update_fields=["archived_on"])
        record(Event("client_archived", on, actor, client_id))


def restore_client(client_id: int, *, on: date, actor: str) -> None:
    """Take an archived client back into the lists."""
    if Client.objects.filter(id=client_id, archived_on__isnull=False).update(archived_on=None):
        record(Event("client_restored", on, actor, client_id))


def add_contact(client_id: int, details: ContactDetails, *, on: date, actor: str) -> int:
    """Add a person, last in the order of escalation; the contact's id."""
    Client.objects.select_for_update(no_key=True).get(id=client_id)
    position = Contact.objects.filter(client_id=client_id, archived_on=None).count() + 1
    contact = Contact.objects.create(client_id=client_id, position=position, **details.columns())
    _contacts_changed(client_id, "contact_added", contact, on, actor)
    return contact.id


def change_contact(contact_id: int, details: ContactDetails, *, on: date, actor: str) -> None:
    """Change what is known of a person; another e-mail address is written to again."""
    contact = Contact.objects.select_for_update(no_key=True).get(id=contact_id)
    if details.email != contact.email:
        contact.bounced_on = None
    for name, value in details.columns().items():
        setattr(contact, name, value)
    contact.save()
    _contacts_changed(contact.client_id, "contact_changed", contact, on, actor)


def order_contacts(client_id: int, contact_ids: Sequence[int], *, on: date, actor: str) -> None:
    """Set the order of escalation. Refused unless each contact is named once: contacts_incomplete."""
    contacts = Contact.objects.select_for_update(no_key=True).filter(client_id=client_id, archived_on=None)
    by_id = {contact.id: contact for contact in contacts.order_by("id")}
    if sorted(contact_ids) != sorted(by_id):
        raise Refused("contacts_incomplete")
    for position, contact_id in enumerate(contact_ids, start=1):
        by_id[contact_id].position = position
    Contact.objects.bulk_update(by_id.values(), ["position"])
    _remember_changed([client_id])
    names = [str(by_id[contact_id]) for contact_id in contact_ids]
    record(Event("contacts_ordered", on, actor, client_id, {"contacts": names}))


def archive_contact(contact_id: int, *, on: date, actor: str) -> None:
    """This person is not asked any more."""
    contact = Contact.objects.select_for_update(no_key=True).get(id=contact_id)
    contact.archived_on = on
    contact.save(update_fields=["archived_on"])
    _contacts_changed(contact.client_id, "contact_archived", contact, on, actor)


def take_changed_clients() -> list[int]:
    """Empty the queue of clients whose contacts or habits changed; their ids. For the plan of reminders alone."""
    changed = ChangedClient.objects.order_by("id").select_for_update(no_key=True)
    queued = dict(changed.values_list("id", "client_id"))
    ChangedClient.objects.filter(id__in=queued).delete()
    return list(queued.values())


def _contacts_changed(client_id: int, kind: str, contact: Contact, on: date, actor: str) -> None:
    keep_keys_in_step([client_id])
    _remember_changed([client_id])
    facts: Mapping[str, object] = {"contact": str(contact), "email": contact.email, "role": contact.role}
    record(Event(kind, on, actor, client_id, facts))


def _remember_changed(client_ids: Iterable[int]) -> None:
    ChangedClient.objects.bulk_create(
        (ChangedClient(client_id=client_id) for client_id in client_ids), ignore_conflicts=True
    )


def _refuse_taken(numbers: Iterable[str]) -> None:
    wanted = Counter(number for number in numbers if number)
    twice = [number for number, count in wanted.items() if count > 1]
    taken = Client.objects.filter(number__in=wanted).values_list("number", flat=True).first()
    if taken or twice:
        raise Refused("client_number_taken", number=taken or twice[0])
