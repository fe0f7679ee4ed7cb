"""What `postmaster.pid` tells of the server: PostgreSQL writes it at the start and removes it at the end."""

import os
import socket
import struct
from dataclasses import dataclass

from quitus.config.postgres.home import Place
from quitus.domain.refused import Refused

PROBE_SECONDS = 1.0
# The protocol's shortest question (SSLRequest), which needs no role; hanging up after the answer is usual.
WILL_YOU_ENCRYPT = struct.pack("!II", 8, 80877103)


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The server's first process. `host` is the folder of its socket, or its address."""

    process: int
    host: str
    port: int
    ready: bool

    def answers(self) -> bool:
        """Does it take connections? A killed one leaves its file behind, saying "ready" for ever.

        A connection alone proves nothing: a child of the killed one may still hold the listening socket.
        """
        local = self.host.startswith("/")
        address = f"{self.host}/.s.PGSQL.{self.port}" if local else (self.host, self.port)
        with socket.socket(socket.AF_UNIX if local else socket.AF_INET) as probe:
            probe.settimeout(PROBE_SECONDS)
            try:
                probe.connect(address)
                probe.sendall(WILL_YOU_ENCRYPT)
                return probe.recv(1) in (b"N", b"S")
            except OSError:
                return False


def read_postmaster(place: Place) -> Postmaster | None:
    """None when there is no file, or only the beginning of one."""
    try:
        lines = (place.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        process, _folder, _started, port, socket_folder, address, _memory, state = lines[:8]
        return Postmaster(abs(int(process)), socket_folder or address, int(port), state.strip() == "ready")
    except (OSError, ValueError):
        return None


def clear_leftover(place: Place) -> Postmaster | None:
    """Remove the file that a crashed server left behind, and tell what it said.

    PostgreSQL does this by itself unless the number now belongs to another process of the same user: after
    a power cut, to a browser perhaps. It would then refuse to start until somebody removes the file.
    Called only when none of the processes we started on this cluster is alive.
    Raises Refused("cluster_served_by_another") when somebody started a server on it by hand.
    """
    leftover = read_postmaster(place)
    file = place.cluster / "postmaster.pid"
    if file.exists():
        # Only its first line need be there: a server that is just starting writes the rest later.
        number = file.read_text(encoding="utf-8").partition("\n")[0].lstrip("-")
        if number.isdecimal() and _works_on(int(number), place):
            raise Refused("cluster_served_by_another", folder=str(place.cluster), process=int(number))
        file.unlink()
    return leftover


def _works_on(process: int, place: Place) -> bool:
    """A PostgreSQL server's current folder is its data directory (without /proc, PostgreSQL must judge)."""
    try:
        return os.path.samefile(f"/proc/{process}/cwd", place.cluster)
    except OSError:
        return False
