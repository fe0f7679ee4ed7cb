"""Two hands on the same money at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import Allocation, Payment
from quitus.apps.payments.queries import client_credit
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice

HANDS = 4


def at_once(organisation_id: int, work: Callable[[int], object]) -> list[object]:
    """What each of four connections got out of doing `work(hand)` at the same moment."""
    start = Barrier(HANDS)

    def run(hand: int) -> object:
        try:
            start.wait()
            with tenant(organisation_id):
                return work(hand)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as threads:
        return list(threads.map(run, range(HANDS)))


def test_one_slot_is_one_payment(organisation_committed):
    with tenant(organisation_committed):
        client_id = a_client()
        an_invoice(client_id, amount="1000.00")
    payments = at_once(
        organisation_committed, lambda hand: a_payment(client_id, "400.00", account="512000").id
    )
    assert len(set(payments)) == 1
    with tenant(organisation_committed):
        assert Payment.objects.count() == 1
        assert Instalment.objects.get().remaining_minor == 60_000
        assert examine() == []


def test_an_instalment_is_never_paid_twice_over(organisation_committed):
    with tenant(organisation_committed):
        client_id = a_client()
        an_invoice(client_id, amount="1000.00")
    at_once(
        organisation_committed, lambda hand: a_payment(client_id, "400.00", f"m:{hand}", account="512000").id
    )
    with tenant(organisation_committed):
        assert Instalment.objects.get().remaining_minor == 0
        assert client_credit(client_id) == 60_000
        assert examine() == []


def test_credit_is_used_once_and_a_payment_reversed_once(organisation_committed):
    with tenant(organisation_committed):
        client_id = a_client()
        payment = a_payment(client_id, "300.00", account="512000")
        an_invoice(client_id, amount="1000.00")
    used = at_once(
        organisation_committed, lambda hand: allocate_credit(client_id, on=TODAY, actor=CAMILLE).minor
    )
    assert sorted(used) == [0, 0, 0, 30_000]
    reversals = at_once(organisation_committed, lambda hand: reverse(payment.id, on=TODAY, actor=CAMILLE).id)
    assert len(set(reversals)) == 1
    with tenant(organisation_committed):
        assert Allocation.objects.count() == 2
        assert Instalment.objects.get().remaining_minor == 100_000
        assert examine() == []
