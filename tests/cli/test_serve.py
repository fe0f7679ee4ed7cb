"""`quitus serve`: web and worker live under one supervisor, and none of them outlives it. Real processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A running `quitus serve`: what it says goes to a file."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.port = free_port()
        self.errors = folder / "errors"
        self.words = folder / "words"
        with self.words.open("wb") as words, self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "quitus.cli.main", "serve", "--port", str(self.port)],
                env=environment,
                stdout=words,
                stderr=errors,
            )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=5) as page:
                return page.status == 200
        except OSError:
            return False

    def children(self) -> dict[str, int]:
        """Process ids below the supervisor, the web's own workers included."""
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = (stat[0], int(stat[1]), (folder / "cmdline").read_bytes())
            except OSError:  # it ended while we looked
                continue
        found = {}
        for process, (state, parent, command) in parents.items():
            if parent == self.process.pid and state != "Z":
                name = "web" if b"web_process" in command else "worker" if b"worker" in command else "?"
                found[name] = process
                for grandchild, (its_state, its_parent, _) in parents.items():
                    if its_parent == process and its_state != "Z":
                        found[f"{name} below {grandchild}"] = grandchild
        return found


def until(happened: Callable[[], object], why: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < give_up, why.read_text()
        time.sleep(0.05)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def site(committed, child_environment, tmp_path) -> Iterator[Site]:
    if sys.platform != "linux":
        pytest.skip("looks into /proc")
    home = {"QUITUS_HOME": str(tmp_path / "home"), "QUITUS_LANGUAGE": "en"}
    running = Site(child_environment | home, tmp_path)
    until(lambda: running.answers() and {"web", "worker"} <= set(running.children()), running.errors)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
    running.process.wait(PATIENCE)


def test_a_killed_child_comes_back_and_a_killed_parent_takes_all_along(site):
    words = site.words.read_text()
    assert f"http://localhost:{site.port}/   (Ctrl-C)" in words
    assert re.search(rf"First visit: http://localhost:{site.port}/welcome\?key=\S{{20,}}", words)
    first = site.children()
    for name in ("web", "worker"):
        os.kill(first[name], signal.SIGKILL)
    until(lambda: site.children().get("worker", first["worker"]) != first["worker"], site.errors)
    until(lambda: site.children().get("web", first["web"]) != first["web"] and site.answers(), site.errors)
    errors = site.errors.read_text()
    assert "quitus: web ended (-9), again in 0.5 s" in errors
    assert "quitus: worker ended (-9), again in 0.5 s" in errors
    second = site.children()
    assert len(second) >= 3  # the web process has a worker of its own
    site.process.kill()
    site.process.wait(PATIENCE)
    until(lambda: not any(alive(process) for process in (*first.values(), *second.values())), site.errors)
    assert not site.answers()


def test_an_orderly_end_leaves_nobody(site):
    children = site.children()
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(PATIENCE) in (0, 143)
    assert not any(alive(process) for process in children.values())
    assert "Traceback" not in site.errors.read_text()


def test_a_taken_port_is_told(committed, child_environment, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "quitus.cli.main", "serve", "--port", str(port)],
            env=child_environment | {"QUITUS_HOME": str(tmp_path), "QUITUS_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert str(port) in done.stderr


def test_a_database_that_cannot_be_brought_up_to_date_ends_it_all(committed, child_environment, tmp_path):
    owner = child_environment["DATABASE_OWNER_URL"].replace("/quitus_test_", "/not_there_")
    done = subprocess.run(
        [sys.executable, "-m", "quitus.cli.main", "serve", "--port", str(free_port())],
        env=child_environment
        | {"QUITUS_HOME": str(tmp_path), "QUITUS_LANGUAGE": "en", "DATABASE_OWNER_URL": owner},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert "not_there_" in done.stderr
    assert "Traceback" not in done.stderr
