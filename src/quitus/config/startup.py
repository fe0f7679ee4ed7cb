"""From nothing to a ready program: home folder, secret key, database, Django, upgrade."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from quitus.config.postgres import make_home, quitus_home, running_database

SECRET_FILE = "secret-key"  # noqa: S105 - a file's name


@contextmanager
def started(*, upgrade: bool = True) -> Iterator[None]:
    """Everything an entry point needs, for as long as it runs; the last one out stops the database.

    Raises Refused, with a sentence for each cause, when the database or the home folder cannot be had.
    """
    os.environ.setdefault("QUITUS_SECRET_KEY", secret_key(quitus_home()))
    with running_database() as urls, _told(DATABASE_URL=urls.app, DATABASE_OWNER_URL=urls.owner):
        set_up_django()
        if upgrade:
            from quitus.config.upgrade import bring_up_to_date

            bring_up_to_date()
        yield


@contextmanager
def _told(**variables: str) -> Iterator[None]:
    """The environment with these variables, for Django and for child processes; afterwards as before."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def set_up_django() -> None:
    """Django, logging and translations; safe to call twice."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quitus.config.settings")
    import django

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ]
    )
    django.setup()


def secret_key(home: Path) -> str:
    """The installation's secret key: made once, readable by its owner alone."""
    path = home / SECRET_FILE
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        make_home(home)
    # Written whole or not at all, and never over another process's key.
    draft = home / f"{SECRET_FILE}.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()


def keep_secret_key(key: str) -> None:
    """Put a secret key from a backup in place of this home's; the former one stays beside it."""
    path = quitus_home() / SECRET_FILE
    if path.exists():
        path.replace(path.with_name(f"{SECRET_FILE}.before-restore"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{key}\n")
