"""`quitus worker` by itself: each firm's day in its own time zone, and what a killed worker left behind.

Real processes on this run's database. A minute of silence is not waited for: the owner makes the dead worker's last
sign of life older, and forgets that this minute's look was made.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount, Message
from quitus.apps.reminders.models import PlanDay
from tests.mail_server import Behaviour, mail_server
from tests.reminding import debtors, get_ready, plan

PATIENCE = 40
NOT_THE_TURNS = " WHERE task_name <> 'reminders.every_firm'"


@pytest.fixture
def start_worker(committed, child_environment, tmp_path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """start_worker() -> a running `quitus worker`; whoever still runs at the end is stopped."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        environment = child_environment | {"QUITUS_HOME": str(tmp_path / "home")}
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "quitus.cli.main", "worker"],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        _, said = process.communicate(timeout=PATIENCE)
        assert b"Traceback" not in said, said.decode()


def until(happened: Callable[[], object], *, seconds: float = PATIENCE) -> object:
    """What happened; fails when it did not within the time."""
    give_up = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < give_up, "it did not happen"
        time.sleep(0.05)
    return found


def as_owner(statement: str) -> list[tuple[object, ...]]:
    """What the owner reads or changes; jobs stand outside the wall."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def states(organisation: Organisation) -> list[str]:
    with tenant(organisation.id):
        return list(Message.objects.order_by("id").values_list("state", flat=True))


def planned_days(organisation: Organisation) -> list[str]:
    with tenant(organisation.id):
        return [day.isoformat() for day in PlanDay.objects.values_list("day", flat=True)]


def test_each_firm_lives_its_own_day(start_worker):
    """One moment: past midnight in Paris, the evening before in Tahiti, morning in Auckland."""
    moment = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    places = {
        "Europe/Paris": "2026-11-25",
        "Pacific/Tahiti": "2026-11-24",
        "Pacific/Auckland": "2026-11-25",
    }
    firms = [
        (Organisation.objects.create(name=zone, time_zone=zone, clock_set_to=moment), day)
        for zone, day in places.items()
    ]
    process = start_worker()
    for firm, day in firms:
        assert until(lambda firm=firm: planned_days(firm)) == [day]
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("queued_meanwhile", [False, True], ids=["alone", "the next turn waits already"])
def test_a_turn_whose_worker_was_killed_is_taken_up_again(start_worker, queued_meanwhile):
    firm = Organisation.objects.create(name="Studio Marelle", account_holder="Studio Marelle", iban="FR76")
    with mail_server(Behaviour(slow_seconds=60)) as (_, port):
        get_ready(firm, port=port)
        with tenant(firm.id):
            debtors(3)
            plan()
        connection.close()
        doomed = start_worker()
        until(lambda: "handing_over" in states(firm))
        os.kill(doomed.pid, signal.SIGKILL)
        doomed.wait(PATIENCE)
    assert states(firm) == ["handing_over", "queued", "queued"]
    as_owner("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    as_owner("DELETE FROM procrastinate_periodic_defers" + ("" if queued_meanwhile else NOT_THE_TURNS))
    with mail_server() as (recorder, port):
        with tenant(firm.id):
            MailAccount.objects.update(port=port, trouble="", rest_until=None)
        connection.close()
        start_worker()
        until(lambda: states(firm) == ["handing_over", "accepted", "accepted"])
        until(lambda: not as_owner("SELECT 1 FROM procrastinate_jobs WHERE status IN ('doing', 'todo')"))
    assert len(recorder.taken) == 2
