"""Every table stands behind the tenant wall, or on the exempt list with a reason."""

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.models import ForeignKey, UniqueConstraint

from quitus.apps.organisations.tenancy import TenantModel

EXEMPT = {
    "organisations_organisation": "the tenant itself",
    "organisations_user": "a person may work for several organisations",
    "organisations_membership": "a door: read to learn which wall may be opened",
    "organisations_portaldoor": "a door: read to learn which wall a secret link opens",
    "account_emailaddress": "allauth: belongs to a user",
    "account_emailconfirmation": "allauth: belongs to a user",
    "mfa_authenticator": "allauth: belongs to a user",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
    "auth_permission": "Django's own, unused",
    "django_content_type": "Django's own",
    "django_session": "sessions exist before anybody is known",
    "django_migrations": "Django's own",
}

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]


@pytest.fixture
def owner(db, django_db_blocker):
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        yield cursor
    connections["owner"].close()


def test_every_table_is_walled_or_exempt_with_a_reason(db):
    walled = {model._meta.db_table for model in TENANT_MODELS}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    jobs = {table for table in tables if table.startswith("procrastinate_")}  # ids, and what is sealed
    assert tables - walled - jobs == set(EXEMPT)


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_the_database_keeps_organisations_apart(model, db):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, pg_get_userbyid(relowner) FROM pg_class WHERE relname = %s", [table]
        )
        secured, table_owner = cursor.fetchone()
        cursor.execute("SELECT qual, with_check FROM pg_policies WHERE tablename = %s", [table])
        policies = cursor.fetchall()
        cursor.execute("SELECT current_user, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        program, bypasses = cursor.fetchone()
    assert secured
    assert not bypasses
    assert table_owner != program
    assert len(policies) == 1
    assert all("organisation_id" in rule and "quitus.org" in rule for rule in policies[0])


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_references_stay_within_the_organisation(model, db):
    pointing = {
        field.column
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and issubclass(field.related_model, TenantModel)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            [model._meta.db_table],
        )
        composite = {
            definition.split("(")[1].split(")")[0].replace("organisation_id, ", "")
            for (definition,) in cursor.fetchall()
            if definition.startswith("FOREIGN KEY (organisation_id, ")
        }
    assert composite == pointing


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_unique_constraints_begin_with_the_organisation(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            assert constraint.fields[0] == "organisation", constraint.name
    assert not [field.name for field in model._meta.local_fields if field.unique and not field.primary_key]
