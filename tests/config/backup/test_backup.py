"""A backup holds every row, is never half written, and comes back whole or not at all."""

import json
import os
import struct
import zipfile

import psycopg
import pytest

from quitus.config.backup import DUMP, KEY, MANIFEST, secret_key_of, write_backup
from quitus.config.postgres import create_database, drop_database
from quitus.config.restore import Names, restore_backup
from quitus.config.secret_key import FORMER_FILE, SECRET_FILE, STAGED_FILE, adopt_staged_key, stage_key
from quitus.domain.refused import Refused

NAME = f"quitus_backup_test_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"  # two workers each have their own
BEFORE = Names(NAME).before


@pytest.fixture
def firm(database_server):
    """A small database in the shape of ours: a firm, and an owner's table."""
    drop_database(database_server, NAME)
    urls = create_database(database_server, NAME)
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE organisations_organisation (id bigint, name text)")
        connection.execute("INSERT INTO organisations_organisation VALUES (1, 'Studio Marelle'), (2, 'É')")
        connection.execute("CREATE TABLE django_migrations (app text, name text)")
        connection.execute("INSERT INTO django_migrations VALUES ('organisations', '0001_initial')")
        connection.execute('GRANT SELECT ON organisations_organisation TO "quitus_app"')
    yield urls
    drop_database(database_server, NAME)
    drop_database(database_server, BEFORE)


def names(urls):
    with psycopg.connect(urls.app) as connection:
        return [
            row[0] for row in connection.execute("SELECT name FROM organisations_organisation ORDER BY id")
        ]


def change(urls, statement):
    with psycopg.connect(urls.owner) as connection:
        connection.execute(statement)


def test_what_went_in_comes_back_with_its_rights(firm, tmp_path):
    manifest = write_backup(firm, tmp_path / "b.quitus")
    assert manifest.rows == {"django_migrations": 1, "organisations_organisation": 2}
    assert manifest.grants == {"TABLE": {"organisations_organisation": "SELECT"}, "SEQUENCE": {}}
    change(firm, "DELETE FROM organisations_organisation")
    assert restore_backup(firm, tmp_path / "b.quitus", tmp_path, replace=True).kept == BEFORE
    assert names(firm) == ["Studio Marelle", "É"]
    assert names(firm.of_database(BEFORE)) == []


def test_a_backup_never_overwrites_and_leaves_no_draft(firm, tmp_path):
    target = tmp_path / "b.quitus"
    target.write_text("mine")
    with pytest.raises(Refused, match="backup_exists"):
        write_backup(firm, target)
    assert [path.name for path in tmp_path.iterdir()] == ["b.quitus"]
    assert target.read_text() == "mine"


def test_the_key_goes_along_only_under_a_passphrase(firm, tmp_path):
    write_backup(firm, tmp_path / "plain", secret_key="the key")
    write_backup(firm, tmp_path / "sealed", secret_key="the key", passphrase="correct horse")
    with pytest.raises(Refused, match="backup_without_key"):
        secret_key_of(tmp_path / "plain", "anything")
    assert secret_key_of(tmp_path / "sealed", "correct horse") == "the key"
    assert b"the key" not in (tmp_path / "sealed").read_bytes()
    with pytest.raises(Refused, match="backup_passphrase_wrong"):
        secret_key_of(tmp_path / "sealed", "wrong")


def test_a_firm_is_not_replaced_unasked(firm, tmp_path):
    write_backup(firm, tmp_path / "b")
    with pytest.raises(Refused, match="restore_over_data"):
        restore_backup(firm, tmp_path / "b", tmp_path, replace=False)


def altered(source, target, *, manifest=None, members=None, compression=zipfile.ZIP_STORED):
    """The backup with its manifest changed by a function, or with other members."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", compression) as new:
        said = json.loads(old.read(MANIFEST))
        if manifest:
            manifest(said)
        held = {MANIFEST: json.dumps(said), DUMP: old.read(DUMP), **(members or {})}
        for name, content in held.items():
            if content is not None:
                new.writestr(name, content)
    return target


def lying_about_its_size(source, target):
    """The zip's own list says that the dump has four gigabytes."""
    content = bytearray(source.read_bytes())
    entry = content.rindex(DUMP.encode()) - 46
    content[entry + 20 : entry + 28] = struct.pack("<II", 0xFFFFFFF0, 0xFFFFFFF0)
    target.write_bytes(content)
    return target


def encrypted(source, target):
    """The zip's flags say that its members want a password."""
    content = bytearray(source.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(signature)
        content[place + flags] |= 1
    target.write_bytes(content)
    return target


def test_what_is_no_backup_of_ours_is_refused_and_changes_nothing(firm, tmp_path):
    whole = tmp_path / "whole"
    write_backup(firm, whole)
    size = whole.stat().st_size
    unreadable = {
        "a text": b"not a backup",
        "empty": b"",
        "the first half": whole.read_bytes()[: size // 2],
        "all but the end": whole.read_bytes()[:-100],
        "a zip of something else": None,
    }
    for name, content in unreadable.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    with zipfile.ZipFile(tmp_path / "a zip of something else", "w") as archive:
        archive.writestr("../../etc/passwd", "root")
    deep = "[" * 200_000
    wrong = [
        *((tmp_path / name, "backup_unreadable") for name in (*unreadable, "absent")),
        (tmp_path, "not_a_file"),
        (altered(whole, tmp_path / "1", manifest=lambda m: m.update(format=99)), "backup_unreadable"),
        (altered(whole, tmp_path / "2", manifest=lambda m: m.update(rows=[1])), "backup_unreadable"),
        (altered(whole, tmp_path / "3", manifest=lambda m: m.pop("grants")), "backup_unreadable"),
        (altered(whole, tmp_path / "4", members={MANIFEST: "[]"}), "backup_unreadable"),
        (altered(whole, tmp_path / "5", members={MANIFEST: deep}), "backup_unreadable"),
        (altered(whole, tmp_path / "6", members={MANIFEST: " " * (2 << 20)}), "backup_unreadable"),
        (altered(whole, tmp_path / "7", members={DUMP: None}), "backup_unreadable"),
        (altered(whole, tmp_path / "8", compression=zipfile.ZIP_DEFLATED), "backup_unreadable"),
        (lying_about_its_size(whole, tmp_path / "9"), "backup_unreadable"),
        (encrypted(whole, tmp_path / "10"), "backup_unreadable"),
        (altered(whole, tmp_path / "11", members={DUMP: b"junk"}), "backup_damaged"),
    ]
    for path, code in wrong:
        with pytest.raises(Refused) as refused:
            restore_backup(firm, path, tmp_path, replace=True)
        assert refused.value.code == code, path.name
    assert names(firm) == ["Studio Marelle", "É"]


def test_what_comes_out_is_compared_before_it_takes_the_others_place(firm, tmp_path):
    whole = tmp_path / "whole"
    write_backup(firm, whole)
    checksum = "6d4ac4c3ab6c7c3bafbd5ed8e5cbf9d5fce3d9fd1f9e6ae0b5d5bd0a6c0e0000"

    def claims(table, privileges):
        return lambda said: said["grants"]["TABLE"].update({table: privileges})

    wrong = {
        "fewer": (lambda said: said["rows"].update(organisations_organisation=3), "backup_damaged"),
        "swapped": (lambda said: said.update(sha256=checksum), "backup_damaged"),
        "sql": (claims("organisations_organisation", "SELECT; DROP DATABASE quitus"), "backup_damaged"),
    }
    for name, (change_manifest, code) in wrong.items():
        path = altered(whole, tmp_path / name, manifest=change_manifest)
        with pytest.raises(Refused, match=code):
            restore_backup(firm, path, tmp_path, replace=True, secret_key="the backup's")
    assert names(firm) == ["Studio Marelle", "É"]
    assert not (tmp_path / STAGED_FILE).exists()


def test_a_database_of_something_else_or_of_a_later_quitus_is_refused(firm, tmp_path):
    change(firm, "INSERT INTO django_migrations VALUES ('organisations', '9000_marvels')")
    write_backup(firm, tmp_path / "later")
    change(firm, "DROP TABLE django_migrations")
    write_backup(firm, tmp_path / "foreign")
    for name, code in (("later", "backup_newer"), ("foreign", "backup_unreadable")):
        with pytest.raises(Refused, match=code):
            restore_backup(firm, tmp_path / name, tmp_path, replace=True)


def test_a_damaged_seal_is_refused(firm, tmp_path):
    write_backup(firm, tmp_path / "sealed", secret_key="the key", passphrase="correct horse")
    for content in (b"", b"xyz\nabc", b"00\n\xff", b"0" * (1 << 20)):
        path = altered(tmp_path / "sealed", tmp_path / "other", members={KEY: content})
        with pytest.raises(Refused, match=r"backup_unreadable|backup_passphrase_wrong"):
            secret_key_of(path, "correct horse")


def test_nothing_is_exchanged_under_somebody_who_works(firm, tmp_path):
    write_backup(firm, tmp_path / "b")
    change(firm, "INSERT INTO organisations_organisation VALUES (3, 'new')")
    with psycopg.connect(firm.app), pytest.raises(Refused, match="restore_in_use"):
        restore_backup(firm, tmp_path / "b", tmp_path, replace=True)
    assert names(firm) == ["Studio Marelle", "É", "new"]


def test_an_empty_database_is_not_kept_and_what_was_kept_before_stays(firm, tmp_path):
    write_backup(firm, tmp_path / "b")
    assert restore_backup(firm, tmp_path / "b", tmp_path, replace=True).kept == BEFORE
    change(firm, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC")
    change(firm.of_database(BEFORE), "DELETE FROM organisations_organisation WHERE id = 2")
    assert restore_backup(firm, tmp_path / "b", tmp_path, replace=False).kept == ""
    assert names(firm) == ["Studio Marelle", "É"]
    assert names(firm.of_database(BEFORE)) == ["Studio Marelle"]


def test_the_key_comes_with_its_database(firm, tmp_path):
    (tmp_path / SECRET_FILE).write_text("this home's\n")
    write_backup(firm, tmp_path / "b")
    restore_backup(firm, tmp_path / "b", tmp_path, replace=True, secret_key="the backup's")
    assert (tmp_path / SECRET_FILE).read_text() == "the backup's\n"
    assert (tmp_path / SECRET_FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / FORMER_FILE).read_text() == "this home's\n"
    assert not (tmp_path / STAGED_FILE).exists()


def test_a_staged_key_waits_for_its_own_database(firm, tmp_path):
    """Killed between the two: the next start puts the key in place, and only where the database is that one."""
    (tmp_path / SECRET_FILE).write_text("this home's\n")
    with psycopg.connect(firm.owner) as connection:
        (present,) = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [NAME]).fetchone()
    stage_key(tmp_path, "the backup's", present + 1)
    adopt_staged_key(tmp_path, firm)
    assert (tmp_path / SECRET_FILE).read_text() == "this home's\n"
    stage_key(tmp_path, "the backup's", present)
    for _ in range(2):
        adopt_staged_key(tmp_path, firm)
    assert (tmp_path / SECRET_FILE).read_text() == "the backup's\n"
    assert (tmp_path / FORMER_FILE).read_text() == "this home's\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [SECRET_FILE, FORMER_FILE]


def test_a_folder_that_is_not_there(firm, tmp_path):
    with pytest.raises(Refused, match="backup_folder_missing"):
        write_backup(firm, tmp_path / "absent" / "b")
