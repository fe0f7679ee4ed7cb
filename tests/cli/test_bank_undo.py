"""`quitus bank undo`: says what will happen, asks, and takes an import back by its file or its name."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.deciding import ignore
from quitus.apps.banking.models import BankLine
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from tests.camt_files import camt053, credit
from tests.firm import TODAY


@pytest.fixture
def firm(committed, tmp_path) -> int:
    """A firm on 23 November 2026 with a file beside it."""
    noon = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))
    (tmp_path / "november.xml").write_bytes(camt053([credit("20.00", "VIR 1"), credit("-5.00", "FRAIS")]))
    return Organisation.objects.create(name="Studio Marelle", clock_set_to=noon).id


def lines(firm: int) -> int:
    with tenant(firm):
        return BankLine.objects.count()


def test_by_its_file_or_by_the_name_it_came_under(quitus, firm, tmp_path):
    for name in ("november.xml", "moved.xml"):
        quitus("bank", "import", "november.xml")
        assert lines(firm) == 2
        (tmp_path / "moved.xml").write_bytes((tmp_path / "november.xml").read_bytes())
        assert quitus("bank", "undo", name, "--yes") == (0, f"{name} : import annulé.\n", "")
        assert lines(firm) == 0
    quitus("bank", "import", "november.xml")
    (tmp_path / "november.xml").unlink()
    assert quitus("bank", "undo", "november.xml", "--yes", language="en") == (
        0,
        "november.xml: import undone.\n",
        "",
    )


def test_what_is_not_there_or_decided_is_refused(quitus, firm):
    code, output, errors = quitus("bank", "undo", "never.xml", "--yes")
    assert (code, output, errors.startswith("never.xml : Aucun import de « never.xml »")) == (1, "", True)
    quitus("bank", "import", "november.xml")
    with tenant(firm):
        line = BankLine.objects.get(amount_minor=2000).id
        ignore(line, Decider(TODAY, "Camille"), reason="own account")
    code, output, errors = quitus("bank", "undo", "november.xml", "--yes")
    assert (code, output, lines(firm)) == (1, "", 2)
    assert "1 de ses lignes est rapprochée ou de côté" in errors
