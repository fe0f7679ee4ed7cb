"""What becomes known after a claim: too much is taken off by itself, too little comes with the next claim."""

from datetime import date

import pytest

from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.facts import Which
from quitus.apps.charges.models import ChargeWaiver
from quitus.apps.charges.queries import accrued_charges, claimed_charges
from quitus.apps.doctor.checks import examine
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import ReductionKind
from quitus.apps.payments.queries import client_credit
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import BANK
from tests.record import a_client, a_payment, an_invoice, euros

ON = date(2025, 8, 15)
BY = {"on": ON, "actor": "camille@studio-marelle.example"}


def claim(client_id: int, until: date = ON):
    return claim_charges(Wanted(client_id=client_id, until=until), **BY)


def left(client_id: int) -> dict[str, int]:
    return {charge.kind: charge.remaining.minor for charge in claimed_charges(client_id)}


def accrued(client_id: int, on: date = ON) -> list[int]:
    reckoned = accrued_charges(Which(clients=(client_id,), paid_too=True), on)
    assert not reckoned.unknown
    return [one.interest.minor for one in reckoned.accrued]


@pytest.fixture(autouse=True)
def sound(inside):
    """Whatever a test did, every figure agrees in the end."""
    yield
    assert examine() == []


def test_a_payment_in_time_that_the_bank_told_late_undoes_the_claim(debtor, late):
    claim(debtor)
    a_payment(debtor, "1200.00", received_on=date(2025, 3, 31), account=BANK)
    late.refresh_from_db()
    assert late.remaining_minor == 0  # the money came before the claim: it was not sent to pay it
    assert left(debtor) == {"interest": 0, "indemnity": 0}
    assert {waiver.kind for waiver in ChargeWaiver.objects.all()} == {"corrected"}
    assert [event.kind for event in history(debtor)][:2].count("charge_corrected") >= 1


def test_a_late_payment_that_was_told_later_still_leaves_its_days(debtor, late):
    claim(debtor)
    a_payment(debtor, "1200.00", received_on=date(2025, 4, 5), account=BANK)
    # five days on 1,200.00 at 13.15 %: 2.16
    assert left(debtor) == {"interest": 216, "indemnity": 4000}
    assert accrued(debtor, date(2025, 12, 1)) == []


def test_a_credit_note_of_an_earlier_day(debtor, late):
    claim(debtor)
    new = NewReduction(
        kind=ReductionKind.CREDIT_NOTE,
        client_id=debtor,
        parts={late.id: euros("360.00")},
        happened_on=date(2025, 6, 30),
        slot="one",
        document="AV-1",
    )
    reduce(new, **BY)
    assert left(debtor) == {"interest": 3934 + 1286, "indemnity": 4000}


def test_a_payment_taken_back_after_the_claim_comes_with_the_next_one(debtor, late):
    payment = a_payment(debtor, "1000.00", received_on=date(2025, 4, 10), account=BANK)
    first = claim(debtor)
    assert first.total_minor == 4000 + 432 + 890  # 10 days on 1,200.00; then 127 days on 200.00
    reverse(payment.id, **BY)
    assert accrued(debtor) == [5772 - 1322]
    second = claim(debtor)
    assert second.total_minor == 5772 - 1322
    assert accrued(debtor) == []
    assert accrued(debtor, date(2025, 8, 16)) == [40]  # and goes on by the day


def test_what_is_known_before_the_claim_is_never_corrected(debtor, late):
    a_payment(debtor, "700.00", received_on=date(2025, 6, 10), account=BANK)
    claim(debtor, date(2025, 6, 30))
    claim(debtor)
    a_payment(debtor, "100.00", "m:2", received_on=ON, account=BANK)
    assert ChargeWaiver.objects.count() == 0


def test_money_in_hand_bears_no_interest(inside):
    """1,200.00 too much since 1 March, an invoice of 5 March: used in August, it was there on the due date."""
    client = a_client()
    a_payment(client, "1200.00", received_on=date(2025, 3, 1), account=BANK)
    an_invoice(client, "FA-6", "1200.00", issued_on=date(2025, 3, 5), due_on=date(2025, 3, 31))
    claim(client)
    allocate_credit(client, **BY)
    assert (left(client), client_credit(client)) == ({"interest": 0, "indemnity": 0}, 0)
    assert accrued(client) == []
