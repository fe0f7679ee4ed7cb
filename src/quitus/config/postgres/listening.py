"""Where the server listens: a socket in the home, or a port of this machine where a socket cannot be."""

import socket

from quitus.config.postgres.home import Place
from quitus.config.postgres.postmaster import Postmaster
from quitus.config.postgres.settings import SOCKET_PORT

LOOPBACK = "127.0.0.1"
SOCKET_FILE = f".s.PGSQL.{SOCKET_PORT}"


def choose_listening(place: Place, before: Postmaster | None) -> tuple[str, int]:
    """Host and port to listen on. After a crash the port of `before`, which the users still know.

    Called only when no server of ours is alive.
    """
    # A killed server leaves its socket and the number of its process beside it, which may be another's now.
    for name in (SOCKET_FILE, f"{SOCKET_FILE}.lock"):
        (place.socket / name).unlink(missing_ok=True)
    if _socket_possible(place):
        return str(place.socket), SOCKET_PORT
    known = before.port if before is not None and before.host == LOOPBACK else 0
    return LOOPBACK, _free_port(known) or _free_port(0)


def _socket_possible(place: Place) -> bool:
    """Try one: the path may be longer than the system's 107 bytes, or the disk a shared folder of a
    virtual machine, which knows no sockets. A comma would make two hosts of the address."""
    trial = place.socket / SOCKET_FILE
    if {",", '"'} & set(str(place.socket)):
        return False
    with socket.socket(socket.AF_UNIX) as listener:
        try:
            listener.bind(str(trial))
        except OSError:
            return False
    trial.unlink()
    return True


def _free_port(wanted: int) -> int:
    """`wanted`, or with 0 any port; 0 when somebody has the wanted one."""
    with socket.socket(socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, wanted))
        except OSError:
            return 0
        return int(trial.getsockname()[1])
