"""Who runs the server: PostgreSQL refuses root, so root runs it as somebody else who already exists."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quitus.config.postgres.home import Place, user_name
from quitus.domain.refused import Refused

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    output: str


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The user whose processes and files the server's are; `borrowed` when it is not our own."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    def identity(self) -> dict[str, Any]:
        """What `subprocess` needs to run a program as this user, without any right of root's."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}

    def own(self, folder: Path) -> None:
        """Have a folder of the server's own there, closed to everybody else."""
        folder.mkdir(mode=0o700, exist_ok=True)
        # Given away each time: somebody may have been killed between making it and this line.
        if self.borrowed:
            os.chown(folder, self.uid, self.gid)

    def run(self, command: Sequence[str | Path], stdin: str = "", pass_fds: Sequence[int] = ()) -> Outcome:
        """Run a program to its end as this user; its output and errors together, in English.

        Raises Refused: program_not_started.
        """
        try:
            done = subprocess.run(
                [str(word) for word in command],
                input=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                check=False,
                pass_fds=pass_fds,
                **surroundings(),
                **self.identity(),
            )
        except OSError as error:
            # A container may forbid root to become anybody else; a program may be for another machine.
            reason = error.strerror or str(error)
            raise Refused(
                "program_not_started", program=str(command[0]), user=self.name, reason=reason
            ) from error
        return Outcome(done.returncode, done.stdout)


def surroundings() -> dict[str, Any]:
    """Folder, umask and environment for PostgreSQL's programs, whatever those of the caller are.

    The caller's folder may be closed to the server's user; its PGDATA or PGOPTIONS mean another server;
    messages are read, so they must be in English.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {"cwd": "/", "umask": 0o077, "env": {**kept, "LC_ALL": "C"}}


def ourselves() -> ServerUser:
    return ServerUser(user_name(os.geteuid()), os.geteuid(), os.getegid(), borrowed=False)


def server_user(place: Place) -> ServerUser:
    """Ourselves; as root, the owner of the cluster that is there, else `nobody`.

    Raises Refused: server_user_missing.
    """
    if os.geteuid() != 0:
        return ourselves()
    if place.cluster.is_dir() and (owner := place.cluster.stat()).st_uid != 0:
        return ServerUser(user_name(owner.st_uid), owner.st_uid, owner.st_gid, borrowed=True)
    try:
        known = pwd.getpwnam(NOBODY)
    except KeyError:
        raise Refused("server_user_missing", user=NOBODY) from None
    return ServerUser(known.pw_name, known.pw_uid, known.pw_gid, borrowed=True)


def refuse_closed_home(place: Place, user: ServerUser) -> None:
    """Raise Refused("home_closed_to_server") with the first folder on the way that the user may not pass."""
    if not user.borrowed or _passes(place.root, user):
        return
    way = [*reversed(place.root.parents), place.root]
    closed = next((folder for folder in way if not _passes(folder, user)), place.root)
    raise Refused("home_closed_to_server", folder=str(closed), home=str(place.home), user=user.name)


def _passes(folder: Path, user: ServerUser) -> bool:
    # Asked of the system as that user: modes alone do not tell about access lists and mounts.
    return user.run(["test", "-x", folder]).code == 0
