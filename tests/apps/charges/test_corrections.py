"""What becomes known after a claim: too much is taken off by itself, and given back when that is undone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quitus.apps.charges.actions import Cost, Wanted, claim_charges, waive
from quitus.apps.charges.facts import Which
from quitus.apps.charges.models import ChargeWaiver
from quitus.apps.charges.queries import accrued_charges, claimed_charges
from quitus.apps.clients.actions import update_client
from quitus.apps.clients.details import details_of
from quitus.apps.clients.models import Client, ClientKind
from quitus.apps.doctor.checks import examine
from quitus.apps.law.actions import NewLegalEvent, agree_late_terms, note_legal_event, recall_legal_event
from quitus.apps.law.models import LegalEventKind
from quitus.apps.payments.actions import Receipt, receive_all, reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import PaymentMethod, ReductionKind
from quitus.apps.payments.queries import client_credit
from quitus.apps.payments.reductions import NewReduction, reduce, take_back_reduction
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import BANK
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.refused import Refused
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


def test_credit_does_not_pay_charges_that_it_proves_never_owed(inside):
    """1,300.00 too much since 1 March: used in August, it shows that 1,200.00 of 31 March were never late."""
    client = a_client()
    a_payment(client, "1300.00", received_on=date(2025, 3, 1), account=BANK)
    an_invoice(client, "FA-7", "1200.00", issued_on=date(2025, 3, 5), due_on=date(2025, 3, 31))
    claim(client)
    assert allocate_credit(client, **BY) == euros("1200.00")
    assert (left(client), client_credit(client)) == ({"interest": 0, "indemnity": 0}, 10_000)


def test_payments_taken_in_together_do_not_pay_charges_that_one_of_them_proves_never_owed(debtor, late):
    claim(debtor)
    told = {"client_id": debtor, "method": PaymentMethod.TRANSFER, "account": BANK}
    in_time = Receipt(slot="1", amount=euros("1200.00"), received_on=date(2025, 3, 31), **told)
    for_charges = Receipt(slot="2", amount=euros("97.72"), received_on=ON, **told)
    receive_all([in_time, for_charges], **BY)
    assert (left(debtor), client_credit(debtor)) == ({"interest": 0, "indemnity": 0}, 9772)


def test_a_payment_in_time_that_was_taken_back_leaves_the_claim_as_it_was(debtor, late):
    claim(debtor)
    payment = a_payment(debtor, "1200.00", received_on=date(2025, 3, 31), account=BANK)
    reverse(payment.id, **BY)
    assert left(debtor) == {"interest": 5772, "indemnity": 4000}
    assert accrued(debtor) == []
    assert {"charge_corrected", "charge_owed_again"} <= {event.kind for event in history(debtor)}
    assert {charge.status for charge in claimed_charges(debtor)} == {"claimed"}


@pytest.mark.parametrize("settled", ["waived", "paid"])
def test_what_was_too_much_of_a_claim_that_was_settled_says_nothing_of_the_next(debtor, late, settled):
    """39.34 claimed up to June; then 600.00 of 10 April become known. What is claimed of July and August is right."""
    claim_charges(Wanted(client_id=debtor, until=date(2025, 6, 30), indemnity=False), **BY)
    (june,) = claimed_charges(debtor)
    if settled == "waived":
        waive(june.id, None, "gesture", client_id=debtor, **BY)
    else:
        a_payment(debtor, "39.34", "m:1", received_on=ON, account=BANK, parts={})
    a_payment(
        debtor, "600.00", "m:2", received_on=date(2025, 4, 10), account=BANK, parts={late.id: euros("600.00")}
    )
    claim_charges(Wanted(client_id=debtor, until=ON, indemnity=False), **BY)
    newest = claimed_charges(debtor)[0]
    assert (newest.first, newest.remaining) == (date(2025, 7, 1), euros("9.19"))
    a_payment(debtor, "100.00", "m:3", received_on=ON, account=BANK, parts={late.id: euros("100.00")})
    assert claimed_charges(debtor)[0].remaining == euros("9.19")


def test_other_terms_leave_the_days_that_were_claimed_as_they_were(debtor, late):
    agree_late_terms(LateTerms(claims=Claims.ALL, rate=Decimal(12)), client_id=debtor, **BY)
    claim(debtor)
    agree_late_terms(LateTerms(claims=Claims.ALL, rate=Decimal(15)), client_id=debtor, **BY)
    assert accrued(debtor) == []
    agree_late_terms(LateTerms(claims=Claims.ALL, rate=Decimal(10)), client_id=debtor, **BY)
    a_payment(debtor, "1.00", received_on=ON, account=BANK, parts={late.id: euros("1.00")})
    assert left(debtor) == {"interest": 5405, "indemnity": 4000}  # 1,200.00 at 12 % for 137 days


def noted(client_id: int, kind: LegalEventKind, day: date) -> int:
    return note_legal_event(NewLegalEvent(client_id=client_id, kind=kind, happened_on=day), **BY).id


def test_an_insolvency_of_an_earlier_day_and_its_recall(debtor, late):
    claim(debtor)
    event = noted(debtor, LegalEventKind.INSOLVENCY, date(2025, 7, 1))
    assert left(debtor) == {"interest": 3934, "indemnity": 4000}
    recall_legal_event(event, client_id=debtor, **BY)
    assert left(debtor) == {"interest": 5772, "indemnity": 4000}


def test_a_client_who_is_a_consumer_after_all_owes_neither_indemnity_nor_costs(debtor, late):
    cost = Cost(euros("150.00"), "relance par Me Brun", None)
    claim_charges(Wanted(client_id=debtor, until=ON, costs={late.invoice_id: cost}), **BY)
    assert left(debtor) == {"interest": 5772, "indemnity": 4000, "costs": 11000}
    as_consumer(debtor)
    assert left(debtor) == {"interest": 0, "indemnity": 0, "costs": 0}
    assert {charge.status for charge in claimed_charges(debtor)} == {"corrected"}


def as_consumer(client_id: int) -> None:
    details = replace(details_of(Client.objects.get(id=client_id)), kind=ClientKind.CONSUMER)
    update_client(client_id, details, **BY)


@pytest.mark.parametrize("first", ["claim", "credit note"])
def test_an_invoice_that_a_credit_note_cancels_owes_no_charges_whatever_came_first(debtor, late, first):
    new = NewReduction(
        kind=ReductionKind.CREDIT_NOTE,
        client_id=debtor,
        parts={late.id: euros("1200.00")},
        happened_on=ON,
        slot="one",
        document="AV-1",
    )
    if first == "claim":
        claim(debtor)
        cancelled = reduce(new, **BY)
        assert left(debtor) == {"interest": 0, "indemnity": 0}
        take_back_reduction(cancelled.id, **BY)
        assert left(debtor) == {"interest": 5772, "indemnity": 4000}
    else:
        reduce(new, **BY)
        with pytest.raises(Refused, match="charges_nothing_to_claim"):
            claim(debtor)


def test_a_write_off_leaves_what_was_claimed(debtor, late):
    claim(debtor)
    new = NewReduction(
        kind=ReductionKind.WRITE_OFF,
        client_id=debtor,
        parts={late.id: euros("1200.00")},
        happened_on=ON,
        slot="one",
        reason="liquidation",
    )
    reduce(new, **BY)
    assert left(debtor) == {"interest": 5772, "indemnity": 4000}


def test_a_payment_of_charges_that_is_taken_back_opens_only_what_is_owed(debtor, late):
    claim(debtor)
    paid = a_payment(debtor, "97.72", "m:1", received_on=ON, account=BANK, parts={})
    a_payment(debtor, "1200.00", "m:2", received_on=date(2025, 3, 31), account=BANK)
    assert [charge.status for charge in claimed_charges(debtor)] == ["paid", "paid"]
    reverse(paid.id, **BY)
    assert [charge.status for charge in claimed_charges(debtor)] == ["corrected", "corrected"]


def test_payments_on_many_claimed_invoices_read_as_little_as_on_one(debtor, late):
    """A year's bank file for one client: the statements do not grow with its invoices."""
    read = []
    for count in (1, 12):
        client = a_client(f"client {count}")
        for number in range(count):
            an_invoice(
                client, f"FB-{count}-{number}", "100.00", due_on=date(2025, 3, 31), issued_on=date(2025, 3, 1)
            )
        claim(client)
        with CaptureQueriesContext(connection) as queries:
            a_payment(client, f"{count * 100}.00", f"m:{count}", received_on=ON, account=BANK)
        read.append(len(queries))
    assert read[0] == read[1]
