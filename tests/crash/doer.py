"""A process whose children each do one thing and may be killed before any line of it. Set up once, forked for each.

An order on the standard input is a line of JSON: the organisation, the `action` of `ACTIONS` with its `facts`, and
`at`, the line before which the child is killed; 0 lets it live, -1 only counts and goes without a commit. Lines are
those of the `ROOMS`, as they are run, then the commit, then what follows it. Told of each child: "killed", or what it
was refused for, or how many lines it counted.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

ROOMS = (
    "apps/banking/returns/",
    "apps/banking/statements/importing",
    "apps/outgoing/",
    "apps/payments/returns",
    "apps/payments/putting_back",
    "apps/payments/credit",
    "apps/files/",
    "apps/timeline/actions",
)


class Killing:
    """Counts the lines that are run in these rooms; at the wanted one the process is killed as by `kill -9`."""

    def __init__(self, at: int) -> None:
        self.at, self.lines = at, 0

    def begin(self, frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        _, _, place = frame.f_code.co_filename.rpartition("/quitus/")
        return self.line if place.startswith(ROOMS) else None

    def line(self, frame: FrameType, event: str, argument: object) -> Callable[..., Any]:
        if event == "line":
            self.step()
        return self.line

    def step(self) -> None:
        self.lines += 1
        if self.lines == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quitus.config.settings")
    import django

    django.setup()
    from tests.crash.actions import ACTIONS

    tell("ready")
    for order in sys.stdin:
        wanted = json.loads(order)
        hears, says = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(hears)
            do(ACTIONS[wanted["action"]], wanted, says)
            os._exit(0)
        os.close(says)
        _, status = os.waitpid(child, 0)
        with os.fdopen(hears) as said:
            tell("killed" if os.WIFSIGNALED(status) else said.read() or "failed")


def do(action: Callable[..., object], wanted: dict[str, Any], says: int) -> None:
    """The action behind the wall, as a page or a command does it."""
    from quitus.apps.organisations.tenancy import tenant
    from quitus.domain.refused import Refused

    killing = Killing(wanted["at"])
    answer = "done"
    try:
        with tenant(wanted["organisation"]):
            sys.settrace(killing.begin)
            try:
                action(**wanted["facts"])
            finally:
                sys.settrace(None)
            if wanted["at"] < 0:
                os.write(says, str(killing.lines).encode())
                os._exit(0)
            killing.step()
        killing.step()
    except Refused as refusal:
        answer = refusal.code
    os.write(says, answer.encode())


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
