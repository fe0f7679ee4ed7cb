"""`quitus demo`: a believable firm by living through its days, whose books and balances agree."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from quitus.apps.books.head import closed_until
from quitus.apps.invoicing.models import Invoice, InvoiceVat
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant

BUILD = [sys.executable, "-m", "quitus.cli.main", "demo", "--days", "30", "--build-only"]


@pytest.fixture
def own_home():
    """A home with a server of its own, which for root runs as another user: pytest's folder shuts that one out."""
    home = Path(tempfile.mkdtemp(prefix="quitus-demo-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


def test_a_month_of_the_studio_and_a_clean_bill_of_health(quitus, tmp_path):
    code, output, errors = quitus("demo", "--days", "30", "--build-only", language="en")
    assert (code, errors) == (0, "")
    assert "  http://localhost:8000/\n  camille@studio-marelle.example\n  demonstration\n" in output
    assert f"  QUITUS_HOME={tmp_path / 'home'}\n" in output
    assert json.loads(quitus("doctor", "--json")[1]) == {"sound": True, "organisations": 1, "findings": []}
    code, output, errors = quitus("aged", "--json")
    assert (code, errors) == (0, "")
    assert len(json.loads(output)["clients"]) > 3
    # Its invoices say their VAT, and the visitor has a month to close.
    with tenant(Organisation.objects.get().id):
        assert InvoiceVat.objects.filter(rate=20).count() == Invoice.objects.count() > 10
        assert closed_until() is None
    # Once built it is left as it is.
    before = (tmp_path / "home" / "demo").stat().st_mtime_ns
    assert quitus("demo", "--days", "30", "--build-only")[0] == 0
    assert (tmp_path / "home" / "demo").stat().st_mtime_ns == before


def test_a_firm_of_ones_own_is_never_built_over(quitus, organisation_committed):
    code, output, errors = quitus("demo", "--days", "30", "--build-only")
    assert (code, output) == (1, "")
    assert "démonstration" in errors


def test_killed_while_it_was_built_it_is_built_anew(own_home):
    outside = ("DATABASE_URL", "DATABASE_OWNER_URL")
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    environment |= {"QUITUS_HOME": str(own_home), "QUITUS_LANGUAGE": "en"}
    killed = subprocess.Popen(BUILD, env=environment)
    while not (own_home / "demo-unfinished").exists():
        assert killed.poll() is None
        time.sleep(0.01)
    time.sleep(0.5)
    killed.kill()
    killed.wait()

    subprocess.run(BUILD, env=environment, check=True)

    sound = subprocess.run([*BUILD[:3], "doctor", "--json"], env=environment, capture_output=True, check=True)
    assert json.loads(sound.stdout) == {"sound": True, "organisations": 1, "findings": []}
    assert sorted(path.name for path in own_home.iterdir()) == ["demo", "postgres", "secret-key"]


def test_half_of_it_in_somebody_elses_database_is_not_shown_as_whole(
    quitus, tmp_path, organisation_committed
):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "demo-unfinished").touch()
    code, output, _ = quitus("demo", "--days", "30", "--build-only")
    assert (code, output) == (1, "")
