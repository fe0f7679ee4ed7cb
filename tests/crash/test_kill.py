"""`kill -9` at any moment: no message twice, none lost without being shown. Real processes, signals, and a mail server.

Two hundred messages go out while their sender is killed again and again. The mail server writes down what it took
before it answers, so that it also knows what a killed sender was never told.
"""

import json
import os
import random  # noqa: TID251 - a seeded simulation
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.actions import show_unsure
from quitus.apps.outbox.models import MailAccount, Message, MessageContent
from quitus.apps.outbox.sending import send_due
from quitus.apps.reminders.models import Reminder
from quitus.apps.timeline.queries import broken_chains
from quitus.ports import clock
from tests.reminding import NOW, debtors, get_ready, plan

ROOT = Path(__file__).resolve().parents[2]
WHOLE = bool(os.environ.get("QUITUS_TEST_ALL"))
MESSAGES = 200 if WHOLE else 60
KILLS = 60 if WHOLE else 15
# One after which everything is deterministic: failures tell it, and can be played again.
SEED = int(os.environ.get("QUITUS_TEST_SEED", "20261124"))


@contextmanager
def recording_server(journal: Path, slow_seconds: float) -> Iterator[int]:
    """The mail server in a process of its own; its port."""
    command = [sys.executable, "-m", "tests.mail_server", str(journal), str(slow_seconds)]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield int(server.stdout.readline())
    finally:
        server.stdin.close()
        server.wait(20)
        server.stdout.close()


class Sender:
    """The process whose children hand messages over, and are killed."""

    def __init__(self) -> None:
        described = connections["default"].settings_dict
        place = f"{described['NAME']}?host={described['HOST']}&port={described['PORT']}"
        url = f"postgresql://{described['USER']}:{described['PASSWORD']}@/{place}"
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/crash/sender.py")],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.hear() == ["ready"]

    def start(self, organisation: Organisation, count: int = 1) -> list[int]:
        """Let so many children hand over what they can; their process ids."""
        self.process.stdin.write(f"{organisation.id} {count}\n")
        self.process.stdin.flush()
        return [int(child) for child in self.hear()]

    def hear(self) -> list[str]:
        """How each child ended: "0", or "killed"."""
        return self.process.stdout.readline().split()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def sender(django_db_setup) -> Iterator[Sender]:
    sender = Sender()
    yield sender
    sender.close()


@pytest.fixture
def firm(committed) -> Organisation:
    return Organisation.objects.create(name="Studio Marelle", account_holder="Studio Marelle", iban="FR76")


def ready_to_send(organisation: Organisation, port: int, count: int = MESSAGES) -> None:
    get_ready(organisation, port=port)
    with tenant(organisation.id):
        debtors(count)
        plan()
    connection.close()


def counted(journal: Path) -> Counter[str]:
    """How often each message was taken."""
    return Counter(json.loads(line)["id"] for line in journal.read_text().splitlines())


def show_what_nobody_heard_of(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour later the leases of the killed have run out."""
    later = clock.real_now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "_source", lambda: later)
    with tenant(organisation.id):
        show_unsure(NOW)


def verify(organisation: Organisation, journal: Path) -> Counter[str]:
    """No message twice, none lost without being shown; the states by number."""
    taken = counted(journal)
    assert [message for message, count in taken.items() if count > 1] == [], f"twice, seed {SEED}"
    with tenant(organisation.id):
        names = dict(MessageContent.objects.values_list("message_id", "rfc_message_id"))
        messages = dict(Message.objects.values_list("id", "state"))
        said = dict(Reminder.objects.values_list("message_id", "state"))
        assert broken_chains() == []
    for message, state in messages.items():
        arrived = taken.get(names.get(message, ""), 0) == 1
        allowed = {"accepted", "unsure"} if arrived else {"queued", "unsure"}
        assert state in allowed, (message, state, arrived, SEED)
        assert said[message] == {"accepted": "sent", "queued": "planned", "unsure": "unsure"}[state]
    assert set(taken) <= set(names.values())
    return Counter(messages.values())


def test_killed_at_random_moments(firm, sender, tmp_path, monkeypatch):
    journal = tmp_path / "taken"
    journal.touch()
    chance = random.Random(SEED)
    kills = 0
    with recording_server(journal, slow_seconds=0.004) as port:
        ready_to_send(firm, port)
        while kills < KILLS and len(counted(journal)) < MESSAGES:
            (child,) = sender.start(firm)
            # From before its first message to some messages later; a message takes some ten milliseconds.
            time.sleep(chance.uniform(0, 0.25))
            os.kill(child, signal.SIGKILL)
            kills += sender.hear() == ["killed"]
        sender.start(firm)  # what is left leaves in peace
        assert sender.hear() == ["0"]
    show_what_nobody_heard_of(firm, monkeypatch)
    states = verify(firm, journal)
    assert kills >= KILLS, (kills, states)
    assert states["queued"] == 0
    assert states["unsure"] <= kills
    assert states["accepted"] + states["unsure"] == MESSAGES
    monkeypatch.undo()
    assert send_due(firm).accepted == 0  # the unsure ones are not repeated by themselves
    assert verify(firm, journal) == states


def test_killed_before_the_answer_is_heard(firm, sender, tmp_path, monkeypatch):
    """The worst moment, for certain: the server took the message, and its answer never came."""
    journal = tmp_path / "taken"
    journal.touch()
    with recording_server(journal, slow_seconds=30) as port:
        ready_to_send(firm, port, 3)
        for count in (1, 2):
            (child,) = sender.start(firm)
            while len(counted(journal)) < count:
                time.sleep(0.01)
            os.kill(child, signal.SIGKILL)
            assert sender.hear() == ["killed"]
    show_what_nobody_heard_of(firm, monkeypatch)
    assert verify(firm, journal) == {"unsure": 2, "queued": 1}


def test_several_senders_at_once_share_the_work(firm, sender, tmp_path):
    journal = tmp_path / "taken"
    with recording_server(journal, slow_seconds=0.002) as port:
        ready_to_send(firm, port)
        sender.start(firm, 3)
        assert sender.hear() == ["0", "0", "0"]
    assert verify(firm, journal) == {"accepted": MESSAGES}


def test_a_server_that_dies_in_the_middle_and_comes_back(firm, tmp_path, monkeypatch):
    journal = tmp_path / "taken"
    journal.touch()
    with recording_server(journal, slow_seconds=0.01) as port:
        ready_to_send(firm, port, 30)
        command = [sys.executable, "-m", "tests.mail_server", str(journal), "0.01"]
        doomed = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with doomed:
            point_to(firm, int(doomed.stdout.readline()))
            tallies = []
            thread = threading.Thread(target=lambda: tallies.append(send_and_close(firm)))
            thread.start()
            while len(counted(journal)) < 5:
                time.sleep(0.01)
            doomed.kill()
            thread.join(60)
        (tally,) = tallies
        assert tally.stopped_by == "server_unreachable"
        assert tally.unsure <= 1
        before = verify(firm, journal)
        assert before["queued"] >= 20
        point_to(firm, port)
        assert send_due(firm, even_if_resting=True).accepted == before["queued"]
    after = verify(firm, journal)
    assert (after["queued"], after["unsure"]) == (0, before["unsure"])


def send_and_close(organisation: Organisation):
    try:
        return send_due(organisation, even_if_resting=True)
    finally:
        connection.close()


def point_to(organisation: Organisation, port: int) -> None:
    with tenant(organisation.id):
        MailAccount.objects.update(port=port)
