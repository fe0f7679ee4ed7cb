"""Whatever happens, in whatever order: no cent is lost, and every balance agrees with every other."""

import os
from contextlib import suppress
from datetime import date

from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quitus.apps.books.queries import account_balances
from quitus.apps.charges.actions import Wanted, claim_charges, waive
from quitus.apps.charges.queries import claimed_charges
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit, refund
from quitus.apps.payments.doubtful import mark_doubtful
from quitus.apps.payments.facts import credits_left
from quitus.apps.payments.models import (
    ChargeAllocation,
    Payment,
    PaymentMethod,
    Reduction,
    ReductionKind,
    Refund,
)
from quitus.apps.payments.queries import client_credit
from quitus.apps.payments.reductions import NewReduction, reduce, take_back_reduction
from quitus.domain.books.entries import BANK, CASH, CLIENTS
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice, euros

DOUBTFUL = "416000"
REDUCTIONS = {
    "credit note": ReductionKind.CREDIT_NOTE,
    "set off": ReductionKind.SET_OFF,
    "write off": ReductionKind.WRITE_OFF,
}

CENTS = st.integers(1, 100_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
WHICH = st.integers(0, 99)
STEPS = st.one_of(
    st.tuples(st.just("invoice"), WHICH, CENTS),
    st.tuples(st.just("pay"), WHICH, CENTS),
    st.tuples(st.just("pay nothing yet"), WHICH, CENTS),
    st.tuples(st.just("reverse"), WHICH, CENTS),
    st.tuples(st.just("use credit"), WHICH, CENTS),
    st.tuples(st.just("claim charges"), WHICH, CENTS),
    st.tuples(st.just("waive a charge"), WHICH, CENTS),
    st.tuples(st.just("credit note"), WHICH, CENTS),
    st.tuples(st.just("set off"), WHICH, CENTS),
    st.tuples(st.just("write off"), WHICH, CENTS),
    st.tuples(st.just("take a reduction back"), WHICH, CENTS),
    st.tuples(st.just("refund"), WHICH, CENTS),
    st.tuples(st.just("call doubtful"), WHICH, CENTS),
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
            if self.lost(client_id):  # it was paid first
                assert self.payments[-1] not in {credit.payment_id for credit in credits_left(client_id)}
        elif verb == "reverse" and self.payments:
            with suppress(Refused):  # paid back meanwhile
                reverse(self.payments[which % len(self.payments)], on=TODAY, actor=CAMILLE)
        elif verb == "use credit":
            allocate_credit(client_id, on=TODAY, actor=CAMILLE)
            assert not (self.lost(client_id) and client_credit(client_id))
        else:
            with suppress(Refused):  # nothing left to do it with: leaves no trace, as `check` shows
                self._charge_or_reduce(verb, which, amount, client_id)

    @staticmethod
    def lost(client_id: int) -> int:
        """What was written off and not paid after all."""
        rows = Reduction.objects.filter(client_id=client_id, kind=ReductionKind.WRITE_OFF)
        return int(rows.aggregate(sum=Sum("amount_minor", default=0))["sum"])

    def _charge_or_reduce(self, verb: str, which: int, amount: str, client_id: int) -> None:
        by = {"on": TODAY, "actor": CAMILLE}
        charges = claimed_charges(client_id, open_only=True)
        late = Instalment.objects.filter(client_id=client_id, remaining_minor__gt=0).order_by("id").first()
        if verb == "claim charges":
            claim_charges(Wanted(client_id=client_id, until=TODAY), **by)
        elif verb == "waive a charge" and charges:
            charge = charges[which % len(charges)]
            waive(charge.id, None, "Geste", client_id=client_id, **by)
        elif verb in REDUCTIONS and late:
            new = NewReduction(
                kind=REDUCTIONS[verb],
                client_id=client_id,
                parts={late.id: min(euros(amount), Money(late.remaining_minor, "EUR"))},
                happened_on=TODAY,
                slot=f"reduction {self.steps}",
                document=f"AV-{self.steps}",
            )
            reduce(new, **by)
        elif verb == "take a reduction back":
            standing = Reduction.objects.filter(reverses=None, reversals=None, recovers=None).order_by("id")
            if standing:
                take_back_reduction(standing[which % len(standing)].id, **by)
        elif verb == "refund":
            refund(client_id, euros(amount), PaymentMethod.CASH, key=f"refund {self.steps}", **by)
        elif verb == "call doubtful" and late:
            mark_doubtful(late.id, None, "Ne répond plus", client_id=client_id, **by)

    def check(self) -> None:
        assert examine() == []
        owed = dict(Instalment.objects.values_list("client_id").annotate(Sum("remaining_minor")).order_by())
        credits_ = {client_id: client_credit(client_id) for client_id in self.clients}
        balances = account_balances()
        on_clients = balances.get(CLIENTS, 0) + balances.get(DOUBTFUL, 0)
        assert on_clients == sum(owed.values()) - sum(credits_.values())
        received = Payment.objects.aggregate(sum=Sum("amount_minor", default=0))["sum"]
        refunded = Refund.objects.aggregate(sum=Sum("amount_minor", default=0))["sum"]
        assert balances.get(BANK, 0) + balances.get(CASH, 0) == received - refunded
        charged = ChargeAllocation.objects.aggregate(sum=Sum("amount_minor", default=0))["sum"]
        assert -balances.get("763100", 0) - balances.get("758100", 0) == charged
        recovered = Reduction.objects.exclude(recovers=None).aggregate(
            net=Sum(F("vat_minor") - F("amount_minor"), default=0)
        )
        assert -balances.get("758300", 0) == recovered["net"]
        assert sum(balances.values()) == 0


@settings(
    max_examples=200 if os.environ.get("QUITUS_TEST_ALL") else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=1, max_size=10))
def test_every_balance_agrees_after_every_step(inside, steps):
    with transaction.atomic():
        firm = Firm()
        for step in steps:
            firm.step(*step)
            firm.check()
        transaction.set_rollback(True)  # the next example begins with nothing
