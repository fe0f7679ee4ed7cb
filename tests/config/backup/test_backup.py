"""A backup holds every row, is never half written, and comes back whole or not at all."""

import json
import zipfile

import psycopg
import pytest

from quitus.config.backup import BEFORE, DUMP, MANIFEST, restore_backup, secret_key_of, write_backup
from quitus.config.postgres import create_database, drop_database
from quitus.domain.refused import Refused

NAME = "quitus_backup_test"


@pytest.fixture
def firm(database_server):
    """A small database in the shape of ours: a firm, and an owner's table."""
    drop_database(database_server, NAME)
    urls = create_database(database_server, NAME)
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE organisations_organisation (id bigint, name text)")
        connection.execute("INSERT INTO organisations_organisation VALUES (1, 'Studio Marelle'), (2, 'É')")
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
    assert manifest["rows"] == {"organisations_organisation": 2}
    change(firm, "DELETE FROM organisations_organisation")
    restore_backup(firm, tmp_path / "b.quitus", replace=True)
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
    assert secret_key_of(tmp_path / "plain", "anything") == ""
    assert secret_key_of(tmp_path / "sealed", "correct horse") == "the key"
    assert b"the key" not in (tmp_path / "sealed").read_bytes()
    with pytest.raises(Refused, match="backup_passphrase_wrong"):
        secret_key_of(tmp_path / "sealed", "wrong")


def test_a_firm_is_not_replaced_unasked(firm, tmp_path):
    write_backup(firm, tmp_path / "b")
    with pytest.raises(Refused, match="restore_over_data"):
        restore_backup(firm, tmp_path / "b", replace=False)


def altered(source, target, change_manifest=None, dump=None):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        manifest = json.loads(old.read(MANIFEST))
        if change_manifest:
            change_manifest(manifest)
        new.writestr(MANIFEST, json.dumps(manifest))
        new.writestr(DUMP, old.read(DUMP) if dump is None else dump)
    return target


def test_damaged_files_are_refused_and_change_nothing(firm, tmp_path):
    whole = tmp_path / "whole"
    write_backup(firm, whole)
    (tmp_path / "cut").write_bytes(whole.read_bytes()[:-100])
    (tmp_path / "text").write_text("not a backup")
    wrong = [
        (tmp_path / "cut", "backup_unreadable"),
        (tmp_path / "text", "backup_unreadable"),
        (tmp_path / "missing", "backup_unreadable"),
        (altered(whole, tmp_path / "future", lambda m: m.update(format=99)), "backup_unreadable"),
        (altered(whole, tmp_path / "swapped", dump=b"junk"), "backup_damaged"),
        (
            altered(whole, tmp_path / "fewer", lambda m: m["rows"].update(organisations_organisation=3)),
            "backup_damaged",
        ),
    ]
    for path, code in wrong:
        with pytest.raises(Refused) as refused:
            restore_backup(firm, path, replace=True)
        assert refused.value.code == code, path.name
    assert names(firm) == ["Studio Marelle", "É"]


def test_nothing_is_exchanged_under_somebody_who_works(firm, tmp_path):
    write_backup(firm, tmp_path / "b")
    change(firm, "INSERT INTO organisations_organisation VALUES (3, 'new')")
    with psycopg.connect(firm.app), pytest.raises(Refused, match="restore_in_use"):
        restore_backup(firm, tmp_path / "b", replace=True)
    assert names(firm) == ["Studio Marelle", "É", "new"]
