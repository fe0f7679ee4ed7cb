"""VAT on collection, whatever happened in whatever order: never refused, no cent made, no declared month changed."""

import os
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quitus.apps.books.closing import closable_months, close_books
from quitus.apps.insight.vat_collected import VatCollected, vat_collected
from quitus.apps.invoicing.models import Instalment
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.models import Allocation, Payment, Reduction, ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce, take_back_reduction
from quitus.apps.payments.vat_history import most_vat_within, vat_histories
from quitus.domain.financial_years import month_end
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from tests.apps.books.business import invoice, payment
from tests.record import CAMILLE, a_client, euros

BEGAN = date(2026, 1, 5)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
RATES = [("20", "1000.00", "200.00"), ("10", "500.00", "50.00"), ("5.5", "33.33", "1.83")]
WHOLE = "1785.16"
KINDS = {"credit note": ReductionKind.CREDIT_NOTE, "write off": ReductionKind.WRITE_OFF}

CENTS = st.integers(1, 200_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
AMOUNTS = st.one_of(st.sampled_from([WHOLE, "2285.16", "500.00"]), CENTS)
VERBS = ["pay", "pay", "reverse", "reverse", *KINDS, "take back", "use credit", "close"]
STEPS = st.tuples(st.sampled_from(VERBS), st.integers(0, 99), AMOUNTS, st.integers(0, 40))


class Firm:
    """One client with two invoices, one of which says its VAT. Days pass; much is noted long after its day."""

    def __init__(self) -> None:
        self.client = a_client()
        known = invoice(self.client, "FA-1", WHOLE, BEGAN)
        invoice(self.client, "FA-2", "500.00", BEGAN)
        lines = [VatLine(Decimal(rate), euros(net), euros(vat)) for rate, net, vat in RATES]
        record_vat({known.invoice_id: lines})
        self.today = BEGAN
        self.steps = 0
        self.declared: dict[date, VatCollected] = {}

    def step(self, verb: str, which: int, amount: str, days: int) -> None:
        self.steps += 1
        self.today += timedelta(days=which % 12)
        day = max(BEGAN, self.today - timedelta(days=days))
        by = {"on": self.today, "actor": CAMILLE}
        with suppress(Refused):  # nothing open, or taken back already
            if verb == "pay":
                payment(self.client, amount, day, slot=f"{self.steps}")
            elif verb == "reverse" and (money := self._one(Payment, which)):
                reverse(money.id, on=day, actor=CAMILLE)
            elif verb in KINDS and (late := Instalment.objects.filter(remaining_minor__gt=0).first()):
                part = min(euros(amount), Money(late.remaining_minor, "EUR"))
                reduce(self._new(KINDS[verb], late, part, which, day), **by)
            elif verb == "take back" and (reduction := self._one(Reduction, which)):
                take_back_reduction(reduction.id, **by)
            elif verb == "use credit":
                allocate_credit(self.client, **by)
            elif verb == "close" and (months := closable_months(self.today)):
                close_books(months[0], **by)
                self.declared[months[0]] = vat_collected(months[0].replace(day=1), months[0])

    def _one(self, model, which: int):
        standing = model.objects.filter(reverses=None, reversals=None).order_by("id")
        if model is Reduction:
            standing = standing.filter(recovers=None)
        return standing[which % len(standing)] if standing else None

    def _new(self, kind: ReductionKind, late: Instalment, part: Money, which: int, day: date) -> NewReduction:
        """In proportion or of one rate, with the VAT that this holds, or without."""
        rate = Decimal(RATES[which % 3][0]) if which % 2 else None
        known = vat_histories([late.invoice_id]).get(late.invoice_id)
        vat = known.within(part, rate) if known and which % 5 else Money(0, "EUR")
        assert 0 <= vat.minor < part.minor
        assert vat <= most_vat_within({late.id: part})
        return NewReduction(
            kind=kind,
            client_id=self.client,
            parts={late.id: part},
            vat=vat,
            rate=rate,
            happened_on=day,
            slot=f"{self.steps}",
            document="AV",
        )

    def check(self) -> None:
        whole = vat_collected(*YEAR)
        paid = Allocation.objects.aggregate(sum=Sum("amount_minor", default=0))["sum"]
        assert (whole.amount + whole.unknown).minor == paid
        for (
            one
        ) in whole.rates:  # each payment taken back may leave half a cent of rounding, until the next one
            exact = one.amount.minor * one.rate / (100 + one.rate)
            assert abs(one.vat.minor - exact) <= 1 + self.steps
        months = [
            vat_collected(first, month_end(first)) for first in self._months()
        ]  # nothing is after today
        assert sum(one.vat.minor for one in months) == whole.vat.minor
        assert sum(one.amount.minor for one in months) == whole.amount.minor
        for until, declared in self.declared.items():
            assert vat_collected(until.replace(day=1), until) == declared
        if not Instalment.objects.filter(remaining_minor__gt=0).exists() and not self._reduced():
            assert [(one.amount, one.vat) for one in whole.rates] == [
                (euros(net) + euros(vat), euros(vat)) for _, net, vat in RATES
            ]

    def _reduced(self) -> bool:
        return Reduction.objects.filter(reverses=None, reversals=None).exists()

    def _months(self) -> list[date]:
        return [date(2026, month, 1) for month in range(1, self.today.month + 1)]


@settings(
    max_examples=200 if os.environ.get("QUITUS_TEST_ALL") else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=9))
def test_no_history_stops_the_report(inside, steps):
    with transaction.atomic():
        firm = Firm()
        for step in steps:
            firm.step(*step)
            firm.check()
        transaction.set_rollback(True)  # the next example begins with nothing
