"""An account to pay from, and two people of the firm."""

import pytest

from quitus.apps.banking.models import BankAccount
from quitus.apps.organisations.actions import add_member
from quitus.apps.organisations.models import Role
from quitus.apps.outgoing.actions import Hand
from tests.camt_files import STUDIO
from tests.firm import TODAY


@pytest.fixture
def account():
    return BankAccount.objects.create(iban=STUDIO, currency="EUR")


@pytest.fixture
def author(inside):
    user = add_member(inside, "camille@studio-marelle.example", Role.OWNER, name="Camille Rousseau")
    return Hand(TODAY, "Camille Rousseau", user.id)


@pytest.fixture
def other(inside):
    user = add_member(inside, "nadia@studio-marelle.example", Role.ACCOUNTANT, name="Nadia Benali")
    return Hand(TODAY, "Nadia Benali", user.id)
