"""Secret links: the same for a client until it is revoked, unguessable, and never stored."""

import threading

from django.db import connection

from quitus.apps.organisations.doors import open_door, portal_link, portal_token, revoke_portal_link
from quitus.apps.organisations.models import Organisation, PortalDoor
from quitus.apps.organisations.tenancy import tenant
from tests.record import a_client


def test_a_token_leads_to_its_client_and_is_the_same_each_time(organisation):
    with tenant(organisation.id):
        first, second = a_client("Berthier"), a_client("Canal", email="bar@canal.example")
        token = portal_token(first)
        assert portal_token(first) == token
        assert portal_token(second) != token
    assert open_door(token) == (organisation.id, first)
    assert len(token) >= 27  # 160 bits


def test_the_database_does_not_know_the_token(organisation):
    with tenant(organisation.id):
        token = portal_token(a_client())
    door = PortalDoor.objects.get()
    assert token.encode() not in bytes(door.token_hash)
    assert len(bytes(door.token_hash)) == 32


def test_forged_and_foreign_tokens_open_nothing(organisation):
    with tenant(organisation.id):
        token = portal_token(a_client())
    for forged in ("", "x", token[:-1], token + "A", token.swapcase(), "é" * 27):
        assert open_door(forged) is None


def test_the_same_number_of_client_in_two_firms_has_two_tokens(organisation):
    other = Organisation.objects.create(name="Atelier Voisin")
    with tenant(organisation.id):
        ours = portal_token(7)
    with tenant(other.id):
        theirs = portal_token(7)
    assert ours != theirs
    assert (open_door(ours), open_door(theirs)) == ((organisation.id, 7), (other.id, 7))


def test_a_revoked_link_is_closed_for_good_and_the_next_one_is_another(organisation):
    with tenant(organisation.id):
        client_id = a_client()
        first = portal_token(client_id)
        assert revoke_portal_link(client_id)
        assert not revoke_portal_link(client_id)
        assert open_door(first) is None
        second = portal_token(client_id)
    assert second != first
    assert open_door(first) is None
    assert open_door(second) == (organisation.id, client_id)


def test_no_link_without_a_public_address(organisation, settings):
    with tenant(organisation.id):
        client_id = a_client()
        assert portal_link(client_id) == ""
        settings.PUBLIC_URL = "https://regler.studio-marelle.example"
        assert portal_link(client_id) == f"https://regler.studio-marelle.example/p/{portal_token(client_id)}"


def test_two_messages_at_once_open_one_door(committed):
    organisation = Organisation.objects.create(name="Studio Marelle")
    tokens = []

    def asks() -> None:
        with tenant(organisation.id):
            tokens.append(portal_token(7))
        connection.close()

    threads = [threading.Thread(target=asks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(tokens) == 4
    assert len(set(tokens)) == 1
    assert PortalDoor.objects.count() == 1
