"""A closed account keeps nobody waiting."""

from datetime import timedelta

import pytest

from quitus.apps.banking.accounts import close_account, reopen_account
from quitus.apps.banking.known_days import bank_data_until
from quitus.apps.banking.models import BankAccount
from quitus.apps.invoicing.models import Instalment
from quitus.apps.timeline.models import TimelineEntry
from tests.firm import TODAY, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
OLD = TODAY - timedelta(days=200)
BY = {"on": TODAY, "actor": "Camille"}


@pytest.fixture
def old_account():
    """An account that nobody uses any more, beside one whose data are of today."""
    BankAccount.objects.create(iban="FR7630006000011234567890189", currency="EUR", up_to=TODAY)
    return BankAccount.objects.create(iban="FR7610107001011234567890129", currency="EUR", up_to=OLD).id


def test_reminders_no_longer_wait_for_it(old_account):
    instalment = make_instalment(make_client(), "FA-2026-0118")
    Instalment.objects.update(next_check_on=None)
    assert bank_data_until() == OLD
    close_account(old_account, **BY)
    close_account(old_account, **BY)
    assert bank_data_until() == TODAY
    assert BankAccount.objects.get(id=old_account).closed_on == TODAY
    assert Instalment.objects.get(id=instalment.id).next_check_on == TODAY
    assert TimelineEntry.objects.filter(kind="bank_account_closed").count() == 1


def test_in_use_again_it_is_waited_for(old_account):
    close_account(old_account, **BY)
    reopen_account(old_account, **BY)
    reopen_account(old_account, **BY)
    assert bank_data_until() == OLD
    assert BankAccount.objects.get(id=old_account).closed_on is None
    assert TimelineEntry.objects.filter(kind="bank_account_reopened").count() == 1


def test_with_every_account_closed_there_is_no_bank_data():
    account = BankAccount.objects.create(iban="FR7630006000011234567890189", currency="EUR", up_to=TODAY)
    close_account(account.id, **BY)
    assert bank_data_until() is None
