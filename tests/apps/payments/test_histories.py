"""Whatever happens, in whatever order: no cent is lost, and every balance agrees with every other."""

from datetime import date

from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import Payment
from quitus.apps.payments.queries import client_credit
from quitus.domain.books.entries import BANK, CLIENTS
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice

CENTS = st.integers(1, 100_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
WHICH = st.integers(0, 99)
STEPS = st.one_of(
    st.tuples(st.just("invoice"), WHICH, CENTS),
    st.tuples(st.just("pay"), WHICH, CENTS),
    st.tuples(st.just("pay nothing yet"), WHICH, CENTS),
    st.tuples(st.just("reverse"), WHICH, CENTS),
    st.tuples(st.just("use credit"), WHICH, CENTS),
)


class Firm:
    """Three clients and what happens to them."""

    def __init__(self) -> None:
        self.clients = [a_client(f"Client {n}") for n in range(3)]
        self.payments: list[int] = []
        self.steps = 0

    def step(self, verb: str, which: int, amount: str) -> None:
        self.steps += 1
        client_id, name = self.clients[which % 3], f"FA-{self.steps}"
        if verb == "invoice":
            an_invoice(client_id, name, amount, due_on=date(2026, 3, 1 + which % 9))
        elif verb.startswith("pay"):
            parts = {} if verb == "pay nothing yet" else None
            self.payments.append(a_payment(client_id, amount, name, account=BANK, parts=parts).id)
        elif verb == "reverse" and self.payments:
            reverse(self.payments[which % len(self.payments)], on=TODAY, actor=CAMILLE)
        elif verb == "use credit":
            allocate_credit(client_id, on=TODAY, actor=CAMILLE)

    def check(self) -> None:
        assert examine() == []
        owed = dict(Instalment.objects.values_list("client_id").annotate(Sum("remaining_minor")).order_by())
        credits_ = {client_id: client_credit(client_id) for client_id in self.clients}
        booked = client_balances()
        for client_id in self.clients:
            assert owed.get(client_id, 0) - credits_[client_id] == booked.get(client_id, 0)
        balances = account_balances()
        received = Payment.objects.aggregate(sum=Sum("amount_minor", default=0))["sum"]
        assert balances.get(BANK, 0) == received
        assert balances.get(CLIENTS, 0) == sum(owed.values()) - sum(credits_.values()) == sum(booked.values())
        assert sum(balances.values()) == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=10))
def test_every_balance_agrees_after_every_step(inside, steps):
    with transaction.atomic():
        firm = Firm()
        for step in steps:
            firm.step(*step)
            firm.check()
        transaction.set_rollback(True)  # the next example begins with nothing
