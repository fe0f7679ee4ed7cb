"""The installation's secret key: made once, readable by its owner alone, and exchanged whole by a restore."""

import json
import os
import secrets
from pathlib import Path

from quitus.config.postgres import DatabaseUrls, make_home
from quitus.config.postgres.home import sync_folder
from quitus.config.postgres.troubles import told

SECRET_FILE = "secret-key"  # noqa: S105 - a file's name
FORMER_FILE = "secret-key.before-restore"
STAGED_FILE = "secret-key.restoring"
_DATABASE = "SELECT oid FROM pg_database WHERE datname = current_database()"


def secret_key(home: Path) -> str:
    """The key of this home, which is made if there is none. Raises Refused: home_not_usable, disk_full."""
    path = home / SECRET_FILE
    with told(home):
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            make_home(home)
        draft = _written(path, secrets.token_urlsafe(48) + "\n")
        try:
            os.link(draft, path)  # never over another process's key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_folder(home)
        return path.read_text().strip()


def stage_key(home: Path, key: str, database: int) -> None:
    """Lay the key of a backup ready, on the disk, for the database with that id: see `adopt_staged_key`."""
    make_home(home)
    path = home / STAGED_FILE
    _written(path, json.dumps({"database": database, "key": key})).replace(path)
    sync_folder(home)


def drop_staged_key(home: Path) -> None:
    """The restore it was for did not happen."""
    (home / STAGED_FILE).unlink(missing_ok=True)


def adopt_staged_key(home: Path, urls: DatabaseUrls) -> None:
    """Put a staged key in place once its database is the present one; the former key stays beside it.

    A restore exchanges two things, database and key, and may be killed between them. The database's id, which
    a new name does not change, says on which side of that moment we are: each start finishes what is left.
    """
    staged = home / STAGED_FILE
    with told(home):
        try:
            waiting = json.loads(staged.read_text())
        except FileNotFoundError:
            return
    import psycopg  # late: staged keys are rare, and the driver takes a third of a second to load

    with psycopg.connect(urls.owner) as connection:
        row = connection.execute(_DATABASE).fetchone()
    if row is None or row[0] != waiting["database"]:
        return
    path, former = home / SECRET_FILE, home / FORMER_FILE
    present = path.read_text().strip() if path.exists() else ""
    if present not in ("", waiting["key"]):
        _written(former, f"{present}\n").replace(former)
    _written(path, f"{waiting['key']}\n").replace(path)
    sync_folder(home)
    staged.unlink(missing_ok=True)


def _written(path: Path, text: str) -> Path:
    """A draft beside `path` for our eyes only, whole on the disk."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
