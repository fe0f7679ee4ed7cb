"""A PostgreSQL server of somebody else's, by DATABASE_URL and DATABASE_OWNER_URL."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from quitus.config.postgres import (
    DatabaseUrls,
    database_urls,
    outside,
    outside_sql,
    revive_database,
    running_database,
)
from quitus.config.postgres.urls import url
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.config.postgres.administrators_server import Server, administrators_server
from tests.config.postgres.conftest import ENGINES

VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL")


@pytest.fixture(autouse=True)
def without_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="module", params=ENGINES)
def server(request) -> Iterator[Server]:
    with administrators_server(request.param) as server:
        yield server


BOTH = {"quitus_owner": "secret-1", "quitus_app": "secret-2"}


def test_the_sql_for_the_administrator_makes_what_the_program_needs(server, monkeypatch, tmp_path):
    """Run twice, by a role that is no superuser, as on a hosted server."""
    server.psql("CREATE ROLE hosted LOGIN CREATEDB CREATEROLE")
    for _ in range(2):
        server.psql(outside_sql(BOTH), role="hosted")
    monkeypatch.setenv("DATABASE_URL", server.url("quitus_app", "quitus"))
    monkeypatch.setenv("DATABASE_OWNER_URL", server.url("quitus_owner", "quitus"))

    with running_database(tmp_path / "home") as urls:
        assert urls == DatabaseUrls(app=os.environ["DATABASE_URL"], owner=os.environ["DATABASE_OWNER_URL"])
        with psycopg.connect(urls.owner) as owner:
            owner.execute("CREATE TABLE bills ()")
        with psycopg.connect(urls.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine ()")
        with psycopg.connect(urls.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT FROM bills")
    assert revive_database(tmp_path / "home") is False
    assert not (tmp_path / "home").exists(), "nothing is embedded"


@pytest.mark.parametrize(
    ("given", "missing", "made"),
    [
        ("DATABASE_URL", "database_owner_url_missing", "chef"),
        ("DATABASE_OWNER_URL", "database_url_missing", "clerk"),
    ],
)
def test_one_address_alone_is_refused_with_the_sql_for_the_other(server, monkeypatch, given, missing, made):
    """The SQL speaks of the role and database of the address that was given, and leaves that role alone."""
    name = f"books_{made}"
    server.psql(f"CREATE ROLE known_{made} LOGIN PASSWORD 'kept'")
    monkeypatch.setenv(given, server.url(f"known_{made}", name))

    with pytest.raises(Refused) as refused:
        database_urls()

    assert refused.value.code == missing
    sql = str(refused.value.facts["sql"])
    assert sql in sentence(refused.value, "fr")
    assert sql in sentence(refused.value, "en")
    before = server.psql(f"SELECT rolpassword FROM pg_authid WHERE rolname = 'known_{made}'")
    server.psql(sql)
    assert server.psql(f"SELECT rolpassword FROM pg_authid WHERE rolname = 'known_{made}'") == before
    new = {"DATABASE_URL": "quitus_app", "DATABASE_OWNER_URL": "quitus_owner"}
    for variable in set(VARIABLES) - {given}:
        monkeypatch.setenv(variable, server.url(new[variable], name))
    with running_database() as urls, psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE bills ()")


def test_the_new_roles_password_is_not_a_word_that_everybody_knows(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://quitus_app:secret@db.example/quitus")
    said = []
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            database_urls()
        said.append(refused.value.facts["sql"])

    assert said[0] != said[1]
    assert "secret" not in str(said[0])


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("admin", "a superuser"),
        ("bypasser", "BYPASSRLS"),
        ("member", "a member of the owner's role"),
        ("table_owner", "the owner himself"),
    ],
)
def test_a_role_that_walks_through_the_wall_is_refused(server, monkeypatch, role, why):
    server.psql(
        "DROP ROLE IF EXISTS bypasser, member; CREATE ROLE bypasser LOGIN BYPASSRLS; CREATE ROLE member LOGIN;"
        "DROP ROLE IF EXISTS table_owner; CREATE ROLE table_owner LOGIN; GRANT table_owner TO member"
    )
    monkeypatch.setenv("DATABASE_URL", server.url(role, "postgres"))
    monkeypatch.setenv("DATABASE_OWNER_URL", server.url("table_owner", "postgres"))

    with pytest.raises(Refused) as refused, running_database():
        pass

    assert refused.value.code == "database_role_not_walled", why
    assert refused.value.facts == {"role": role, "owner": "table_owner"}


def test_a_server_that_is_too_old(server, monkeypatch):
    monkeypatch.setattr(outside, "OLDEST", 99)
    monkeypatch.setenv("DATABASE_URL", server.url("quitus_app", "postgres"))
    monkeypatch.setenv("DATABASE_OWNER_URL", server.url("quitus_owner", "postgres"))
    server.psql(outside_sql(BOTH))

    with pytest.raises(Refused, match="postgres_too_old"), running_database():
        pass


def test_a_server_that_is_not_there(monkeypatch, tmp_path):
    for variable in VARIABLES:
        monkeypatch.setenv(variable, url("quitus_app", "hush-hush", "quitus", str(tmp_path), 5432))

    with pytest.raises(Refused) as refused, running_database():
        pass

    assert refused.value.code == "database_unreachable"
    assert "No such file" in str(refused.value.facts["reason"])
    assert "hush-hush" not in str(refused.value)


@pytest.mark.parametrize(
    "address", ["mysql://quitus@host/quitus", "postgresql://host:port:password", "quitus", "host=here"]
)
def test_an_address_that_is_none(monkeypatch, address):
    monkeypatch.setenv("DATABASE_URL", address)

    with pytest.raises(Refused) as refused:
        database_urls()

    assert (refused.value.code, refused.value.facts) == (
        "database_url_unreadable",
        {"variable": "DATABASE_URL"},
    )
    assert refused.value.__cause__ is None


def test_no_address_means_the_embedded_server():
    assert database_urls() is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "postgresql://a:p%40ss@db.example:5433/quitus?sslmode=require",
            "postgresql://a:p%40ss@db.example:5433/x%2Fy?sslmode=require",
        ),
        (
            "postgresql://a@/quitus?host=/run/a%20b&port=5432",
            "postgresql://a@/x%2Fy?host=/run/a%20b&port=5432",
        ),
        ("host=::1 user=a password=it\\'s dbname=quitus", "postgresql://a:it%27s@/x%2Fy?host=%3A%3A1"),
        ("postgresql://a@one:1,two:2/quitus", "postgresql://a@/x%2Fy?host=one,two&port=1,2"),
    ],
)
def test_another_database_of_the_same_server(before, after):
    assert DatabaseUrls(app=before, owner=before).of_database("x/y") == DatabaseUrls(app=after, owner=after)
    parts = psycopg.conninfo.conninfo_to_dict(before)
    assert psycopg.conninfo.conninfo_to_dict(after) == {**parts, "dbname": "x/y"}
