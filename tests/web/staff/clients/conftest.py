"""Maison Berthier & Fils, who owe two invoices, and a stranger's firm beside the studio."""

from dataclasses import dataclass
from datetime import date

import pytest

from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from tests.firm import make_client, make_instalment
from tests.web.staff.clients.changing import answered


@dataclass
class Berthier:
    id: int
    late: Instalment
    coming: Instalment


@pytest.fixture
def berthier(firm):
    with tenant(firm.id):
        client_id = make_client(number="C-0012", pay_run_days=(15, 30), phone="01 99 00 34 00")
        return Berthier(
            client_id,
            make_instalment(client_id, "FA-2026-0118", "1240.00", due=date(2026, 10, 15)),
            make_instalment(
                client_id, "FA-2026-0149", "1150.00", due=date(2026, 12, 15), issued=date(2026, 11, 15)
            ),
        )


@pytest.fixture
def stranger(db):
    """A client of another firm."""
    other = Organisation.objects.create(name="Autre entreprise")
    with tenant(other.id):
        client_id = make_client("Client d’un autre")
        return Berthier(client_id, make_instalment(client_id, "X-1"), make_instalment(client_id, "X-2"))


__all__ = ["answered"]
