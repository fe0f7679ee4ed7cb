"""Rows written in bulk read back as they were given, whatever characters they hold."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from quitus.apps.clients.models import Contact
from quitus.apps.organisations.bulk import array_literal, insert_all, new_ids, update_all
from quitus.apps.organisations.statistics import MANY
from quitus.apps.organisations.tenancy import tenant
from tests.record import a_client

# PostgreSQL stores no NUL in text.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("bigint", [0, -1, 2**62, None]),
        ("boolean", [True, False, None]),
        ("numeric", [Decimal("0.10"), Decimal("-12345678901234567890.5")]),
        ("date", [date(2026, 3, 16), date.max, None]),
        ("timestamptz", [datetime(2026, 3, 16, 9, 30, 1, 250, tzinfo=UTC), None]),
        ("bytea", [b"", b"\x00\\\"'{},", memoryview(b"\xff").tobytes()]),
        ("text", ["", "NULL", "null", 'a "quoted" \\ one', "{a,b}", "é\n\t’", " spaces ", None]),
    ],
)
def test_every_kind_of_plain_value(kind, values, db):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v FROM unnest(%s::{kind}[]) WITH ORDINALITY AS u(v, n) ORDER BY n",
            [array_literal(values)],
        )
        read = [bytes(v) if isinstance(v, memoryview) else v for (v,) in cursor.fetchall()]
    assert read == values


@given(st.lists(st.none() | TEXT, max_size=5))
def test_any_text(django_db_blocker, django_db_setup, values):
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [array_literal(values)])
        assert cursor.fetchone() == (values,)


def test_what_is_no_plain_value_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="dict"):
        array_literal([{}])


def test_rows_are_inserted_and_changed_column_by_column(inside):
    client_id = a_client(email="")
    ids = new_ids(Contact, 2)
    insert_all(Contact, {"id": ids, "name": ['"A"', "B\\"]}, client_id=client_id, position=3)
    update_all(Contact, ids, {"bounced_on": [None, date(2026, 3, 16)]})
    rows = Contact.objects.order_by("id").values_list("id", "name", "position", "bounced_on")
    assert list(rows) == [(ids[0], '"A"', 3, None), (ids[1], "B\\", 3, date(2026, 3, 16))]


@pytest.mark.parametrize(("count", "believed"), [(MANY, MANY + 1), (MANY - 1, 1)])
def test_postgresql_counts_a_table_anew_once_many_rows_are_committed(organisation_committed, count, believed):
    with tenant(organisation_committed):
        client = a_client()
        with connection.cursor() as cursor:
            cursor.execute("SELECT organisations_count_anew('clients_contact')")
    with tenant(organisation_committed):
        names = [f"C{number}" for number in range(count)]
        insert_all(Contact, {"name": names}, client_id=client, position=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'clients_contact'")
        assert cursor.fetchone() == (believed,)
