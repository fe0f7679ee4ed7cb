"""A backup brought back: beside the present database first, compared table by table, then the two change places.

Killed at any moment, the present database is the former or the restored one, whole, with the key that fits it. A
backup is trusted like the program itself, since it holds the functions and triggers of the database: restore your own.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from quitus.config.backup import Manifest, complaints_of, one, opened, rows_by_table, run_program
from quitus.config.postgres import DatabaseUrls, create_database, drop_database
from quitus.config.postgres.urls import database_of, role_of
from quitus.config.secret_key import adopt_staged_key, drop_staged_key, stage_key
from quitus.domain.refused import Refused

LONGEST_NAME = 63  # characters of a database's name
PRIVILEGES = {"SELECT", "INSERT", "UPDATE", "DELETE", "USAGE"}
KNOWS_TRANSACTION_TIMEOUT = 170_000  # PostgreSQL's version
UNKNOWN_SETTING = "Command was: SET transaction_timeout = 0;"
# Without these it may be a database, but not one of ours.
OURS = {"django_migrations", "organisations_organisation"}


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; `kept`: the database that holds what was there before, "" when there was nothing."""

    manifest: Manifest
    kept: str


@dataclass(frozen=True, slots=True)
class Names:
    """The databases of a restore, after the present one's: several installations may share a server."""

    present: str

    @property
    def restoring(self) -> str:
        return self._beside("restoring")

    @property
    def before(self) -> str:
        """What was there before the last restore."""
        return self._beside("before_restore")

    @property
    def older(self) -> str:
        """What was there before the last but one, on its way out."""
        return self._beside("older")

    def _beside(self, suffix: str) -> str:
        return f"{self.present[: LONGEST_NAME - len(suffix) - 1]}_{suffix}"


def restore_backup(
    urls: DatabaseUrls, source: Path, home: Path, *, replace: bool, secret_key: str = ""
) -> Restored:
    """Bring a backup back in place of the present database, which is kept until the next restore.

    `secret_key`, when not empty, comes into the home together with the database. Raises Refused: backup_unreadable,
    backup_damaged, backup_newer, backup_failed, restore_over_data (unless `replace`), restore_in_use,
    restore_not_allowed.
    """
    names = Names(database_of(urls.owner))
    try:
        with opened(source) as (manifest, dump):
            if not replace and _has_firms(urls):
                raise Refused("restore_over_data")
            _refuse_in_use(urls, names)
            for left_over in (names.restoring, names.older):  # of one that was killed
                drop_database(urls, left_over)
            try:
                _fill(create_database(urls, names.restoring), manifest, dump, source)
                if secret_key:
                    stage_key(home, secret_key, _id_of(urls.of_database(names.restoring)))
                kept = _exchange(urls, names)
            except BaseException:
                _abandon(urls, names, home)
                raise
    except psycopg.errors.InsufficientPrivilege as fault:
        raise Refused("restore_not_allowed", role=role_of(urls.owner), reason=str(fault).strip()) from fault
    adopt_staged_key(home, urls)
    drop_database(urls, names.older)
    return Restored(manifest, kept)


def _fill(fresh: DatabaseUrls, manifest: Manifest, dump: Path, source: Path) -> None:
    """Restore into an empty database, and see that it is all there and ours to use."""
    with psycopg.connect(fresh.owner) as connection:
        _run_pg_restore(connection, dump)
    with psycopg.connect(fresh.owner) as connection:
        if rows_by_table(connection) != manifest.rows:
            raise Refused("backup_damaged", file=str(source))
        if not manifest.rows.keys() >= OURS:
            raise Refused("backup_unreadable", file=str(source))
        if _unknown_migrations(connection):
            raise Refused("backup_newer", file=str(source), version=manifest.quitus)
        _grant(connection, manifest, role_of(fresh.app), source)


def _run_pg_restore(connection: psycopg.Connection[Any], dump: Path) -> None:
    options = ["--no-owner", "--no-privileges"]
    if connection.info.server_version >= KNOWS_TRANSACTION_TIMEOUT:
        run_program(
            connection, "pg_restore", [*options, "--exit-on-error", "--single-transaction", str(dump)]
        )
        return
    # A newer pg_restore begins with a setting that an older server does not know. Nothing else may go wrong.
    complaints = complaints_of(connection, "pg_restore", [*options, str(dump)])
    errors = [line for line in complaints if line.startswith("pg_restore: error:")]
    unknown = [line for line in complaints if line == UNKNOWN_SETTING]
    if complaints and (not errors or len(errors) != len(unknown)):
        raise Refused("backup_failed", program="pg_restore", reason=(errors or complaints)[-1])


def _unknown_migrations(connection: psycopg.Connection[Any]) -> bool:
    """Whether a later Quitus wrote it: this one would not know its tables."""
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations or {}
    return any(row not in known for row in connection.execute("SELECT app, name FROM django_migrations"))


def _grant(connection: psycopg.Connection[Any], manifest: Manifest, role: str, source: Path) -> None:
    """Let the program, whatever its role is called here, do what it might do there."""
    for kind, names in manifest.grants.items():
        for name, privileges in names.items():
            if not set(privileges.split(", ")) <= PRIVILEGES:
                raise Refused("backup_damaged", file=str(source))
            connection.execute(
                sql.SQL("GRANT {} ON {} public.{} TO {}").format(
                    *(sql.SQL(words) for words in (privileges, kind)),  # looked at above
                    *map(sql.Identifier, (name, role)),
                )
            )


def _exchange(urls: DatabaseUrls, names: Names) -> str:
    """Let the two databases change names, all at once; the name under which the former one is kept."""
    _refuse_in_use(urls, names)
    with psycopg.connect(urls.owner) as connection:
        keeps = bool(one(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
    # Renaming needs a connection to neither: the server's own maintenance database.
    with psycopg.connect(urls.of_database("postgres").owner) as connection:
        moves = [(names.present, names.before if keeps else names.older), (names.restoring, names.present)]
        if keeps and one(connection, "SELECT count(*) FROM pg_database WHERE datname = %s", names.before):
            moves.insert(0, (names.before, names.older))
        try:
            for old, new in moves:
                renaming = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                connection.execute(renaming.format(sql.Identifier(old), sql.Identifier(new)))
        except psycopg.errors.ObjectInUse:
            raise Refused("restore_in_use") from None
    return names.before if keeps else ""


def _abandon(urls: DatabaseUrls, names: Names, home: Path) -> None:
    """Leave nothing of a restore that did not happen; an interruption may also come just after it did."""
    with psycopg.connect(urls.of_database("postgres").owner, autocommit=True) as connection:
        if one(connection, "SELECT count(*) FROM pg_database WHERE datname = %s", names.restoring):
            drop_staged_key(home)
    drop_database(urls, names.restoring)


def _refuse_in_use(urls: DatabaseUrls, names: Names) -> None:
    with psycopg.connect(urls.of_database("postgres").owner, autocommit=True) as probe:
        if one(probe, "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", names.present):
            raise Refused("restore_in_use")


def _has_firms(urls: DatabaseUrls) -> bool:
    with psycopg.connect(urls.owner) as connection:
        if not one(connection, "SELECT to_regclass('organisations_organisation') IS NOT NULL"):
            return False
        return bool(one(connection, "SELECT count(*) FROM organisations_organisation"))


def _id_of(urls: DatabaseUrls) -> int:
    with psycopg.connect(urls.owner) as connection:
        return int(one(connection, "SELECT oid FROM pg_database WHERE datname = current_database()"))
