"""`quitus bank import`: what it says of a file, of what it lacks, and its exits."""

import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from quitus.apps.organisations.models import Organisation
from tests.camt_files import STUDIO, camt053, credit

OCTOBER = camt053([credit("20.00", "VIR 1", day="2026-10-12")], opening="0.00", until="2026-10-12")
LATER = camt053([credit("20.00", "VIR 2", day="2026-11-20")], opening="9000.00", until="2026-11-20")
BETWEEN = camt053([credit("8980.00", "VIR 3", day="2026-10-13")], opening="20.00", until="2026-11-19")
GAP = {"account": STUDIO, "from": "2026-10-13", "until": "2026-11-19"}


@pytest.fixture
def statements(committed, tmp_path) -> None:
    """A firm on 23 November 2026, and three statements of its account."""
    noon = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))
    Organisation.objects.create(name="Studio Marelle", clock_set_to=noon)
    for name, content in (("october", OCTOBER), ("later", LATER), ("between", BETWEEN)):
        (tmp_path / f"{name}.xml").write_bytes(content)


def test_the_days_that_are_missing_are_told_until_their_statement_comes(quitus, statements):
    code, output, errors = quitus("bank", "import", "october.xml", "later.xml", "--json")
    assert (code, errors) == (0, "")
    assert [json.loads(line)["missing"] for line in output.splitlines()] == [[], [GAP]]
    assert quitus("bank", "import", "later.xml") == (
        0,
        f"later.xml\xa0: déjà importé, rien n’a changé\n  {STUDIO} : il manque les jours du 13\xa0octobre 2026 au "
        "19\xa0novembre 2026. Importez le relevé de ces jours ; d’ici là, les relances de retard attendent.\n",
        "",
    )
    assert quitus("bank", "import", "between.xml", language="en") == (
        0,
        "between.xml: 1 new line, 0 known already, 0 matched, 0 to confirm\n",
        "",
    )


def test_what_is_no_file_is_refused_and_the_others_are_in(quitus, statements, tmp_path):
    os.mkfifo(tmp_path / "pipe.xml")
    code, output, errors = quitus("bank", "import", "pipe.xml", "/dev/zero", ".", "absent.xml", "october.xml")
    assert (code, output.count("\n"), output.startswith("october.xml\xa0: 1 ")) == (1, 1, True)
    assert [line.partition(" : ")[0] for line in errors.splitlines()] == [
        *("pipe.xml", "/dev/zero", ".", "absent.xml")
    ]
    assert errors.count("n’est pas un fichier ordinaire") == 3
