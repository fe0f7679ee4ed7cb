"""The tests' end of `doer.py`: have a thing done by a process that is killed at one line of it after the other."""

import json
import os
import random  # noqa: TID251 - a seeded simulation
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from quitus.apps.doctor.checks import examine
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.timeline.queries import broken_chains
from tests.whole_record import whole_record

ROOT = Path(__file__).resolve().parents[2]
WHOLE = bool(os.environ.get("QUITUS_TEST_ALL"))
# How many of an action's lines, by chance: there are hundreds, and each is a process.
KILLS = 100 if WHOLE else 20
# One after which everything is deterministic: failures tell it, and can be played again.
SEED = int(os.environ.get("QUITUS_TEST_SEED", "20261124"))


class Doer:
    """The process whose children do things, and are killed."""

    def __init__(self) -> None:
        described = connections["default"].settings_dict
        place = f"{described['NAME']}?host={described['HOST']}&port={described['PORT']}"
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{described['USER']}:{described['PASSWORD']}@/{place}",
            "QUITUS_SECRET_KEY": settings.SECRET_KEY,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.doer"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._hear() == "ready"

    def do(self, organisation: int, action: str, facts: dict[str, object], at: int = 0) -> str:
        """How it ended: "killed", "done", or what it was refused for; for `at` -1, how many lines there are."""
        wanted = {"organisation": organisation, "action": action, "facts": facts, "at": at}
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return self._hear()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def _hear(self) -> str:
        return self.process.stdout.readline().strip()


def sound_record(organisation: int) -> dict[str, tuple[int, int]]:
    """All that is on record, in which the doctor finds nothing."""
    with tenant(organisation):
        assert (examine(), broken_chains()) == ([], [])
    return _record(organisation)


def _record(organisation: int) -> dict[str, tuple[int, int]]:
    with tenant(organisation):
        record = whole_record()
    connection.close()
    return record


def killed_everywhere(
    doer: Doer, organisation: int, action: str, **facts: object
) -> dict[str, tuple[int, int]]:
    """Have it done by processes that are killed at many of its lines; the record once it is done.

    Whoever was killed before the commit has done nothing at all: every table is as it was, and as sound.
    """
    before = sound_record(organisation)
    lines = int(doer.do(organisation, action, facts, at=-1))
    places = range(1, lines + 1)
    some = sorted(random.Random(SEED).sample(places, min(KILLS, lines)))
    for at in (*some, lines + 1):
        assert doer.do(organisation, action, facts, at) == "killed", (action, at, SEED)
        assert _record(organisation) == before, (action, at, SEED)
    assert doer.do(organisation, action, facts, lines + 2) == "killed", (action, lines, SEED)
    after = sound_record(organisation)
    assert after != before, (action, "the last one was killed after its commit")
    return after
