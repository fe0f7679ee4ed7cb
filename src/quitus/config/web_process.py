"""The web process: granian over WSGI, ending with its parent. Run as `python -m quitus.config.web_process`.

It also brings the database up to date, so that only one program has to start before the first page is there.
"""

import gc
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from quitus.config.processes import NEVER_AGAIN, die_with_parent, supervisor
from quitus.config.startup import set_up_django


def main(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    die_with_parent(supervisor())
    gc.disable()  # what a start makes stays: looking for garbage in it costs a tenth of the time
    set_up_django()
    _bring_up_to_date()
    if way_in := first_visit(site_address(host, port)):
        sys.stdout.write(f"{way_in}\n")
        sys.stdout.flush()
    gc.freeze()
    gc.enable()
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


def site_address(host: str, port: int) -> str:
    """Where a person finds the site."""
    return f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"


def first_visit(site: str) -> str:
    """The line with the address that opens the first firm; "" once somebody may sign in."""
    from quitus.apps.onboarding.first import first_key
    from quitus.apps.organisations.queries import somebody_may_sign_in

    return "" if somebody_may_sign_in() else f"First visit: {site}welcome?key={first_key()}"


def _bring_up_to_date() -> None:
    from django.db import Error

    from quitus.cli.main import language_of_terminal
    from quitus.cli.troubles import refusal_of
    from quitus.config.upgrade import bring_up_to_date
    from quitus.ports.refusals import sentence

    try:
        bring_up_to_date()
    except (Error, OSError) as fault:
        sys.stderr.write(f"{sentence(refusal_of(fault), language_of_terminal())}\n")
        sys.exit(NEVER_AGAIN)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
