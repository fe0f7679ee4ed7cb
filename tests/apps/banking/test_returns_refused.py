"""A return that cannot be booked as it is holds up nothing else: the file comes in whole, and a person is asked."""

from datetime import timedelta

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.payments.credit import refund, take_back_refund
from quitus.apps.payments.models import Payment, PaymentMethod, PaymentReturn
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.refused import Refused
from tests.firm import TODAY, euros, make_client, make_instalment, remaining
from tests.returning import bounced, collected, statement

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")
TOMORROW = TODAY + timedelta(days=1)
REFERENCE = "PRLV-2026-118"
OTHER = "PRLV-2026-119"


def bring(*entries, name="releve.xml", until="2026-11-24"):
    return import_bank_file(statement(entries, until=until), name, on=TODAY, actor="Camille")


@pytest.fixture
def paid():
    """500 euros owed, for which 600 were collected: 100 are the client's credit. And another debit of 60."""
    client = make_client("Menuiserie Arnoult")
    instalment = make_instalment(client, "FA-2026-0118", "500.00")
    other = make_instalment(make_client("Garage du Pont"), "FA-2026-0119", "60.00")
    bring(
        collected("600.00", "PRELEVEMENT", reference=REFERENCE),
        collected("60.00", "PRELEVEMENT FA-2026-0119", reference=OTHER),
        name="paid.xml",
    )
    line = BankLine.objects.get(amount_minor=60_000)
    deciding.match_by_hand(line.id, {instalment.id: euros("500.00")}, CAMILLE)
    assert Payment.objects.get(client_id=client).amount_minor == 60_000
    assert remaining(instalment, other) == [0, 0]
    return instalment, other


def paid_back(client_id):
    """The credit of 100 euros goes back to the client."""
    return refund(client_id, euros("100.00"), PaymentMethod.TRANSFER, key="hand:1", on=TODAY, actor="Camille")


def bounce_both(**told):
    return bring(
        bounced("600.00", "PRLV IMPAYE", reference=REFERENCE, code="AM04", **told),
        bounced("60.00", "PRLV IMPAYE", reference=OTHER, code="AM04"),
        until=told.get("day", "2026-11-24"),
    )


def nothing_written_of(payment_id):
    return not (
        Payment.objects.filter(reverses=payment_id).exists()
        or PaymentReturn.objects.filter(payment_id=payment_id).exists()
        or LineReturn.objects.exclude(state=LineReturnState.SUGGESTED).filter(payment_id=payment_id).exists()
    )


def test_of_a_payment_whose_credit_was_paid_back_a_person_is_asked(paid):
    """The bank takes back what the firm gave back already: someone has to say first that the refund is none."""
    instalment, other = paid
    gone = paid_back(instalment.client_id)
    assert bounce_both().new == 2
    assert remaining(instalment, other) == [0, 6_000]
    asked = LineReturn.objects.get(line__amount_minor=-60_000)
    assert asked.state == LineReturnState.SUGGESTED
    assert nothing_written_of(asked.payment_id)
    with pytest.raises(Refused, match="payment_refunded"):
        taking_back.accept(asked.id, CAMILLE)
    take_back_refund(gone.id, on=TODAY, actor="Camille")
    assert taking_back.recognise_open(on=TODAY) == (1, 0)
    assert remaining(instalment, other) == [50_000, 6_000]
    assert (PaymentReturn.objects.count(), account_balances()["471000"], examine()) == (2, 0, [])


def test_what_is_booked_tomorrow_is_taken_back_tomorrow(paid):
    instalment, other = paid
    assert bounce_both(day=TOMORROW.isoformat()).new == 2
    assert remaining(instalment, other) == [0, 6_000]
    asked = LineReturn.objects.get(line__amount_minor=-60_000)
    assert nothing_written_of(asked.payment_id)
    assert taking_back.recognise_open(on=TODAY) == (0, 1)
    assert LineReturn.objects.filter(line=asked.line_id).count() == 1
    assert taking_back.recognise_open(on=TOMORROW) == (1, 0)
    assert remaining(instalment, other) == [50_000, 6_000]
    assert TimelineEntry.objects.filter(kind="payment_returned").count() == 2
    assert examine() == []
