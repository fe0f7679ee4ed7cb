"""`quitus backup` and `quitus restore` as a user runs them: to a server with other roles and back, and killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest
from django.db import connections

from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.models import PaymentMethod
from quitus.config.postgres import DatabaseUrls, create_database, drop_database
from quitus.config.restore import Names
from tests.config.postgres.administrators_server import administrators_server
from tests.config.postgres.conftest import ENGINES
from tests.record import a_client, a_payment, an_invoice

NAME = (
    f"quitus_restore_test_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"  # two workers each have their own
)
PATIENCE = 60


@pytest.fixture
def studio(committed) -> None:
    """A committed studio with an invoice that is partly paid."""
    firm = Organisation.objects.create(name="Studio Marelle", clock_set_to="2026-03-16 12:00+01:00")
    with tenant(firm.id):
        client = a_client()
        an_invoice(client, due_on=date(2026, 3, 1))
        a_payment(client, "200.00", method=PaymentMethod.CHEQUE, account="511200")
    connections["default"].close()


@pytest.fixture
def run(child_environment, tmp_path) -> Callable[..., tuple[int, str, str]]:
    """Runs `quitus …` in English on the database of these addresses, or on this run's."""

    def run(*arguments: str, on: DatabaseUrls | None = None, **variables: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "quitus.cli.main", *arguments],
            cwd=tmp_path,
            env=surroundings(child_environment, tmp_path, on) | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def surroundings(environment, folder, urls: DatabaseUrls | None) -> dict[str, str]:
    """One home, whose key is in its file, not in the environment."""
    told = {name: value for name, value in environment.items() if name != "QUITUS_SECRET_KEY"}
    addresses = {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner} if urls else {}
    return told | addresses | {"QUITUS_HOME": str(folder / "home"), "QUITUS_LANGUAGE": "en"}


@contextmanager
def empty_database(urls: DatabaseUrls) -> Iterator[DatabaseUrls]:
    for name in (NAME, *(getattr(Names(NAME), one) for one in ("restoring", "before", "older"))):
        drop_database(urls, name)
    yield create_database(urls, NAME)
    for name in (NAME, *(getattr(Names(NAME), one) for one in ("restoring", "before", "older"))):
        drop_database(urls, name)


@pytest.fixture
def elsewhere(database_server) -> Iterator[DatabaseUrls]:
    """An empty database on this run's server."""
    with empty_database(database_server) as urls:
        yield urls


@pytest.mark.parametrize("engine", ENGINES)
def test_to_a_server_with_other_roles_and_back(engine, studio, run, elsewhere):
    """Rows, rights and the wall arrive; the other server has another version and calls its roles otherwise."""
    code, output, errors = run("backup", "here", "--json")
    assert (code, errors) == (0, "")
    manifest = json.loads(output)
    with administrators_server(engine) as server:
        server.psql("CREATE ROLE boss LOGIN CREATEDB; CREATE ROLE clerk LOGIN; GRANT clerk TO boss")
        server.psql("CREATE DATABASE acme OWNER boss")
        acme = DatabaseUrls(app=server.url("clerk", "acme"), owner=server.url("boss", "acme"))
        code, output, errors = run("restore", "here", "--json", on=acme)
        assert (code, errors) == (0, "")
        kept = {"former_database": None, "secret_key_restored": False, "secret_key_fits": True}
        assert json.loads(output) == manifest | kept
        sound = {"sound": True, "organisations": 1, "findings": []}
        code, output, errors = run("doctor", "--json", on=acme)
        assert (code, errors, json.loads(output)) == (0, "", sound)
        refuse_outside_the_wall(acme)
        code, output, errors = run("backup", "there", "--json", on=acme)
        assert (code, errors) == (0, "")
        assert json.loads(output)["grants"] == manifest["grants"]
    assert run("restore", "there", on=elsewhere)[0] == 0
    assert json.loads(run("doctor", "--json", on=elsewhere)[1]) == sound
    balance = json.loads(run("aged", "--json", on=elsewhere)[1])
    assert balance["total"]["total"] == "1000.00"
    refuse_outside_the_wall(elsewhere)


def refuse_outside_the_wall(urls: DatabaseUrls) -> None:
    """The program reads no client without an open organisation, and writes no payment anew."""
    for statement, code in (
        ("SELECT * FROM clients_client", "42704"),
        ("SET quitus.org = '1'; UPDATE payments_payment SET amount_minor = 1", "42501"),
    ):
        with psycopg.connect(urls.app) as app, pytest.raises(psycopg.Error) as refused:
            app.execute(statement)
        assert refused.value.sqlstate == code


def test_the_closing_sentences_are_true(studio, run, elsewhere, tmp_path):
    (tmp_path / "phrase").write_text("correct horse\n")
    (tmp_path / "nothing").write_text(" \n")
    assert run("backup", "b", "--passphrase-file", "nothing")[0:2] == (1, "")
    assert run("backup", "b", "--passphrase-file", "phrase")[0] == 0
    key = (tmp_path / "home" / "secret-key").read_text()
    shutil.rmtree(tmp_path / "home")
    code, output, errors = run("restore", "b", on=elsewhere)
    assert (code, errors) == (0, "")
    first, second, third = output.splitlines()
    assert first.startswith("Backup of 20")
    assert (second, third[:54]) == (
        "There was nothing before it.",
        "The backup’s secret key did not come back, and this ma",
    )
    assert run("restore", "b", on=elsewhere) == (
        1,
        "",
        "There is a firm here already. Add --replace to replace it; it is kept aside.\n",
    )
    again = ("restore", "b", "--replace", "--passphrase-file", "phrase")
    assert run(*again, on=elsewhere, QUITUS_SECRET_KEY="another")[0:2] == (1, "")
    code, output, errors = run(*again, on=elsewhere)
    assert (code, errors) == (0, "")
    assert output.splitlines()[1:] == [
        f"The former database is kept as {NAME}_before_restore, until the next restore.",
        "The secret key came back with it.",
    ]
    assert (tmp_path / "home" / "secret-key").read_text() == key
    with psycopg.connect(elsewhere.of_database(f"{NAME}_before_restore").owner) as former:
        assert former.execute("SELECT name FROM organisations_organisation").fetchall() == [
            ("Studio Marelle",)
        ]


def test_killed_in_the_middle_it_leaves_what_was_there(studio, run, elsewhere, child_environment, tmp_path):
    assert run("backup", "b")[0] == 0
    assert run("restore", "b", on=elsewhere)[0] == 0
    with psycopg.connect(elsewhere.owner) as owner:
        owner.execute("UPDATE organisations_organisation SET name = 'Before the kill'")
    restoring = "SELECT count(*) FROM pg_database WHERE datname = %s"
    for delay in (0, 0.3):
        process = subprocess.Popen(
            [sys.executable, "-m", "quitus.cli.main", "restore", "b", "--replace"],
            cwd=tmp_path,
            env=surroundings(child_environment, tmp_path, elsewhere),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with psycopg.connect(elsewhere.of_database("postgres").owner, autocommit=True) as watch:
            give_up = time.monotonic() + PATIENCE
            while not watch.execute(restoring, [Names(NAME).restoring]).fetchone()[0]:
                assert time.monotonic() < give_up
                assert process.poll() is None
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait(PATIENCE) == -signal.SIGKILL
        with psycopg.connect(elsewhere.owner) as owner:
            (found,) = owner.execute("SELECT name FROM organisations_organisation").fetchone()
        assert found == "Before the kill"
    assert run("restore", "b", "--replace", on=elsewhere)[0] == 0
    assert json.loads(run("doctor", "--json", on=elsewhere)[1])["sound"]
    with psycopg.connect(elsewhere.owner) as owner:
        (found,) = owner.execute("SELECT name FROM organisations_organisation").fetchone()
        databases = [row[0] for row in owner.execute("SELECT datname FROM pg_database")]
    assert found == "Studio Marelle"
    assert Names(NAME).restoring not in databases
