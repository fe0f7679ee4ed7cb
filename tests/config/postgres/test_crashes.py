"""Processes are killed at any moment: nothing committed is lost, and the next start goes right."""

import os
import signal
import subprocess
import time

import psycopg
import pytest

from quitus.config.postgres import DatabaseUrls, revive_database, running_database, server
from quitus.config.postgres.home import Place
from quitus.config.postgres.sharing import alone
from quitus.domain.refused import Refused
from tests.config.postgres.guests import SECONDS, is_up, kill_server, postmaster


def count(urls: DatabaseUrls) -> int:
    with psycopg.connect(urls.owner) as connection:
        row = connection.execute("SELECT max(number) FROM rows HAVING max(number) = count(*)").fetchone()
        assert row is not None, "no row is missing in between"
        return int(row[0])


@pytest.mark.parametrize("victims", ["quitus", "server", "both"])
def test_killed_while_writing_no_committed_row_is_lost(made_home, guest, victims):
    writer = guest(made_home)
    writer.hear()
    writer.process.stdin.write("write\n")
    writer.process.stdin.flush()
    said = [writer.hear() for _ in range(50)]

    if victims != "server":
        writer.process.kill()
    if victims != "quitus":
        kill_server(made_home)
    while (number := writer.hear()) is not None:
        said.append(number)
    writer.process.wait(SECONDS)

    with running_database(made_home) as urls:
        # One more may have been committed without the writer having lived to say so.
        assert count(urls) - said[-1] in (0, 1)
    assert not is_up(made_home)


def test_a_killed_user_is_forgotten_and_the_next_last_one_stops_the_server(wheel_home, guest):
    killed = guest(wheel_home)
    killed.hear()
    server_process = postmaster(wheel_home)
    killed.end()
    assert postmaster(wheel_home) == server_process

    next_one = guest(wheel_home)
    next_one.hear()
    assert postmaster(wheel_home) == server_process
    next_one.leave()
    assert not is_up(wheel_home)


def test_the_watcher_revives_a_killed_server_for_everybody(wheel_home, guest):
    watcher, other = guest(wheel_home), guest(wheel_home)
    urls = watcher.hear()
    other.hear()
    assert watcher.tell("revive") is False, "it lives"

    kill_server(wheel_home)

    assert watcher.tell("revive") is True
    with psycopg.connect(urls["app"]) as connection:
        connection.execute("SELECT 1")
    watcher.leave()
    assert is_up(wheel_home)
    other.leave()
    assert not is_up(wheel_home)


# Killed with all its children, as by a power cut, or alone: then `initdb` goes on as an orphan.
MOMENTS = (
    ("making", os.killpg),
    ("making/cluster/global/pg_control", os.kill),
    ("making/cluster/base/?????", os.killpg),  # the database of Quitus is being made
    ("cluster", os.kill),
)


def test_killed_while_making_the_cluster_a_half_is_never_taken_for_a_whole(home, engine, guest):
    for beginning, kill in MOMENTS:
        killed = guest(home)
        while not list((home / "postgres").glob(beginning)):
            assert killed.process.poll() is None
            time.sleep(0.01)
        kill(killed.process.pid, signal.SIGKILL)
        killed.end()

    with running_database(home) as urls:
        for url, role in ((urls.app, "quitus_app"), (urls.owner, "quitus_owner")):
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT current_user").fetchone() == (role,)
    folders = {path.name for path in (home / "postgres").iterdir() if path.is_dir()}
    assert folders - {"binaries"} == {"cluster", "log", "socket"}  # root's copy of the programs aside


def test_the_dead_servers_number_may_belong_to_another_process(made_home):
    """After a power cut the number in postmaster.pid may be a browser's: PostgreSQL alone would not start."""
    cluster = made_home / "postgres/cluster"
    user = cluster.stat()
    same_user = {"user": user.st_uid, "group": user.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **same_user)
    try:
        left = [str(stranger.pid), str(cluster), "1700000000", "5432", "/nowhere", "", "1 1", "ready   "]
        (cluster / "postmaster.pid").write_text("\n".join(left) + "\n")

        with running_database(made_home) as urls, psycopg.connect(urls.app) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_empty_pid_file_is_what_a_full_disk_leaves(wheel_home):
    (wheel_home / "postgres/cluster/postmaster.pid").touch()

    with running_database(wheel_home) as urls, psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_watcher_knows_the_embedded_server_by_its_handed_down_addresses(wheel_home, monkeypatch):
    with running_database(wheel_home) as urls:
        monkeypatch.setenv("DATABASE_URL", urls.app)
        monkeypatch.setenv("DATABASE_OWNER_URL", urls.owner)
        assert revive_database(wheel_home) is False
        kill_server(wheel_home)
        assert revive_database(wheel_home) is True


@pytest.mark.parametrize("content", [None, "", '{"quitus_owner": "half'])
def test_lost_passwords_are_made_anew(wheel_home, content):
    passwords = wheel_home / "postgres/passwords.json"
    with running_database(wheel_home) as urls, psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE kept ()")
        old = urls
    passwords.unlink()
    if content is not None:
        passwords.write_text(content)

    with running_database(wheel_home) as urls:
        assert urls.owner != old.owner
        with psycopg.connect(urls.owner) as connection:
            assert connection.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(old.owner)
    assert passwords.stat().st_mode & 0o777 == 0o600


def test_passwords_lost_under_a_running_server(wheel_home):
    with running_database(wheel_home):
        (wheel_home / "postgres/passwords.json").unlink()
        with pytest.raises(Refused, match="database_passwords_missing"), running_database(wheel_home):
            pass
        assert is_up(wheel_home)
    assert not is_up(wheel_home)


def test_a_server_that_does_not_answer_is_waited_for_then_named(wheel_home, monkeypatch, guest):
    """A process of the server lives, but no server answers: a backend that outlived it, stuck on a disk."""
    place = Place(wheel_home)
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0.2)
    with alone(place.alive):
        with pytest.raises(Refused, match="database_not_answering"):
            server.bring_up(place)
        with pytest.raises(Refused, match="database_not_stopped"):
            server.stop(place)
