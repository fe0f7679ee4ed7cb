"""One server for the whole run, one database per process, the walled role for the program."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is for the benchmarks to say; a busy machine must not fail a property.
settings.register_profile("quitus", deadline=None)
settings.load_profile("quitus")

SHARED_HOME = "QUITUS_TEST_HOME"


def pytest_configure(config: pytest.Config) -> None:
    """The run's own home folder, inherited by each process of the run.

    Not pytest's temporary folder: as root the server runs as another user, whom that folder shuts out.
    """
    if SHARED_HOME not in os.environ:
        home = Path(tempfile.mkdtemp(prefix="quitus-tests-"))
        home.chmod(0o755)
        os.environ[SHARED_HOME] = str(home)
        config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))


@pytest.fixture(scope="session")
def database_server() -> Iterator[object]:
    """The embedded server (or the one that DATABASE_URL names), shared by every process of the run."""
    from quitus.config.postgres import running_database

    with running_database(Path(os.environ[SHARED_HOME])) as urls:
        yield urls


@pytest.fixture(scope="session")
def django_db_setup(database_server, django_db_blocker) -> Iterator[None]:
    """A database of this process's own, brought up to date as the product does it."""
    from django.db import connections

    from quitus.config.postgres import create_database, drop_database
    from quitus.config.settings import database
    from quitus.config.upgrade import bring_up_to_date

    name = f"quitus_test_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    drop_database(database_server, name)
    urls = create_database(database_server, name)
    with django_db_blocker.unblock():
        for alias, url in (("default", urls.app), ("owner", urls.owner)):
            connections[alias].close()
            described = database(url)
            connections.settings[alias].update(described)
            connections[alias].settings_dict.update(described)
        bring_up_to_date()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        drop_database(database_server, name)


@pytest.fixture
def child_environment(django_db_setup, database_server) -> dict[str, str]:
    """What another process needs to work on this process's database."""
    from django.conf import settings as django_settings

    urls = database_server.of_database(f"quitus_test_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}")
    return os.environ | {
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "QUITUS_SECRET_KEY": django_settings.SECRET_KEY,  # what one seals or signs the other opens
    }


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For tests with several connections or processes: everything is committed, and emptied afterwards."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield
        connections["default"].close()
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
            )
            (tables,) = cursor.fetchone()
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        connections["owner"].close()


@pytest.fixture
def organisation(db):
    """An invented design studio in Nantes, at the real clock unless a test sets it."""
    from quitus.apps.organisations.models import Organisation

    return Organisation.objects.create(
        name="Studio Marelle",
        siren="732829320",
        contact_name="Camille Rousseau",
        contact_email="camille@studio-marelle.example",
        contact_phone="01 99 00 12 34",
        account_holder="Studio Marelle",
        iban="FR7630006000011234567890189",
    )


@pytest.fixture
def inside(organisation) -> Iterator[object]:
    """The studio with its wall open."""
    from quitus.apps.organisations.tenancy import tenant

    with tenant(organisation.id):
        yield organisation


@pytest.fixture
def organisation_committed(committed) -> int:
    """The id of a committed studio, for tests with several connections or processes."""
    from quitus.apps.organisations.models import Organisation

    return Organisation.objects.create(name="Studio Marelle", siren="732829320").id
