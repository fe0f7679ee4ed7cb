"""Everything in one file, and back: a verified dump, taken while people work, brought back whole or not at all.

The file is a zip of three members: `manifest.json` (when, which version, how many rows of each table, the dump's
checksum), `database.dump` (pg_dump's custom format) and, under a passphrase alone, `secret-key.sealed`: without
that key, stored mailbox passwords and secret links have to be made anew.
"""

import base64
import hashlib
import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from cryptography.fernet import Fernet, InvalidToken
from psycopg import sql

from quitus.config.postgres import DatabaseUrls, create_database, drop_database
from quitus.config.postgres.client_programs import client_program
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

FORMAT = 1
MANIFEST, DUMP, KEY = "manifest.json", "database.dump", "secret-key.sealed"
RESTORING, BEFORE, OLDER = "quitus_restoring", "quitus_before_restore", "quitus_older"
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}


def write_backup(
    urls: DatabaseUrls, target: Path, *, passphrase: str = "", secret_key: str = ""
) -> dict[str, Any]:
    """Write a backup whole or not at all; the manifest. Nobody has to stop working meanwhile.

    Row counts and dump come from one snapshot. Raises Refused: backup_exists, backup_failed.
    """
    if target.exists():
        raise Refused("backup_exists", file=str(target))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".quitus-backup-") as folder:
        dump = Path(folder) / DUMP
        with psycopg.connect(urls.owner) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = _one(connection, "SELECT pg_export_snapshot()")
            rows = _rows(connection)
            _run(
                connection,
                "pg_dump",
                ["--format=custom", f"--snapshot={snapshot}", f"--file={dump}"],
            )
        manifest = {
            "format": FORMAT,
            "quitus": version("quitus"),
            "made_at": real_now().isoformat(timespec="seconds"),
            "rows": rows,
            "sha256": _checksum(dump),
        }
        draft = Path(folder) / "backup"
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            archive.write(dump, DUMP)
            if passphrase:
                archive.writestr(KEY, _sealed(secret_key, passphrase))
        draft.chmod(0o600)
        _flush(draft)
        try:
            os.link(draft, target)  # never over another file
        except FileExistsError:
            raise Refused("backup_exists", file=str(target)) from None
    return manifest


def restore_backup(urls: DatabaseUrls, source: Path, *, replace: bool) -> dict[str, Any]:
    """Bring a backup back beside the present database, compare every table, then exchange the two.

    What was there before stays as `quitus_before_restore` until the next restore. Raises Refused: backup_unreadable,
    backup_damaged, restore_over_data (unless `replace`), restore_in_use, backup_failed.
    """
    with _opened(source) as (manifest, dump):
        if not replace and _has_firms(urls):
            raise Refused("restore_over_data")
        drop_database(urls, RESTORING)
        fresh = create_database(urls, RESTORING)
        try:
            with psycopg.connect(fresh.owner) as connection:
                options = [
                    "--no-owner",
                    "--exit-on-error",
                    "--single-transaction",
                    str(dump),
                ]
                _run(connection, "pg_restore", options)
            with psycopg.connect(fresh.owner) as connection:
                found = _rows(connection)
            if found != manifest["rows"]:
                raise Refused("backup_damaged", file=str(source))
        except BaseException:
            drop_database(urls, RESTORING)
            raise
    _exchange(urls)
    return manifest


def secret_key_of(source: Path, passphrase: str) -> str:
    """The secret key in a backup; "" when it holds none. Raises Refused: backup_passphrase_wrong."""
    try:
        with zipfile.ZipFile(source) as archive:
            if KEY not in archive.namelist():
                return ""
            salt, _, token = archive.read(KEY).partition(b"\n")
    except (OSError, zipfile.BadZipFile) as fault:
        raise Refused("backup_unreadable", file=str(source)) from fault
    try:
        return Fernet(_derived(passphrase, bytes.fromhex(salt.decode()))).decrypt(token).decode()
    except (InvalidToken, ValueError):
        raise Refused("backup_passphrase_wrong") from None


@contextmanager
def _opened(source: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest and the dump of a backup, checked; the dump lies in a temporary file of ours."""
    try:
        with zipfile.ZipFile(source) as archive, tempfile.TemporaryDirectory() as folder:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            dump = Path(folder) / DUMP
            with archive.open(DUMP) as packed, dump.open("wb") as file:
                while block := packed.read(1 << 20):
                    file.write(block)
            if manifest.get("format") != FORMAT:
                raise Refused("backup_unreadable", file=str(source))
            if _checksum(dump) != manifest["sha256"]:
                raise Refused("backup_damaged", file=str(source))
            yield manifest, dump
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise Refused("backup_unreadable", file=str(source)) from fault


def _exchange(urls: DatabaseUrls) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(urls.owner)["dbname"])
    with psycopg.connect(urls.of_database(RESTORING).owner, autocommit=True) as probe:
        others = _one(probe, "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", name)
    if others:
        drop_database(urls, RESTORING)
        raise Refused("restore_in_use")
    # Renaming needs a connection to neither: the server's own maintenance database. The names change together.
    with psycopg.connect(urls.of_database("postgres").owner) as connection:
        kept = _one(connection, "SELECT count(*) FROM pg_database WHERE datname = %s", BEFORE)
        moves = [(name, BEFORE), (RESTORING, name)]
        for old, new in ([(BEFORE, OLDER)] if kept else []) + moves:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
            )
    drop_database(urls, OLDER)


def _has_firms(urls: DatabaseUrls) -> bool:
    with psycopg.connect(urls.owner) as connection:
        if not _one(connection, "SELECT to_regclass('organisations_organisation') IS NOT NULL"):
            return False
        return bool(_one(connection, "SELECT count(*) FROM organisations_organisation"))


def _rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    return {
        table: int(_one(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))))
        for (table,) in tables
    }


def _run(connection: psycopg.Connection[Any], program: str, options: list[str]) -> None:
    """Run a client program on the connection's database; what it complains about goes into the refusal.

    The password goes by the environment: everybody on the machine may read a command line.
    """
    path = client_program(program, connection.info.server_version // 10_000)
    info = connection.info
    where = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user, "PGPASSWORD": info.password}
    # pg_restore writes into a database only when it is named.
    named = [f"--dbname={info.dbname}"]
    done = subprocess.run(
        [str(path), *named, *options],
        env={**os.environ, **where},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        complaint = done.stderr.strip().splitlines()
        raise Refused("backup_failed", program=program, reason=complaint[-1] if complaint else "")


def _one(connection: psycopg.Connection[Any], query: Any, *values: object) -> Any:
    row = connection.execute(query, values or None).fetchone()
    return row[0] if row else None


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sealed(secret_key: str, passphrase: str) -> bytes:
    salt = os.urandom(16)
    return salt.hex().encode() + b"\n" + Fernet(_derived(passphrase, salt)).encrypt(secret_key.encode())


def _derived(passphrase: str, salt: bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.scrypt(passphrase.encode(), salt=salt, **SCRYPT))
