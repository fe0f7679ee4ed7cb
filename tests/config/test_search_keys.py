"""Keys made by the rules of an older version are made anew when the program starts."""

import pytest

from quitus.apps.clients.models import ClientKey, ClientKeyKind
from quitus.apps.doctor.keys import clients_have_their_keys, instalments_have_their_keys
from quitus.apps.invoicing.models import InstalmentKey
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.config.upgrade import renew_keys
from quitus.domain.matching.keys import KEYS_VERSION
from tests.record import a_client, an_invoice


@pytest.fixture
def older(organisation) -> Organisation:
    """A firm whose keys lack something, and hold something that is no key any more."""
    with tenant(organisation.id):
        client = a_client()
        instalment = an_invoice(client)
        InstalmentKey.objects.filter(instalment=instalment, value="fa147").delete()
        InstalmentKey.objects.create(instalment=instalment, value="fa1999")
        ClientKey.objects.filter(client_id=client, kind=ClientKeyKind.NAME, value="berthier").delete()
        ClientKey.objects.create(client_id=client, kind=ClientKeyKind.NAME, value="berthierold")
        ClientKey.objects.create(
            client_id=client, kind=ClientKeyKind.IBAN, value="fr7630006000011234567890189"
        )
    return organisation


def wrong(firm: Organisation) -> int:
    with tenant(firm.id):
        return len([*clients_have_their_keys(), *instalments_have_their_keys()])


def test_an_upgrade_makes_the_keys_anew_and_keeps_what_was_learnt(older):
    assert wrong(older) == 2
    renew_keys()
    assert wrong(older) == 0
    older.refresh_from_db()
    assert older.keys_version == KEYS_VERSION
    with tenant(older.id):
        assert ClientKey.objects.filter(kind=ClientKeyKind.IBAN).count() == 1


def test_keys_of_this_version_are_left_alone(older):
    Organisation.objects.filter(id=older.id).update(keys_version=KEYS_VERSION)
    renew_keys()
    assert wrong(older) == 2
