"""Money between own accounts, and of the bank itself, is never offered as a client's payment."""

import pytest

from quitus.apps.banking.matching.own_money import never_clients
from quitus.apps.banking.models import BankLine, Match
from quitus.apps.banking.statements.importing import import_bank_file
from tests.camt_files import STUDIO, camt053, credit
from tests.firm import TODAY, make_client, make_instalment, remaining

pytestmark = pytest.mark.usefixtures("inside")
SAVINGS = "FR7610107001011234567890129"


def bring(*entries, account=STUDIO, name="a.xml"):
    import_bank_file(camt053(entries, account=account), name, on=TODAY, actor="Camille")


@pytest.fixture
def owed():
    """An invoice of just the amount that comes."""
    return make_instalment(make_client("Transports Delmas"), "FA-2026-0147", "5000.00")


def test_a_transfer_from_an_own_account(owed):
    bring(credit("1.00", "X"), account=SAVINGS, name="s.xml")
    bring(credit("5000.00", "VIR DE MON EPARGNE", iban=SAVINGS))
    assert Match.objects.count() == 0
    assert remaining(owed) == [500_000]


def test_the_other_half_told_by_the_other_account(owed):
    bring(credit("-5000.00", "VIR"), account=SAVINGS, name="s.xml")
    bring(credit("5000.00", "VIR"))
    assert Match.objects.count() == 0


def test_the_same_amount_by_chance_is_offered(owed):
    bring(credit("-5000.00", "LOYER"), account=SAVINGS, name="s.xml")
    bring(credit("5000.00", "VIR DELMAS", payer="TRANSPORTS DELMAS"))
    assert Match.objects.count() == 1


def test_money_that_the_bank_gives_back(owed):
    bring(credit("5000.00", "EXTOURNE COMMISSION"))
    assert Match.objects.count() == 0
    assert never_clients(list(BankLine.objects.all())) == set(BankLine.objects.values_list("id", flat=True))
    assert never_clients([]) == set()
