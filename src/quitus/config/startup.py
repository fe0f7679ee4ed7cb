"""From nothing to a ready program: home folder, secret key, database, Django, upgrade."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from quitus.config.logs import set_up_logs
from quitus.config.postgres import quitus_home, running_database
from quitus.config.secret_key import adopt_staged_key, secret_key

SECRET_KEY = "QUITUS_SECRET_KEY"  # noqa: S105 - a variable's name


@contextmanager
def opened() -> Iterator[None]:
    """The database and the secret key, told to this process and its children; the last one out stops the database.

    Raises Refused, with a sentence for each cause, when the database or the home folder cannot be had.
    """
    with running_database() as urls:
        adopt_staged_key(quitus_home(), urls)
        key = os.environ.get(SECRET_KEY) or secret_key(quitus_home())
        with _told(DATABASE_URL=urls.app, DATABASE_OWNER_URL=urls.owner, **{SECRET_KEY: key}):
            yield


@contextmanager
def started(*, upgrade: bool = True) -> Iterator[None]:
    """Everything an entry point needs, for as long as it runs. Raises what `opened` raises."""
    with opened():
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

    set_up_logs()
    django.setup()
