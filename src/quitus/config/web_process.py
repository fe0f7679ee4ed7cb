"""The web process: granian over WSGI, ending with its parent. Run as `python -m quitus.config.web_process`."""

import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from quitus.config.processes import die_with_parent, supervisor
from quitus.config.startup import set_up_django


def main(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    die_with_parent(supervisor())
    set_up_django()
    Server(
        "quitus.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,  # that it started and stopped, quitus says itself
        respawn_failed_workers=True,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
