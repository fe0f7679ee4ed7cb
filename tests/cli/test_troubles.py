"""What stops a command from outside: a sentence in the user's language with the technical words, and exit 1."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from quitus.apps.organisations.models import Organisation

FAULTS = [
    (
        "RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'",
        "The disk of ",
        "is full. Free some space, then start again; what was recorded still is.",
    ),
    (
        "PERFORM pg_terminate_backend(pg_backend_pid())",
        "The database answers no more (AdminShutdown: terminating connection due to administrator command). ",
        "check that it is running, then run the command again.",
    ),
    (
        "RAISE EXCEPTION 'no such thing'",
        "The database refused an operation (RaiseException: no such thing), which was not recorded. ",
        "report it with what QUITUS_DEBUG=1 shows.",
    ),
]


@pytest.fixture
def fault(committed) -> Iterator[Callable[[str], None]]:
    """Makes the database fail whenever a client is written."""
    Organisation.objects.create(name="Studio Marelle")
    with connections["owner"].cursor() as cursor:

        def fail(words: str) -> None:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN {words}; RETURN NEW; END$$"
            )
            cursor.execute(
                "CREATE TRIGGER fail BEFORE INSERT ON clients_client FOR EACH ROW EXECUTE FUNCTION fail()"
            )

        yield fail
        cursor.execute("DROP FUNCTION fail() CASCADE")


@pytest.mark.parametrize("case", FAULTS, ids=["full", "gone", "refused"])
def test_a_database_that_fails_us_in_the_middle(quitus, fault, tmp_path, case):
    words, begins, ends = case
    (tmp_path / "clients.csv").write_text("Nom\nÉtoile SARL\n")
    fault(words)
    code, output, errors = quitus("import", "clients", "clients.csv", language="en")
    assert (code, output) == (1, "")
    assert errors.startswith(begins)
    assert errors.endswith(f"{ends}\n")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        ("import", "clients", "pipe"),
        ("import", "invoices", "pipe"),
        ("import", "clients", "/dev/zero"),
        ("restore", "pipe"),
        ("restore", "/dev/zero"),
        ("backup", "b", "--passphrase-file", "pipe"),
        ("restore", "b", "--passphrase-file", "pipe"),
    ],
    ids=" ".join,
)
def test_a_pipe_or_a_device_is_no_file_to_read(quitus, committed, tmp_path, command):
    os.mkfifo(tmp_path / "pipe")
    name = "/dev/zero" if "/dev/zero" in command else "pipe"
    code, output, errors = quitus(*command)
    assert (code, output) == (1, "")
    assert f"{name} » n’est pas un fichier ordinaire" in errors
    assert len(errors.splitlines()) == 1


HOMES = {
    "a file": "{folder}/file",
    "below a file": "{folder}/file/home",
    "nowhere": "/proc/quitus",
    "too long": "{folder}/" + "long/" * 1_000,
    "nobody's": "~nobody-of-that-name/quitus",
}


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
@pytest.mark.parametrize("embedded", [True, False], ids=["embedded", "outside"])
def test_a_home_that_cannot_be(child_environment, tmp_path, run_in, home, embedded):
    (tmp_path / "file").write_text("")
    names = ("QUITUS_SECRET_KEY", *(("DATABASE_URL", "DATABASE_OWNER_URL") if embedded else ()))
    environment = {name: value for name, value in child_environment.items() if name not in names}
    code, output, errors = run_in(
        environment | {"QUITUS_HOME": home.format(folder=tmp_path), "QUITUS_LANGUAGE": "fr"}, "doctor"
    )
    assert (code, output) == (1, "")
    assert errors.startswith("Le dossier de Quitus ")
    assert "n’est pas utilisable" in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("absent/b", "The folder {folder} does not exist. "),
        ("/sys/b", "The folder /sys cannot be used ("),
        ("/dev/full", "/dev/full exists already. "),
    ],
)
def test_a_backup_that_cannot_be_written_there(quitus, committed, tmp_path, target, said):
    code, output, errors = quitus("backup", target, language="en")
    assert (code, output) == (1, "")
    assert errors.startswith(said.format(folder=tmp_path / "absent"))
    assert len(errors.splitlines()) == 1
