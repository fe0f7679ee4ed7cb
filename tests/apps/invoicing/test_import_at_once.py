"""Two imports at once make one set; an import that dies half-way leaves nothing."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.import_fec import FecFile, import_fec
from quitus.apps.invoicing.import_invoices import import_invoices
from quitus.apps.invoicing.imports import ImportFile
from quitus.apps.invoicing.models import ImportBatch, Instalment, Invoice
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.timeline.actions import Event, record
from quitus.apps.timeline.models import TimelineHead
from tests.fec import Line, fec
from tests.record import CAMILLE, TODAY

HEADERS = "Numéro;Client;Date facture;Échéance;Montant TTC"
LINES = [f"FA-{n:03};Client {n % 7};05/01/2026;04/02/2026;1{n},00" for n in range(60)]
FILE = ImportFile("\n".join([HEADERS, *LINES]).encode(), "factures.csv")
OTHER_FILE = ImportFile("\n".join([HEADERS, *reversed(LINES)]).encode(), "copie.csv")
PATIENCE_SECONDS = 60

CHILD = """
import sys
from datetime import date
from quitus.config.startup import set_up_django
set_up_django()
from quitus.apps.invoicing.import_invoices import import_invoices
from quitus.apps.invoicing.imports import ImportFile
from quitus.apps.organisations.tenancy import tenant
with tenant(int(sys.argv[1])):
    print(import_invoices(ImportFile(sys.stdin.buffer.read(), "f.csv"), on=date(2026, 3, 16), actor="x").written)
"""


def counts(organisation_id: int) -> tuple[int, int, int]:
    with tenant(organisation_id):
        return Invoice.objects.count(), Client.objects.count(), ImportBatch.objects.count()


def test_the_same_file_by_two_at_once_comes_in_once(organisation_committed):
    start = Barrier(4)

    def run(file: ImportFile) -> tuple[bool, int]:
        try:
            start.wait()
            with tenant(organisation_committed):
                report = import_invoices(file, on=TODAY, actor=CAMILLE)
            return report.written, report.unchanged
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        results = sorted(threads.map(run, [FILE, FILE, OTHER_FILE, OTHER_FILE]))
    assert results == [(False, 60), (False, 60), (False, 60), (True, 0)]
    assert counts(organisation_committed) == (60, 7, 1)


def test_the_same_fec_by_two_at_once_comes_in_once(organisation_committed):
    start = Barrier(4)

    def run(content: bytes) -> tuple[bool, int]:
        try:
            start.wait()
            with tenant(organisation_committed):
                report = import_fec(FecFile(lambda: [content], "fec.txt"), on=TODAY, actor=CAMILLE)
            return report.written, report.unchanged
        finally:
            connections.close_all()

    lines = [Line(f"FA-{n:03}", 100 + n, f"C{n % 7}", f"Client {n % 7}", on="20260105") for n in range(60)]
    contents = [fec(*lines), fec(*lines), fec(*reversed(lines)), fec(*lines, end="\n")]
    with ThreadPoolExecutor(4) as threads:
        results = sorted(threads.map(run, contents))
    assert results == [(False, 60), (False, 60), (False, 60), (True, 0)]
    assert counts(organisation_committed) == (60, 7, 1)


def test_an_import_killed_at_its_last_step_leaves_nothing(organisation_committed, child_environment):
    with tenant(organisation_committed):
        record(Event("note", TODAY))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(organisation_committed)],
        env=child_environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin is not None
    # The firm's own chain is the last thing that an import locks: holding it stops the child there.
    with tenant(organisation_committed):
        TimelineHead.objects.select_for_update(no_key=True).get(client=None)
        child.stdin.write(FILE.content)
        child.stdin.close()
        _wait_until_somebody_waits()
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert child.stdout is not None
    assert child.stdout.read() == b""
    child.stdout.close()
    assert counts(organisation_committed) == (0, 0, 0)
    with tenant(organisation_committed):
        assert import_invoices(FILE, on=TODAY, actor=CAMILLE).written
        assert Instalment.objects.count() == 60


def _wait_until_somebody_waits() -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    with connections["owner"].cursor() as cursor:
        while time.monotonic() < give_up:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                "WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.02)
    raise TimeoutError("the import never came to its last step")
