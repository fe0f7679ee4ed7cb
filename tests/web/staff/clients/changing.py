"""What the tests of a card's changes share."""

from datetime import date
from uuid import uuid4

import pytest

from quitus.apps.answers.actions import Answerer, claim_paid, open_dispute
from quitus.apps.answers.actions import promise as give_promise
from quitus.apps.answers.models import AnswerSource, Dispute
from quitus.apps.clients.models import Contact
from quitus.apps.organisations.models import Role
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.reminders.holds import hold
from quitus.apps.timeline.models import TimelineEntry
from tests.firm import TODAY

DEBTOR = Answerer(TODAY, AnswerSource.PORTAL)


NOBODY = 999_999


CARD = {
    "name": "Maison Berthier",
    "number": "C-0012",
    "kind": "business",
    "language": "fr",
    "country": "fr",
    "pay_run_days": "le 15 et le 30",
}


def last_kind(firm):
    with tenant(firm.id):
        return TimelineEntry.objects.order_by("-id").values_list("kind", flat=True).first()


def cheque(**changed):
    key = str(uuid4())
    return {"amount": "300", "method": "cheque", "received_on": "2026-11-20", "key": key, **changed}


@pytest.fixture
def answered(firm, berthier):
    """One of each thing that an address may name."""
    with tenant(firm.id):
        contact = Contact.objects.get()
        given = give_promise(berthier.id, date(2026, 11, 30), DEBTOR, {berthier.late.id: 100})
        dispute = open_dispute(
            berthier.coming.id, Dispute.Reason.PRICE, DEBTOR, client_id=berthier.id, amount=100
        )
        (claim,) = claim_paid(berthier.id, [berthier.late.id], DEBTOR)
        pause = hold(berthier.id, on=TODAY, by="test")
    return _paths(
        berthier.id,
        contact=contact.id,
        promise=given.id,
        dispute=dispute.id,
        claim=claim.id,
        pause=pause.id,
    )


def _paths(client, *, contact=NOBODY, promise=NOBODY, dispute=NOBODY, claim=NOBODY, pause=NOBODY):
    """Each address that changes something, with the roles that may."""
    keeps = {Role.OWNER, Role.ACCOUNTANT, Role.COLLECTOR}
    money = {Role.OWNER, Role.ACCOUNTANT}
    return {
        "/clients/new": keeps,
        f"/clients/{client}/edit": keeps,
        f"/clients/{client}/archive": keeps,
        f"/clients/{client}/restore": keeps,
        f"/clients/{client}/contacts/new": keeps,
        f"/clients/contacts/{contact}": keeps,
        f"/clients/contacts/{contact}/up": keeps,
        f"/clients/{client}/promise": keeps,
        f"/clients/promises/{promise}/withdraw": keeps,
        f"/clients/{client}/dispute": keeps,
        f"/clients/disputes/{dispute}/resolve": keeps,
        f"/clients/claims/{claim}/settle": keeps,
        f"/clients/{client}/pause": keeps,
        f"/clients/pauses/{pause}/lift": keeps,
        f"/clients/{client}/link/revoke": keeps,
        f"/clients/contacts/{contact}/archive": keeps,
        f"/clients/{client}/payments/new": money,
        f"/clients/{client}/credit/use": money,
    }
