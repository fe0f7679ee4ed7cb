"""Clients and the persons there: kept, found, and written to in the right order."""

import pytest

from quitus.apps.clients.actions import (
    NewClient,
    add_contact,
    archive_client,
    archive_contact,
    change_contact,
    create_client,
    create_clients,
    order_contacts,
    restore_client,
    take_changed_clients,
    update_client,
)
from quitus.apps.clients.details import ClientDetails, ContactDetails
from quitus.apps.clients.keys import forget_payer, learn_alias, learn_iban
from quitus.apps.clients.models import Client, ClientKey, ClientKind, Contact, ContactRole
from quitus.apps.clients.queries import contacts_of, recipients, search
from quitus.apps.timeline.queries import history
from quitus.domain.refused import Refused
from tests.record import CAMILLE, TODAY, a_client, an_invoice

BY = {"on": TODAY, "actor": CAMILLE}


def keys(client_id: int, kind: str) -> set[str]:
    return set(ClientKey.objects.filter(client_id=client_id, kind=kind).values_list("value", flat=True))


def test_a_client_is_kept_with_its_contacts_keys_and_story(inside):
    details = ClientDetails(
        name="SARL L’Étoile & Fils", number="C-12", kind=ClientKind.CONSUMER, pay_run_days=(30, 15)
    )
    people = [
        ContactDetails(name="Anne Roy", email="anne@ETOILE.example"),
        ContactDetails(phone="01 99 00 11 22"),
    ]
    client_id = create_client(details, *people, **BY)
    client = Client.objects.get(id=client_id)
    assert (client.sort_name, client.pay_run_days, client.kind) == ("l etoile fils", [15, 30], "consumer")
    assert list(contacts_of(client_id).values_list("position", "email", "phone")) == [
        (1, "anne@etoile.example", ""),
        (2, "", "01 99 00 11 22"),
    ]
    assert keys(client_id, "search") == {
        *("sarl", "l", "etoile", "fils", "c", "12", "anne", "roy", "example"),
    }
    assert "etoile" in keys(client_id, "name")
    assert [(told.kind, told.facts) for told in history(client_id)] == [
        ("client_created", {"name": "SARL L’Étoile & Fils"})
    ]


def test_many_clients_take_few_statements(inside, django_assert_max_num_queries):
    new = [
        NewClient(
            ClientDetails(name=f"Client {number}"), (ContactDetails(email=f"c{number}@client.example"),)
        )
        for number in range(200)
    ]
    with django_assert_max_num_queries(20):
        ids = create_clients(new, **BY)
    assert [client.name for client in Client.objects.filter(id__in=ids).order_by("id")] == [
        f"Client {number}" for number in range(200)
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda: ClientDetails(name="  "), "client_without_name"),
        (lambda: ClientDetails(name="A", pay_run_days=(0,)), "pay_run_day_unknown"),
        (lambda: ClientDetails(name="A", pay_run_days=(15, 32)), "pay_run_day_unknown"),
        (ContactDetails, "contact_empty"),
        (lambda: ContactDetails(email="a@b.example, c@d.example"), "contact_email_malformed"),
        (lambda: ContactDetails(email="a@b.example\nBcc: x@y.example"), "contact_email_malformed"),
    ],
)
def test_what_cannot_be_a_client_or_a_contact(wrong, code):
    with pytest.raises(Refused) as refused:
        wrong()
    assert refused.value.code == code


def test_a_number_is_given_once_but_many_have_none(inside):
    a_client("First", number="C-1")
    a_client("No number")
    a_client("No number either")
    for twice in (
        [NewClient(ClientDetails(name="Second", number="C-1"))],
        [NewClient(ClientDetails(name=name, number="C-2")) for name in "AB"],
    ):
        with pytest.raises(Refused) as refused:
            create_clients(twice, **BY)
        assert refused.value.code == "client_number_taken"
    assert Client.objects.count() == 3


def test_a_change_moves_the_keys_and_is_told_field_by_field(inside):
    client_id = a_client("Maison Berthier", email="")
    changed = ClientDetails(name="Maison Bertin", phone="01 99 00 00 01")
    assert update_client(client_id, changed, **BY)
    assert Client.objects.get(id=client_id).sort_name == "maison bertin"
    assert "berthier" not in keys(client_id, "name")
    assert {"bertin"} <= keys(client_id, "name") & keys(client_id, "search")
    told = history(client_id)[0]
    assert told.kind == "client_changed"
    assert told.facts == {
        "changed": {"name": ["Maison Berthier", "Maison Bertin"], "phone": ["", "01 99 00 00 01"]}
    }
    assert not update_client(client_id, changed, **BY)
    assert len(history(client_id)) == 2


def test_learnt_accounts_and_names_survive_a_change_of_the_card(inside):
    client_id = a_client("Maison Berthier")
    learn_iban(client_id, "FR76 3000 6000 0112 3456 7890 189")
    learn_iban(client_id, "fr7630006000011234567890189")
    learn_alias(client_id, "HOLDING DURIVAGE")
    update_client(client_id, ClientDetails(name="Berthier SAS"), **BY)
    assert keys(client_id, "iban") == {"fr7630006000011234567890189"}
    assert keys(client_id, "alias") == {"HOLDING DURIVAGE"}
    assert "durivage" in keys(client_id, "name")
    forget_payer(client_id, iban="FR7630006000011234567890189", alias="HOLDING DURIVAGE")
    assert keys(client_id, "iban") == keys(client_id, "alias") == set()
    assert "durivage" not in keys(client_id, "name")


SEARCHES = [
    ("nothing: all, as lists sort them", "", ["Académie Vélo", "Étoile SARL", "Maison Berthier & Fils"]),
    ("the beginning of any word", "ber", ["Maison Berthier & Fils"]),
    ("accents and capitals do not count", "ETOI", ["Étoile SARL"]),
    ("each word must be there", "maison etoile", []),
    ("two beginnings", "fil mais", ["Maison Berthier & Fils"]),
    ("the number", "c-7", ["Académie Vélo"]),
    ("a contact's address", "jeanne@velo", ["Académie Vélo"]),
    ("not the middle of a word", "rthier", []),
    ("signs alone find everybody", "%_'", ["Académie Vélo", "Étoile SARL", "Maison Berthier & Fils"]),
]


@pytest.mark.parametrize(
    ("text", "names"), [case[1:] for case in SEARCHES], ids=[case[0] for case in SEARCHES]
)
def test_search(inside, text, names):
    a_client("Étoile SARL", email="")
    a_client("Maison Berthier & Fils", email="")
    a_client("Académie Vélo", number="C-7", email="jeanne@velo.example")
    archive_client(a_client("Étoile fermée", email=""), **BY)
    assert [client.name for client in search(text)] == names


def test_archived_clients_have_their_own_list_and_come_back(inside):
    client_id = a_client("Étoile SARL")
    archive_client(client_id, **BY)
    assert list(search()) == []
    assert [client.name for client in search(archived=True)] == ["Étoile SARL"]
    restore_client(client_id, **BY)
    restore_client(client_id, **BY)
    assert [told.kind for told in history(client_id)] == [
        "client_restored",
        "client_archived",
        "client_created",
    ]


def test_a_client_who_owes_is_not_archived(inside):
    client_id = a_client()
    an_invoice(client_id)
    with pytest.raises(Refused) as refused:
        archive_client(client_id, **BY)
    assert refused.value.code == "client_still_owes"
    assert Client.objects.get(id=client_id).archived_on is None


def test_whom_to_write_to(inside):
    client_id = a_client(email="")
    assert recipients([client_id]) == {}
    manager = add_contact(client_id, ContactDetails(email="boss@x.example", role=ContactRole.MANAGER), **BY)
    assert recipients([client_id])[client_id].id == manager
    first = add_contact(client_id, ContactDetails(email="compta@x.example"), **BY)
    second = add_contact(client_id, ContactDetails(email="compta2@x.example"), **BY)
    add_contact(client_id, ContactDetails(name="By phone alone", phone="01 99 00 00 00"), **BY)
    assert recipients([client_id])[client_id].id == first
    Contact.objects.filter(id=first).update(bounced_on=TODAY)
    assert recipients([client_id])[client_id].id == second
    change_contact(first, ContactDetails(email="comptabilite@x.example"), **BY)
    assert recipients([client_id])[client_id].id == first
    archive_contact(first, **BY)
    archive_contact(second, **BY)
    assert recipients([client_id])[client_id].id == manager


def test_the_order_of_escalation(inside):
    client_id = a_client(email="a@x.example")
    (first,) = contacts_of(client_id)
    second = add_contact(client_id, ContactDetails(email="b@x.example"), **BY)
    order_contacts(client_id, [second, first.id], **BY)
    assert [contact.id for contact in contacts_of(client_id)] == [second, first.id]
    assert recipients([client_id])[client_id].id == second
    with pytest.raises(Refused) as refused:
        order_contacts(client_id, [second], **BY)
    assert refused.value.code == "contacts_incomplete"


def test_whatever_changes_whom_reminders_reach_is_remembered_once(inside):
    client_id, quiet = a_client(), a_client("Quiet")
    assert take_changed_clients() == []
    contact_id = add_contact(client_id, ContactDetails(email="b@x.example"), **BY)
    change_contact(contact_id, ContactDetails(email="c@x.example"), **BY)
    update_client(quiet, ClientDetails(name="Quiet", pay_run_days=(30,)), **BY)
    assert sorted(take_changed_clients()) == [client_id, quiet]
    assert take_changed_clients() == []
