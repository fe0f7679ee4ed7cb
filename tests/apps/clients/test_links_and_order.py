"""The secret link revoked, and the order of escalation changed one place at a time: both told on the timeline."""

import pytest

from quitus.apps.clients.actions import add_contact, archive_contact
from quitus.apps.clients.details import ContactDetails
from quitus.apps.clients.escalation import ask_sooner
from quitus.apps.clients.links import revoke_link
from quitus.apps.clients.models import Client, Contact
from quitus.apps.clients.queries import contact_named, contacts_of
from quitus.apps.organisations.doors import open_door, portal_token
from quitus.apps.timeline.queries import history
from tests.firm import TODAY, make_client

pytestmark = pytest.mark.usefixtures("inside")
BY = {"on": TODAY, "actor": "Camille"}


def test_a_revoked_link_opens_nothing_and_another_takes_its_place():
    client_id = make_client()
    old = portal_token(client_id)
    assert revoke_link(client_id, **BY)
    assert open_door(old) is None
    assert portal_token(client_id) != old
    assert history(client_id)[0].kind == "portal_link_revoked"


def test_no_link_yet_nothing_to_revoke_nothing_to_tell():
    client_id = make_client()
    assert not revoke_link(client_id, **BY)
    assert history(client_id)[0].kind == "client_created"
    with pytest.raises(Client.DoesNotExist):
        revoke_link(999_999, **BY)


def test_one_place_up_and_the_first_stays_first():
    client_id = make_client()
    for name in ("Luc", "Anne"):
        add_contact(client_id, ContactDetails(name=name), **BY)
    first, luc, anne = (contact.id for contact in contacts_of(client_id))
    assert ask_sooner(anne, **BY) == client_id
    assert [contact.id for contact in contacts_of(client_id)] == [first, anne, luc]
    assert history(client_id)[0].facts["contacts"] == ["Hélène Vasseur", "Anne", "Luc"]
    told = len(history(client_id))
    ask_sooner(first, **BY)
    assert len(history(client_id)) == told


def test_who_was_put_aside_is_not_there():
    client_id = make_client()
    contact = contacts_of(client_id).get()
    archive_contact(contact.id, **BY)
    for act in (lambda: ask_sooner(contact.id, **BY), lambda: contact_named(contact.id)):
        with pytest.raises(Contact.DoesNotExist):
            act()
