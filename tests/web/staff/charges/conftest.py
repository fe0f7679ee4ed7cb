"""Maison Berthier & Fils, late with one invoice and not yet with another; a stranger's firm beside the studio."""

from dataclasses import dataclass
from datetime import date

import pytest

from quitus.apps.charges.actions import Cost, Wanted, claim_charges
from quitus.apps.charges.models import Charge
from quitus.apps.clients.models import ClientKind
from quitus.apps.files.actions import keep
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from tests.firm import TODAY, euros, make_client, make_instalment

BY = {"on": TODAY, "actor": "Camille Rousseau"}


@dataclass
class Debtor:
    id: int
    late: Instalment
    coming: Instalment


def a_debtor(**details) -> Debtor:
    client_id = make_client(**details)
    return Debtor(
        client_id,
        make_instalment(client_id, "FA-2026-0118", "1240.00", due=date(2026, 10, 15)),
        make_instalment(
            client_id, "FA-2026-0149", "1150.00", due=date(2026, 12, 15), issued=date(2026, 11, 15)
        ),
    )


@pytest.fixture
def berthier(firm):
    with tenant(firm.id):
        return a_debtor()


@pytest.fixture
def consumer(firm):
    with tenant(firm.id):
        return a_debtor(name="Louise Marchand", kind=ClientKind.CONSUMER)


@pytest.fixture
def claimed(firm, berthier):
    """A claim of interest, the indemnity and costs: its id, and the ids of its charges by kind."""
    with tenant(firm.id):
        proof = keep(b"%PDF-1.7 a bailiff's bill", "application/pdf")
        costs = {berthier.late.invoice_id: Cost(euros("150.00"), "Mise en demeure par huissier", proof)}
        claim = claim_charges(Wanted(client_id=berthier.id, until=TODAY, costs=costs), **BY)
        return claim.id, dict(Charge.objects.values_list("kind", "id"))


@pytest.fixture
def stranger(db):
    """A client of another firm, with a claim."""
    other = Organisation.objects.create(name="Autre entreprise")
    with tenant(other.id):
        debtor = a_debtor(name="Client d’un autre")
        claim = claim_charges(Wanted(client_id=debtor.id, until=TODAY), **BY)
        return debtor, claim.id, Charge.objects.first().id
