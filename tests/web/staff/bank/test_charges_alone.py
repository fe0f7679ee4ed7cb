"""A line that pays claimed charges alone, as one sees it."""

from datetime import date

import pytest

from quitus.apps.banking.models import BankLine
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.law.actions import agree_late_terms
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.money import Money
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment
from tests.web.staff.conftest import words

DAY = date(2026, 11, 15)
BY = {"on": DAY, "actor": "Camille"}


@pytest.fixture
def line(firm):
    with tenant(firm.id):
        client = make_client("Transports Delmas")
        make_instalment(client, "FA-2026-0147", "960.00")
        receive_by_hand(client, euros("960.00"), PaymentMethod.CHEQUE, DAY, key="1", **BY)
        agree_late_terms(LateTerms(claims=Claims.ALL), client_id=client, **BY)
        claim = claim_charges(Wanted(client_id=client, until=DAY), **BY)
        amount = Money(claim.total_minor, claim.currency)
        entry = credit(f"{amount.decimal}", f"VIR {claim.number}", payer="TRANSPORTS DELMAS")
        import_bank_file(camt053([entry]), "releve.xml", on=TODAY, actor="Camille")
        return BankLine.objects.get()


def test_what_it_settles_is_said_before_and_after(owner, firm, line):
    page = words(owner.get(f"/bank/lines/{line.id}"))
    assert "Sans doute Transports Delmas" in page
    assert "50,11 € régleraient les pénalités et frais réclamés à Transports Delmas" in page
    assert "réclamés par PEN-2026-0001" in page
    assert "Le reste" not in page
    assert "sans doute de Transports Delmas" in words(owner.get("/"))
    with tenant(firm.id):
        match = line.matches.get().id
    assert owner.post(f"/bank/matches/{match}/accept", follow=True).status_code == 200
    page = words(owner.get(f"/bank/lines/{line.id}"))
    assert "50,11 € règlent les pénalités et frais réclamés à Transports Delmas" in page
    assert "avoir" not in page
