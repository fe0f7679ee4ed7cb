"""How a cluster (PostgreSQL's data directory) is made: whole, or not at all."""

import shutil
from pathlib import Path

from quitus.config.postgres.engine import Engine
from quitus.config.postgres.home import sync_folder
from quitus.config.postgres.passwords import Passwords, new_passwords, read_passwords, write_passwords
from quitus.config.postgres.roles import database_statements, role_statements
from quitus.config.postgres.troubles import complaint, refuse_when_full, told
from quitus.config.postgres.user import Outcome
from quitus.domain.refused import Refused

BUILTIN_LOCALE_SINCE = 17


def ensure_cluster(engine: Engine) -> Passwords:
    """Make the cluster with roles and database unless it is there; make lost passwords anew.

    Works without a running server, so no half-made database is ever seen from outside.
    Raises Refused: cluster_not_made, disk_full, home_not_usable, program_not_started.
    """
    place = engine.place
    with told(place.home):
        known = read_passwords(place.passwords)
        passwords = known or new_passwords()
        if not place.cluster.exists():
            _make_cluster(engine, passwords)
        elif known is None:
            _as_superuser(engine, place.cluster, role_statements(passwords))
        if known is None:
            write_passwords(place.passwords, passwords)
    return passwords


def _make_cluster(engine: Engine, passwords: Passwords) -> None:
    """Build it under another name and rename it when all of it lies on the disk.

    Killed at any moment before, the next start throws the beginning away.
    """
    place = engine.place
    making = place.root / "making"
    shutil.rmtree(making, ignore_errors=True)
    engine.user.own(making)
    cluster = making / "cluster"
    _check(engine, engine.run("initdb", "--pgdata", cluster, "--no-sync", *_initdb_options(engine)))
    _as_superuser(engine, cluster, [*role_statements(passwords), *database_statements()])
    _check(engine, engine.run("initdb", "--pgdata", cluster, "--sync-only"))
    cluster.rename(place.cluster)
    sync_folder(place.root)
    making.rmdir()


def _initdb_options(engine: Engine) -> list[str]:
    # Sorting and letter case by code point, the same on every machine: names sort by a stored key.
    locale = ["--locale=C.UTF-8"]
    if engine.binaries.major >= BUILTIN_LOCALE_SINCE:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*locale, "--encoding=UTF8", "--data-checksums", "--username=postgres", "--auth=reject"]


def _as_superuser(engine: Engine, cluster: Path, statements: list[str]) -> None:
    """Run statements, one a line, in PostgreSQL's single-user mode: nobody can connect meanwhile."""
    alone = ("--single", "-D", cluster, "-c", "exit_on_error=true", "-c", "log_checkpoints=off", "postgres")
    _check(engine, engine.run("postgres", *alone, stdin="\n".join(statements) + "\n"))


def _check(engine: Engine, outcome: Outcome) -> None:
    if outcome.code != 0:
        refuse_when_full(engine.place.root, outcome.output)
        reason = complaint(outcome.output)
        raise Refused("cluster_not_made", folder=str(engine.place.cluster), reason=reason)
