"""`kill -9` in the middle of taking an import back: it is undone whole, or not at all. Real processes and signals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from quitus.apps.banking.models import BankAccount, BankLine, Match, Statement
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.timeline.queries import broken_chains
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def imported(organisation_committed) -> tuple[int, int]:
    """A firm and its one statement: a line that waits for a word, one that nobody explains, a fee."""
    with tenant(organisation_committed):
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
        make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "300.00")
        entries = [credit("300.00", "VIR BRASSERIE"), credit("99.00", "ASSURANCE"), credit("-9.00", "FRAIS")]
        import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="Camille")
        statement = Statement.objects.get().id
    connection.close()
    return organisation_committed, statement


def record(organisation: int) -> tuple[object, ...]:
    with tenant(organisation):
        assert (examine(), broken_chains()) == ([], [])
        return (
            list(BankLine.objects.order_by("id").values_list("amount_minor", flat=True)),
            {account: minor for account, minor in account_balances().items() if minor},
            list(Match.objects.values_list("state", flat=True)),
            list(BankAccount.objects.values_list("up_to", flat=True)),
        )


def start(
    environment: dict[str, str], organisation: int, statement: int, pause: int
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crash.undoer", str(organisation), str(statement), str(pause)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_killed_in_the_middle_of_an_undo_it_is_as_before(imported, child_environment):
    before = record(imported[0])
    killed = 0
    for pause in (4, 12, 20, 28, 36):
        with start(child_environment, *imported, pause) as child:
            if child.stdout.readline() != "paused\n":
                break  # it was done before; the last statement is near
            os.kill(child.pid, signal.SIGKILL)
            assert child.wait(20) == -signal.SIGKILL
        killed += 1
        assert record(imported[0]) == before
    assert killed >= 3
    with start(child_environment, *imported, 0) as child:
        child.wait(60)
    lines, balances, states, _up_to = record(imported[0])
    assert (lines, balances.keys() & {"471000", "512000"}, states) == ([], set(), ["outdated"])
