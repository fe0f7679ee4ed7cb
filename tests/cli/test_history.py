"""`quitus history`: totals of a period, each payment, and what is no period."""

import json

import pytest

from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from tests.camt_files import camt053, credit
from tests.firm import TODAY


@pytest.fixture
def studio(committed) -> int:
    """A committed studio that paid a salary and a fee."""
    firm = Organisation.objects.create(name="Studio Marelle")
    entries = [
        credit("-1800.00", "VIR SALAIRE NOVEMBRE", payer="Anna Petit", day="2026-11-20"),
        credit("-12.50", "FRAIS DE TENUE DE COMPTE", day="2026-10-20"),
        credit("300.00", "VIR RECU", day="2026-11-20"),
    ]
    with tenant(firm.id):
        import_bank_file(camt053(entries), "r.xml", on=TODAY, actor="Camille")
    return firm.id


def test_totals_each_payment_and_refusals(quitus, studio):
    code, output, _ = quitus("history", "--period", "2026-11", "--json")
    told = json.loads(output)
    assert (code, told["from"], told["to"]) == (0, "2026-11-01", "2026-11-30")
    assert told["total"] == {"in": "300.00", "out": "1800.00", "count": 2}
    assert told["kinds"]["employee"] == {"in": "0.00", "out": "1800.00", "count": 1}
    assert [one["name"] for one in told["parties"]] == ["Anna Petit"]
    code, output, _ = quitus(
        "history", "--from", "2026-10-01", "--to", "2026-12-31", "--each", "--search", "frais"
    )
    (line,) = [json.loads(one) for one in output.splitlines()]
    assert (code, line["amount"], line["kind"], line["because"]) == (0, "-12.50", "fee", "words")
    code, output, _ = quitus("history", "--period", "2026")
    assert code == 0
    assert "Salaire" in output
    for wrong in (("--period", "2026-13"), ("--from", "2026-01-01")):
        code, output, errors = quitus("history", *wrong)
        assert (code, output) == (1, "")
        assert "n’est pas une période" in errors
