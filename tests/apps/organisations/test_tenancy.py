"""The wall, from outside: two organisations, raw SQL, forgotten openings."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from quitus.apps.clients.models import Client, Contact
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import OutsideTenant, current_organisation_id, tenant


@pytest.fixture
def other(db):
    return Organisation.objects.create(name="Atelier Voisin")


def make_client(name="Maison Berthier & Fils", number="C1"):
    return Client.objects.create(name=name, sort_name=name.lower(), number=number)


def test_rows_are_seen_by_their_own_organisation_alone(organisation, other):
    with tenant(organisation.id):
        make_client("Ours")
    with tenant(other.id):
        make_client("Theirs")
        assert [client.name for client in Client.objects.all()] == ["Theirs"]
    with tenant(organisation.id):
        assert [client.name for client in Client.objects.all()] == ["Ours"]


def test_raw_sql_meets_the_same_wall(organisation, other):
    with tenant(organisation.id):
        ours = make_client("Ours")
    with tenant(other.id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clients_client")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE clients_client SET name = 'stolen' WHERE id = %s", [ours.id])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM clients_client WHERE id = %s", [ours.id])
        assert cursor.rowcount == 0
    with tenant(organisation.id):
        assert Client.objects.get().name == "Ours"


def test_writing_for_another_organisation_is_refused_by_the_database(organisation, other):
    with (
        tenant(organisation.id),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Client.objects.create(organisation=other, name="x", sort_name="x", number="1")


def test_another_organisations_id_is_refused_by_the_database(organisation, other):
    with tenant(organisation.id):
        ours = make_client()
    with tenant(other.id), pytest.raises(IntegrityError, match="same_organisation"), transaction.atomic():
        Contact.objects.create(client_id=ours.id, name="Intruder")


def test_forgetting_to_open_the_wall_is_an_error_not_an_empty_page(organisation):
    with tenant(organisation.id):
        make_client()
    with pytest.raises(OutsideTenant):
        Client.objects.count()
    with pytest.raises(OutsideTenant):
        current_organisation_id()
    # Raw SQL too, on a fresh connection and on one where an organisation was open before.
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clients_client")


def test_organisations_do_not_nest(organisation, other):
    with tenant(organisation.id), pytest.raises(OutsideTenant), tenant(other.id):
        pass


def test_an_error_closes_the_wall_and_keeps_nothing(organisation):
    def fail_half_way():
        with tenant(organisation.id):
            make_client()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with tenant(organisation.id):
        assert Client.objects.count() == 0


def test_the_program_may_not_change_the_structure(organisation):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("ALTER TABLE clients_client DISABLE ROW LEVEL SECURITY")
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE public.mine (id int)")
