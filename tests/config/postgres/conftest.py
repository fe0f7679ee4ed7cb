"""Homes for the embedded database: empty ones, and ones with a cluster of either PostgreSQL already in."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quitus.config.postgres import DatabaseUrls, running_database
from quitus.config.postgres.home import Place
from quitus.config.postgres.server import stop
from tests.config.postgres.guests import Guest

DEBIAN = Path("/usr/lib/postgresql/15/bin")
ENGINES = ("wheel", "debian-15")


def force(engine: str, patch: pytest.MonkeyPatch) -> None:
    """Have every program of the test use that PostgreSQL."""
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "QUITUS_POSTGRES_BIN"):
        patch.delenv(variable, raising=False)
    if engine == "debian-15":
        if not (DEBIAN / "postgres").exists():
            pytest.skip("Debian's postgresql-15 is not installed")
        patch.setenv("QUITUS_POSTGRES_BIN", str(DEBIAN))


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    force(request.param, monkeypatch)
    return str(request.param)


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> str:
    force("wheel", monkeypatch)
    return "wheel"


def fast_folder() -> Path | None:
    """Memory where there is enough of it: these tests kill processes, not the machine. None: the usual one."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of ours is made in it
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        return None
    runs_programs = not os.statvfs(memory).f_flag & os.ST_NOEXEC
    enough = runs_programs and shutil.disk_usage(memory).free > 2 << 30
    return memory if enough else None


@pytest.fixture(scope="session")
def compiled() -> Iterator[Callable[[str | None], Path]]:
    """For each user a folder for Python's compiled files: the guests would spend their time compiling."""
    made = Path(tempfile.mkdtemp(prefix="quitus-compiled-", dir=fast_folder()))
    made.chmod(0o755)

    def of_user(user: str | None) -> Path:
        folder = made / (user or "ourselves")
        if not folder.exists():
            folder.mkdir()
            if user:
                shutil.chown(folder, user)
        return folder

    yield of_user
    shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may pass through, unlike pytest's own, with a short path for sockets."""
    made = Path(tempfile.mkdtemp(prefix="quitus-", dir=fast_folder()))
    made.chmod(0o755)
    yield made
    for cluster in made.rglob("postgres/cluster"):
        stop(Place(cluster.parents[1]))
    shutil.rmtree(made)


@pytest.fixture
def home(folder: Path) -> Path:
    """A home that does not exist yet."""
    return folder / "home"


@pytest.fixture(scope="session")
def prototypes() -> Iterator[Callable[[str], Path]]:
    """A home with a fresh, stopped cluster for each PostgreSQL, made once."""
    made = Path(tempfile.mkdtemp(prefix="quitus-prototypes-", dir=fast_folder()))
    made.chmod(0o755)

    def prototype(engine: str) -> Path:
        home = made / engine
        if not home.exists():
            with running_database(home):
                pass
        return home

    yield prototype
    shutil.rmtree(made)


@pytest.fixture(scope="module", params=ENGINES)
def standing(request: pytest.FixtureRequest, prototypes: Callable[[str], Path]) -> Iterator[DatabaseUrls]:
    """The running server of either PostgreSQL, for tests that leave it as it was."""
    with pytest.MonkeyPatch.context() as patch:
        force(request.param, patch)
        with running_database(prototypes(request.param)) as urls:
            yield urls


@pytest.fixture
def made_home(home: Path, engine: str, prototypes: Callable[[str], Path]) -> Path:
    """A home with a stopped cluster in it: a copy of the prototype."""
    return copied(prototypes(engine), home)


@pytest.fixture
def wheel_home(home: Path, wheel: str, prototypes: Callable[[str], Path]) -> Path:
    return copied(prototypes(wheel), home)


def copied(prototype: Path, home: Path, user: str | None = None) -> Path:
    """Copy a stopped home, as it is or as a normal user's own."""
    subprocess.run(["cp", "-a", prototype, home], check=True)
    if user:
        subprocess.run(["chown", "-R", user, home], check=True)
        subprocess.run(["chmod", "700", home, home / "postgres"], check=True)
    return home


@pytest.fixture
def guest(compiled: Callable[[str | None], Path]) -> Iterator[Callable[..., Guest]]:
    """Starts guests; those that still live at the end are killed."""
    guests: list[Guest] = []

    def start(home: Path, *, user: str | None = None, first_packages: Path | None = None) -> Guest:
        guests.append(Guest(home, compiled(user), user, first_packages))
        return guests[-1]

    yield start
    for each in guests:
        each.end()


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, to be two users of the machine")
