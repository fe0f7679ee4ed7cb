"""Starting guests (`guest.py`), as ourselves or, for root, as another user of the machine."""

import functools
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from quitus.config.postgres.binaries import Binaries, find_binaries, within_reach
from quitus.config.postgres.engine import cluster_major
from quitus.config.postgres.home import Place
from quitus.config.postgres.postmaster import read_postmaster
from quitus.config.postgres.sharing import is_held
from quitus.config.postgres.user import server_user

SOURCES = Path(__file__).parents[3] / "src"
PACKAGES = Path(psycopg.__file__).parents[1]
SECONDS = 60


class Guest:
    """One process that uses the database of a home. `urls` once it has said them."""

    def __init__(self, home: Path, compiled: Path, user: str | None, first_packages: Path | None) -> None:
        paths = [str(path) for path in (first_packages, SOURCES, PACKAGES) if path]
        python = python_for(user) if user else sys.executable
        self.process = subprocess.Popen(
            [python, "-W", "error", str(Path(__file__).with_name("guest.py")), str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
                "PYTHONPATH": os.pathsep.join(paths),
                "PYTHONPYCACHEPREFIX": str(compiled),
            },
            start_new_session=True,
            **identity(user),
        )

    def hear(self) -> Any:
        """What it says next; None when it is dead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line else None

    def tell(self, word: str) -> Any:
        """Give it a word and hear the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return self.hear()

    def leave(self) -> None:
        assert self.tell("leave") == "left"
        assert self.process.wait(SECONDS) == 0

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def identity(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    known = pwd.getpwnam(user)
    return {"user": known.pw_uid, "group": known.pw_gid, "extra_groups": [], "cwd": "/"}


@functools.cache
def python_for(user: str) -> str:
    """A Python that the user may run with this checkout's code; skips the test when there is none."""
    for python in (sys.executable, shutil.which("python3", path="/usr/bin:/bin")):
        if python is None:
            continue
        try:
            tried = subprocess.run(
                [python, "-c", "import psycopg, quitus.config.postgres"],
                env={"PYTHONPATH": f"{SOURCES}:{PACKAGES}", "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                check=False,
                **identity(user),
            )
        except PermissionError:
            continue
        if tried.returncode == 0:
            return python
    pytest.skip(f"no Python with Quitus's packages that the user {user} may run")


def programs_for_server(home: Path) -> Binaries:
    """The programs where the server's user may run them: a copy in the home, when root's own folder holds them."""
    place = Place(home)
    return within_reach(find_binaries(cluster_major(place), place.cluster), server_user(place), place)


def environment_is_closed() -> bool:
    """Whether these tests are root's and lie where the server's user may not go, as under /root."""
    command = ["test", "-x", find_binaries(None, Path("/nowhere")).program("postgres")]
    return os.geteuid() == 0 and subprocess.run(command, check=False, **identity("nobody")).returncode != 0


def postmaster(home: Path) -> int:
    """The number of the server's first process; 0 when there is no server."""
    found = read_postmaster(Place(home))
    return found.process if found is not None and is_held(Place(home).alive) else 0


def is_up(home: Path) -> bool:
    return is_held(Place(home).alive)


def kill_server(home: Path) -> None:
    """Kill the server's first process, and come back when it is dead."""
    process = postmaster(home)
    os.kill(process, signal.SIGKILL)
    status = Path(f"/proc/{process}/stat")
    # Gone, or a zombie: in a container nobody may come and fetch it.
    while status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.001)
