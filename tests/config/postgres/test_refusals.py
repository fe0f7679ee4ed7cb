"""When it cannot be: a sentence that says what is wrong and what to do, and nothing left half done."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from quitus.config.postgres import binaries, running_database
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence
from tests.config.postgres.conftest import copied, force
from tests.config.postgres.guests import environment_is_closed, identity, is_up, programs_for_server


def refusal(home: Path) -> Refused:
    with pytest.raises(Refused) as refused, running_database(home):
        pass
    for language in ("fr", "en"):
        assert "{" not in sentence(refused.value, language)
    return refused.value


@pytest.fixture
def disk(folder: Path) -> Iterator[Path]:
    """A disk of 12 MB, too small for a cluster (needs root and the right to mount)."""
    small = folder / "disk"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m,mode=755", "tmpfs", str(small)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    yield small
    subprocess.run(["umount", "-l", str(small)], check=True)


def enlarge(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=4096"], check=False, capture_output=True)
    assert shutil.disk_usage(disk).free == 0
    return filler


def test_disk_full_while_making_the_cluster(disk, wheel):
    home = disk / "home"
    # Where the programs have to be copied first, the disk is full before there is a cluster to make.
    full = home if environment_is_closed() else home / "postgres"
    assert str(refusal(home)) == f"disk_full(folder='{full}')"
    assert not (home / "postgres/cluster").exists()

    enlarge(disk)
    with running_database(home) as urls, psycopg.connect(urls.app) as connection:
        connection.execute("SELECT 1")


def test_disk_full_while_starting_loses_nothing(disk, engine, prototypes):
    enlarge(disk)
    home = copied(prototypes(engine), disk / "home")
    with running_database(home) as urls, psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000)")
    filler = fill(disk)

    assert refusal(home).code == "disk_full"
    assert not is_up(home)

    filler.unlink()
    with running_database(home) as urls, psycopg.connect(urls.owner) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_disk_full_before_the_first_file(disk, wheel):
    fill(disk)

    assert refusal(disk / "home").code == "disk_full"


def test_a_cluster_of_another_version_names_both(home, monkeypatch, prototypes):
    force("wheel", monkeypatch)
    wheel = binaries.find_binaries(18, Path("/nowhere"))
    force("debian-15", monkeypatch)
    copied(prototypes("debian-15"), home)
    monkeypatch.setenv("QUITUS_POSTGRES_BIN", str(wheel.folder))

    assert refusal(home).facts == {
        "folder": str(home / "postgres/cluster"),
        "cluster": 15,
        "programs": "18",
    }


def test_a_cluster_keeps_its_version_when_a_newer_one_is_at_hand(home, monkeypatch, prototypes):
    force("debian-15", monkeypatch)
    copied(prototypes("debian-15"), home)
    monkeypatch.delenv("QUITUS_POSTGRES_BIN")

    with running_database(home) as urls, psycopg.connect(urls.app) as connection:
        assert connection.info.server_version // 10000 == 15


def test_another_server_on_the_same_cluster(made_home):
    """Started by hand, with `pg_ctl` perhaps, by somebody who wanted to look inside."""
    cluster = made_home / "postgres/cluster"
    programs = programs_for_server(made_home)
    user = "nobody" if os.geteuid() == 0 else None
    other = subprocess.Popen(
        [
            programs.program("postgres"),
            "-D",
            cluster,
            "-c",
            "listen_addresses=",
            "-k",
            made_home / "postgres/socket",
        ],
        stderr=subprocess.DEVNULL,
        **identity(user),
    )
    try:
        while not (cluster / "postmaster.pid").exists():
            assert other.poll() is None

        assert refusal(made_home).facts == {"folder": str(cluster), "process": other.pid}
        assert other.poll() is None, "it was left alone"
    finally:
        other.terminate()
        other.wait()
    with running_database(made_home):
        pass


def test_a_folder_that_no_postgres_made(wheel_home):
    (wheel_home / "postgres/cluster/PG_VERSION").unlink()

    assert refusal(wheel_home).code == "cluster_not_whole"


def test_a_damaged_cluster_says_postgres_own_words(wheel_home):
    (wheel_home / "postgres/cluster/global/pg_control").unlink()

    refused = refusal(wheel_home)
    assert refused.code == "database_not_started"
    assert str(refused.facts["reason"]).startswith("postgres: could not find the database system")
    assert not is_up(wheel_home)


def test_a_mistake_in_own_settings_is_named(wheel_home):
    (wheel_home / "postgres/own.conf").write_text("shared_bufers = 32MB\n")

    assert "shared_bufers" in str(refusal(wheel_home).facts["reason"])


def test_a_home_that_is_a_file(home, wheel):
    home.write_text("not a folder")

    assert refusal(home).code == "home_not_usable"


def test_a_bin_folder_without_postgres(home, monkeypatch, folder):
    monkeypatch.setenv("QUITUS_POSTGRES_BIN", str(folder))

    assert refusal(home).facts == {"folder": str(folder), "oldest": 15}


def test_a_postgres_that_is_too_old(home, monkeypatch, folder):
    old = folder
    for name in ("postgres", "initdb"):
        (old / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (old / name).chmod(0o755)
    monkeypatch.setenv("QUITUS_POSTGRES_BIN", str(old))

    assert refusal(home).code == "postgres_bin_unusable"


def test_no_postgres_at_all(home, wheel, monkeypatch):
    monkeypatch.setattr(binaries, "WHEEL", "not_installed")
    monkeypatch.setattr(binaries, "SYSTEM_PLACES", ())
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    assert refusal(home).code == "postgres_missing"


def test_initdb_fails(home, monkeypatch, folder):
    """Its own words come through, and nothing is left that looks like a cluster."""
    broken = folder
    (broken / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.4'\n")
    (broken / "initdb").write_text(
        "#!/bin/sh\necho 'initdb: error: the moon is in the wrong place' >&2\nexit 1\n"
    )
    for name in ("postgres", "initdb"):
        (broken / name).chmod(0o755)
    monkeypatch.setenv("QUITUS_POSTGRES_BIN", str(broken))

    refused = refusal(home)
    assert refused.code == "cluster_not_made"
    assert refused.facts["reason"] == "initdb: error: the moon is in the wrong place"
    assert not (home / "postgres/cluster").exists()
