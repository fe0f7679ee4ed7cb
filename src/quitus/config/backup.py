"""Everything in one file: a verified dump, taken while people work, whole or not at all; `restore.py` brings it back.

The file is a zip of three members, not compressed: `manifest.json` (when, which version, how many rows of each table,
what the program may do with each, the dump's checksum), `database.dump` (pg_dump's custom format) and, under a
passphrase alone, `secret-key.sealed`: without that key, stored mailbox passwords and secret links have to be made anew.
"""

import base64
import hashlib
import json
import os
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from cryptography.fernet import Fernet, InvalidToken
from psycopg import sql

from quitus.config.input_files import open_input
from quitus.config.postgres import DatabaseUrls
from quitus.config.postgres.client_programs import client_program
from quitus.config.postgres.home import sync_folder
from quitus.config.postgres.troubles import told
from quitus.config.postgres.urls import role_of
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

FORMAT = 1
MANIFEST, DUMP, KEY = "manifest.json", "database.dump", "secret-key.sealed"
LARGEST = {MANIFEST: 1 << 20, KEY: 1 << 16}  # bytes; a real one has a hundredth of it
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}
# What a zip can be wrong with, as its reader says it; RuntimeError: a member that wants a password.
WRONG = (
    *(zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, EOFError, OverflowError),
    *(RuntimeError, NotImplementedError, zlib.error),
)
# What the program may do with a table or a sequence. The roles are called otherwise on another server, so the
# dump's own grants are of no use there.
GRANTS = """
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname,
    string_agg(DISTINCT a.privilege_type, ', ' ORDER BY a.privilege_type)
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = %s::regrole
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `rows` by table, `grants` by kind ("TABLE") and name; `key_id`: see there."""

    quitus: str
    made_at: str
    sha256: str
    key_id: str
    rows: dict[str, int]
    grants: dict[str, dict[str, str]]

    def as_data(self) -> dict[str, Any]:
        """In the shape of `manifest.json`."""
        return {"format": FORMAT, **{name: getattr(self, name) for name in self.__slots__}}


def write_backup(urls: DatabaseUrls, target: Path, *, passphrase: str = "", secret_key: str = "") -> Manifest:
    """Write a backup whole or not at all. Nobody has to stop working meanwhile.

    Row counts and dump come from one snapshot. Raises Refused: backup_exists, backup_folder_missing, backup_failed,
    disk_full, folder_not_usable.
    """
    if target.exists():
        raise Refused("backup_exists", file=str(target))
    if not target.parent.is_dir():
        raise Refused("backup_folder_missing", folder=str(target.parent))
    with (
        told(target.parent, closed="folder_not_usable"),
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".quitus-backup-") as folder,
    ):
        dump = Path(folder) / DUMP
        manifest = _dumped(urls, dump, key_id(secret_key))
        draft = Path(folder) / "backup"
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest.as_data(), indent=1))
            archive.write(dump, DUMP)
            if passphrase:
                archive.writestr(KEY, _sealed(secret_key, passphrase))
        draft.chmod(0o600)
        _flush(draft)
        _put(draft, target)
    return manifest


def key_id(secret_key: str) -> str:
    """Which secret key it is, without telling it: another one does not open what the backup holds sealed."""
    return hashlib.sha256(b"quitus key id" + secret_key.encode()).hexdigest()[:16]


def _dumped(urls: DatabaseUrls, dump: Path, key: str) -> Manifest:
    with psycopg.connect(urls.owner) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = one(connection, "SELECT pg_export_snapshot()")
        rows = rows_by_table(connection)
        grants: dict[str, dict[str, str]] = {"TABLE": {}, "SEQUENCE": {}}
        for kind, name, privileges in connection.execute(GRANTS, [f'"{role_of(urls.app)}"']):
            grants[kind][name] = privileges
        options = ["--format=custom", "--no-owner", "--no-privileges"]
        run_program(connection, "pg_dump", [*options, f"--snapshot={snapshot}", f"--file={dump}"])
    made_at = real_now().isoformat(timespec="seconds")
    return Manifest(version("quitus"), made_at, _checksum(dump), key, rows, grants)


def _put(draft: Path, target: Path) -> None:
    """Under its name, never over another file."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise Refused("backup_exists", file=str(target)) from None
    except OSError:  # a USB stick's file system knows no second names
        if target.exists():
            raise Refused("backup_exists", file=str(target)) from None
        draft.replace(target)
    sync_folder(target.parent)


@contextmanager
def opened(source: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the dump of a backup, checked; the dump lies in a temporary file of ours.

    Raises Refused: backup_unreadable, backup_damaged, disk_full.
    """
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        with told(Path(folder), closed="folder_not_usable"):
            manifest = _unpacked(source, dump)
        if _checksum(dump) != manifest.sha256:
            raise Refused("backup_damaged", file=str(source))
        yield manifest, dump


def _unpacked(source: Path, dump: Path) -> Manifest:
    with _archive(source) as archive:
        manifest = _manifest(json.loads(_member(archive, MANIFEST)))
        if archive.getinfo(DUMP).compress_type != zipfile.ZIP_STORED:
            raise ValueError("we compress nothing, hence nothing swells when it is taken out")
        with archive.open(DUMP) as packed, dump.open("wb") as file:
            while block := packed.read(1 << 20):
                file.write(block)
    return manifest


def secret_key_of(source: Path, passphrase: str) -> str:
    """The secret key in a backup. Raises Refused: backup_unreadable, backup_without_key, backup_passphrase_wrong."""
    with _archive(source) as archive:
        if KEY not in archive.namelist():
            raise Refused("backup_without_key", file=str(source))
        salt, _, token = _member(archive, KEY).partition(b"\n")
        derived = _derived(passphrase, bytes.fromhex(salt.decode()))
    try:
        return Fernet(derived).decrypt(token).decode()
    except InvalidToken:
        raise Refused("backup_passphrase_wrong") from None


@contextmanager
def _archive(source: Path) -> Iterator[zipfile.ZipFile]:
    """Only what is read from the archive may be wrong in here."""
    try:
        file = open_input(source)
    except OSError as fault:
        raise Refused("backup_unreadable", file=str(source)) from fault
    with file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield archive
        except WRONG as fault:
            raise Refused("backup_unreadable", file=str(source)) from fault


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small member. Its size as told is a limit: zipfile takes no more out than that."""
    if archive.getinfo(name).file_size > LARGEST[name]:
        raise ValueError(f"{name} is far too large")
    return archive.read(name)


def _manifest(told_data: dict[str, Any]) -> Manifest:
    """Raises one of WRONG for what no Quitus has written."""
    if told_data["format"] != FORMAT:
        raise ValueError("another format")
    rows = {str(table): int(count) for table, count in told_data["rows"].items()}
    grants = {
        kind: {str(name): str(privileges) for name, privileges in told_data["grants"][kind].items()}
        for kind in ("TABLE", "SEQUENCE")
    }
    quitus, made_at, sha256, key = (
        str(told_data[name]) for name in ("quitus", "made_at", "sha256", "key_id")
    )
    return Manifest(quitus, made_at, sha256, key, rows, grants)


def rows_by_table(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    return {
        table: int(one(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))))
        for (table,) in tables
    }


def run_program(connection: psycopg.Connection[Any], program: str, options: list[str]) -> None:
    """Run a client program on the connection's database; what it complains about goes into the refusal.

    The password goes by the environment: everybody on the machine may read a command line.
    """
    complaints = complaints_of(connection, program, options)
    if complaints:
        raise Refused("backup_failed", program=program, reason=complaints[-1])


def complaints_of(connection: psycopg.Connection[Any], program: str, options: list[str]) -> list[str]:
    """What the program says when it fails, line by line; nothing when it does not."""
    path = client_program(program, connection.info.server_version // 10_000)
    info = connection.info
    where = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user, "PGPASSWORD": info.password}
    done = subprocess.run(
        # pg_restore writes into a database only when it is named.
        [str(path), f"--dbname={info.dbname}", *options],
        env={**os.environ, **where, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return (done.stderr.strip() or f"exit code {done.returncode}").splitlines() if done.returncode else []


def one(connection: psycopg.Connection[Any], query: Any, *values: object) -> Any:
    """The first column of the first row."""
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
