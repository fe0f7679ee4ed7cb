"""PostgreSQL for Quitus: an embedded server in the home folder, or one outside by `DATABASE_URL`.

with running_database() as urls:
    ...  # urls.app for the program, urls.owner for migrations, backup and doctor

Everybody who enters shares one server; the last one out stops it. A killed user is forgotten by the
kernel at once; if it was the only one, its server runs on until the next last one leaves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quitus.config.postgres.home import Place, make_home, make_place, quitus_home
from quitus.config.postgres.outside import database_urls, refuse_without_wall
from quitus.config.postgres.passwords import made_here, read_passwords
from quitus.config.postgres.roles import create_database, drop_database, outside_sql
from quitus.config.postgres.server import bring_up, stop
from quitus.config.postgres.sharing import Lock, alone, is_held
from quitus.config.postgres.troubles import told
from quitus.config.postgres.urls import DatabaseUrls

__all__ = [
    "DatabaseUrls",
    "create_database",
    "database_urls",
    "drop_database",
    "is_in_use",
    "make_home",
    "outside_sql",
    "quitus_home",
    "revive_database",
    "running_database",
]


@contextmanager
def running_database(home: Path | None = None) -> Iterator[DatabaseUrls]:
    """Addresses of a database that answers: outside ones when given, else the embedded server of `home`.

    Starts that server if it is not up, makes it if it is not there, and stops it when nobody uses it any
    more. A process forked inside is not a user; it must end before its parent leaves.
    Raises Refused with one of the codes of this package.
    """
    outside = database_urls()
    if outside is not None:
        refuse_without_wall(outside)
        yield outside
        return
    place = make_place(home or quitus_home())
    with told(place.home), alone(place.gate):
        seat = Lock(place.users)
        seat.share()
        try:
            urls, _ = bring_up(place)
        except BaseException:
            _leave(place, seat)
            raise
    try:
        yield urls
    finally:
        # A forked worker that unwinds its copy of our stack must not stop the server under us.
        if seat.ours:
            with alone(place.gate):
                _leave(place, seat)


def revive_database(home: Path | None = None) -> bool:
    """Bring the embedded server back if it died under its users; True when it had to be started.

    For the long-lived user that watches over the others, inside its `running_database`. The addresses stay.
    With an outside database there is nothing to do: False.
    Raises Refused like `running_database`.
    """
    chosen = home or quitus_home()
    urls = database_urls()
    # An entry point hands the embedded server's own addresses down as DATABASE_URL.
    if urls is not None and not made_here(urls, read_passwords(Place(chosen).passwords)):
        return False
    place = make_place(chosen)
    with told(place.home), alone(place.gate):
        _, started = bring_up(place)
    return started


def is_in_use(home: Path) -> bool:
    """Whether somebody is inside `running_database` of this home now."""
    return is_held(make_place(home).users)


def _leave(place: Place, seat: Lock) -> None:
    """Give the seat up; the gate is ours, so nobody comes in between seeing that we are last and stopping."""
    try:
        if seat.try_alone():
            stop(place)
    finally:
        seat.close()
