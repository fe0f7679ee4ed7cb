"""The whole path, as its user walks it: from a list of open invoices to balanced books.

Everything real: the command line in processes of its own on an embedded database, an SMTP server, the debtor's page
in Chromium, and the statement of a bank that is another program.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.mail_server import mail_server
from tests.mock_bank import mock_bank

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
ACCOUNT = "NL41MOCK0000000001"
QUITUS = [sys.executable, "-m", "quitus.cli.main"]
INVOICES = """N° facture;Client;E-mail;Date;Échéance;Montant TTC
FA-2026-0118;Maison Berthier & Fils;compta@berthier.example;15/09/2026;15/10/2026;1 240,00
FA-2026-0127;Maison Berthier & Fils;compta@berthier.example;01/10/2026;31/10/2026;860,00
FA-2026-0140;Brasserie du Canal;bar@canal.example;01/10/2026;31/10/2026;300,00
"""
# What the screens do, said in Python where the command line has no word for it.
OPEN_FIRM = """
from datetime import date, datetime, UTC
from quitus.apps.onboarding.actions import open_firm
from quitus.apps.organisations.actions import FirmDetails
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.models import MailAccount
organisation, _ = open_firm(FirmDetails(name="Studio Marelle", iban="{account}", account_holder="Studio Marelle",
    contact_name="Camille Rousseau", contact_email="camille@studio-marelle.example"),
    "camille@studio-marelle.example", "Camille Rousseau", "a long password", on=date(2026, 11, 24))
organisation.clock_set_to = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
organisation.save()
with tenant(organisation.id):
    MailAccount.objects.create(kind="smtp", host="127.0.0.1", port={port}, security="none",
        from_name="Studio Marelle", from_address="camille@studio-marelle.example")
"""
RELEASE = """
from quitus.apps.banking.models import BankAccount
from quitus.apps.invoicing.actions import mark_sent
from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.reminders.models import Policy
from quitus.apps.reminders.policies import set_automatic
from quitus.apps.reminders.starting import release_at
from datetime import date
with tenant(Organisation.objects.get().id):
    BankAccount.objects.create(iban="{account}", currency="EUR", up_to=date(2026, 11, 23))
    invoices, sent = Invoice.objects.values_list("id", flat=True), date(2026, 10, 1)
    mark_sent(list(invoices), on=sent, actor="Camille")
    held = Instalment.objects.values_list("id", flat=True)
    release_at(dict.fromkeys(held, ""), on=date(2026, 11, 24), actor="Camille")
    set_automatic(Policy.objects.get().id, automatic=True, on=date(2026, 11, 24), by="Camille")
"""
SET_CLOCK = """
from datetime import datetime, UTC
from quitus.apps.organisations.models import Organisation
Organisation.objects.update(clock_set_to=datetime({day}, 9, 30, tzinfo=UTC))
"""


class Studio:
    """The firm's machine: a home of its own, and commands in processes of their own."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")},
            "QUITUS_HOME": str(home),
            "QUITUS_LANGUAGE": "fr",
            "QUITUS_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        self.environment.pop("QUITUS_SECRET_KEY", None)

    def run(self, *words: str, code: int = 0) -> str:
        """A command's output; its exit code must be `code`."""
        done = subprocess.run(
            [*QUITUS, *words], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    def json(self, *words: str, code: int = 0):
        return [json.loads(line) for line in self.run(*words, "--json", code=code).splitlines()]

    def do(self, script: str) -> None:
        """What a screen does."""
        program = "from quitus.config.startup import started\nwith started():\n" + "".join(
            f"    {line}\n" for line in script.strip().splitlines()
        )
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def studio(port: int):
    home = Path(tempfile.mkdtemp(prefix="quitus-story-"))
    home.chmod(0o755)
    yield Studio(home, port)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def site(studio: Studio, port: int):
    """`quitus serve`, once it is asked for."""
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        running.append(subprocess.Popen([*QUITUS, "serve", "--port", str(port)], env=studio.environment))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=2).close()
                return
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError("the site did not open within a minute")

    yield start
    for process in running:
        process.terminate()
        process.wait(20)


def promise_in_browser(link: str) -> None:
    """The debtor opens the link on a phone and promises a date."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")
        page.goto(link)
        assert "Brasserie du Canal" in page.inner_text("h1")
        assert page.locator("svg.qr").count() == 1
        page.get_by_text("Promettre une date").click()
        page.fill("input[type=date]", "2026-12-01")
        page.get_by_role("button", name="Promettre").click()
        page.wait_for_load_state()
        assert "promis pour le" in page.inner_text("main")
        browser.close()


def fetch_statement(bank, path: Path) -> Path:
    """The account's statement as the bank wrote it."""
    (document,) = [found for found in bank.documents("camt.053") if ACCOUNT.encode() in found]
    path.write_bytes(document)
    return path


@pytest.mark.browser
def test_from_open_invoices_to_balanced_books(studio, site, port, tmp_path):
    if shutil.which("chromium") is None:
        pytest.skip("Debian's package chromium is not installed")
    invoices = tmp_path / "factures.csv"
    invoices.write_text(INVOICES, encoding="cp1252")
    with mail_server() as (recorder, smtp_port), mock_bank(TUESDAY) as bank:
        studio.do(OPEN_FIRM.format(account=ACCOUNT, port=smtp_port))

        # Open invoices come in, and what is owed is visible; nothing leaves before somebody says so.
        studio.run("import", "invoices", str(invoices))
        (owed,) = studio.json("aged")
        assert owed["total"]["total"] == "2400.00"
        studio.run("reminders", "send")
        assert recorder.taken == []

        # Reminders go out by real e-mail, one per debtor.
        studio.do(RELEASE.format(account=ACCOUNT))
        studio.run("reminders", "send")
        mails = {taken.recipients[0]: taken.mail for taken in recorder.taken}
        assert sorted(mails) == ["bar@canal.example", "compta@berthier.example"]
        berthier = mails["compta@berthier.example"].get_body(("plain",)).get_content()
        assert "FA-2026-0118" in berthier
        assert "FA-2026-0127" in berthier
        assert "2 100,00 €" in berthier.replace("\u202f", " ").replace("\xa0", " ")
        studio.run("reminders", "send")
        assert len(recorder.taken) == 2

        # One debtor promises a date on its page.
        canal = mails["bar@canal.example"].get_body(("plain",)).get_content()
        site()
        promise_in_browser(re.search(r"http://\S+/p/\S+", canal)[0])

        # The other one pays; the bank's own program tells it, and the statement is matched.
        bank.credit(210_000, debtor={"name": "MAISON BERTHIER ET FILS"}, note="FA-2026-0118 FA-2026-0127")
        bank.ask("POST", "/_mock/advance?days=1")
        statement = str(fetch_statement(bank, tmp_path / "releve.xml"))
        (taken,) = studio.json("bank", "import", statement)
        assert (taken["new"], taken["matched"]) == (1, 1)
        (again,) = studio.json("bank", "import", statement)
        assert (again["new"], again["same_file"]) == (0, True)

        # Reminders stop: one has paid, the other has promised.
        studio.do(SET_CLOCK.format(day="2026, 12, 2"))
        studio.run("reminders", "send")
        assert len(recorder.taken) == 2
        (owed,) = studio.json("aged")
        assert owed["total"]["total"] == "300.00"

        # And the books balance.
        studio.run("doctor")
