"""Rows of payments, what they settle, and what takes them back: few statements however many there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from quitus.apps.charges.corrections import correct_claims
from quitus.apps.charges.models import Charge
from quitus.apps.charges.settling import settle_charges
from quitus.apps.invoicing.actions import settle
from quitus.apps.organisations.bulk import insert_all, new_ids
from quitus.apps.payments.doubtful import clear_doubtful
from quitus.apps.payments.models import Allocation, ChargeAllocation, Payment
from quitus.apps.payments.watchers import tell_amounts_changed
from quitus.apps.timeline.actions import Event
from quitus.domain.money import Money
from quitus.domain.payments.debts import Settlement
from quitus.ports.clock import real_now


@dataclass(frozen=True, slots=True)
class Settling:
    """A payment with what it settles on a day."""

    payment_id: int
    settlement: Settlement
    on: date


@dataclass(frozen=True, slots=True)
class ChargePaid:
    """A stored allocation to a charge: its id, the charge, minor units."""

    id: int
    charge_id: int
    minor: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What payments came to settle, what was recorded of charges, and what is to be told last."""

    settled: Sequence[Settling]
    charges: Sequence[ChargePaid]
    corrections: Sequence[Event]


def record_settlements(settled: Sequence[Settling], on: date, *, from_credit: bool = False) -> Recorded:
    """Record what payments settle: the principal, what that says of charges claimed before, then charges.

    A charge that the very payment proves never owed is not paid by it: that money stays the client's credit.
    """
    parts = [
        (one.payment_id, one.on, id_, part.minor) for one in settled for id_, part in one.settlement.parts
    ]
    insert_all(Allocation, _columns(parts, "instalment_id"), recorded_at=real_now())
    paid: dict[int, int] = defaultdict(int)
    days: dict[int, date] = {}
    for _, day, instalment_id, minor in parts:
        paid[instalment_id] += minor
        days[instalment_id] = min(day, days.get(instalment_id, day))
    corrections = settle_amounts(paid, {}, on, days=days)
    owed = _still_owed(settled) if corrections else settled
    charged = [
        (one.payment_id, one.on, id_, part.minor) for one in owed for id_, part in one.settlement.charges
    ]
    return Recorded(owed, _insert_charges(charged, on, from_credit=from_credit), corrections)


def _insert_charges(
    charged: Sequence[tuple[int, date, int, int]], on: date, *, from_credit: bool
) -> list[ChargePaid]:
    if not charged:
        return []
    ids = new_ids(ChargeAllocation, len(charged))
    columns: dict[str, list[object]] = {"id": [*ids], **_columns(charged, "charge_id")}
    insert_all(ChargeAllocation, columns, recorded_at=real_now(), from_credit=from_credit)
    paid: dict[int, int] = defaultdict(int)
    for _, _, charge_id, minor in charged:
        paid[charge_id] += minor
    settle_charges(paid, on)
    return [ChargePaid(id_, row[2], row[3]) for id_, row in zip(ids, charged, strict=True)]


def _still_owed(settled: Sequence[Settling]) -> list[Settling]:
    """The same with no more for each charge than is left of it now."""
    named = {charge_id for one in settled for charge_id, _ in one.settlement.charges}
    left = dict(Charge.objects.filter(id__in=named).values_list("id", "remaining_minor"))
    owed = []
    for one in settled:
        kept, over = [], one.settlement.left_over
        for charge_id, part in one.settlement.charges:
            minor = min(part.minor, left[charge_id])
            left[charge_id] -= minor
            over += Money(part.minor - minor, part.currency)
            if minor:
                kept.append((charge_id, Money(minor, part.currency)))
        owed.append(replace(one, settlement=Settlement(one.settlement.parts, tuple(kept), over)))
    return owed


def _columns(rows: Sequence[tuple[int, date, int, int]], of: str) -> dict[str, list[object]]:
    return {
        "payment_id": [payment_id for payment_id, _, _, _ in rows],
        "allocated_on": [on for _, on, _, _ in rows],
        of: [id_ for _, _, id_, _ in rows],
        "amount_minor": [minor for _, _, _, minor in rows],
    }


@dataclass(frozen=True, slots=True)
class Used:
    """What some payments settle, as it is stored."""

    allocations: Sequence[Allocation]
    charges: Sequence[ChargeAllocation]

    def of(self, payment_id: int) -> "Used":
        """What one of them settles."""
        return Used(
            [row for row in self.allocations if row.payment_id == payment_id],
            [row for row in self.charges if row.payment_id == payment_id],
        )


def used_of(payments: Sequence[Payment]) -> Used:
    """All that these payments settle; two queries."""
    return Used(
        list(Allocation.objects.filter(payment__in=payments).order_by("instalment_id", "id")),
        list(ChargeAllocation.objects.filter(payment__in=payments).order_by("id")),
    )


def insert_reversal(payment: Payment, used: Used, on: date) -> Payment:
    """The payment of the opposite amount, and the opposite of all that it settled."""
    now = real_now()
    reversal = Payment.objects.create(
        client_id=payment.client_id,
        received_on=on,
        recorded_at=now,
        amount_minor=-payment.amount_minor,
        currency=payment.currency,
        method=payment.method,
        reference=payment.reference,
        slot=f"reversal of {payment.id}",
        reverses=payment,
    )
    same = {"payment": reversal, "allocated_on": on, "recorded_at": now}
    Allocation.objects.bulk_create(
        Allocation(instalment_id=row.instalment_id, amount_minor=-row.amount_minor, reverses=row, **same)
        for row in used.allocations
    )
    ChargeAllocation.objects.bulk_create(
        ChargeAllocation(charge_id=row.charge_id, amount_minor=-row.amount_minor, reverses=row, **same)
        for row in used.charges
    )
    return reversal


def settle_amounts(
    paid: Mapping[int, int], charged: Mapping[int, int], on: date, *, days: Mapping[int, date] | None = None
) -> list[Event]:
    """Take amounts (minor units by instalment, by charge) off what remains, and tell whoever rests on it; what is to
    be recorded of it last. Negative amounts reopen. `days`: when each instalment moved, today if not given.

    What moves is doubtful no longer, from that day on, and what was claimed on it is looked at by what is known now.
    """
    moved = {instalment_id: minor for instalment_id, minor in paid.items() if minor}
    clear_doubtful({id_: (days or {}).get(id_, on) for id_ in moved})
    settle(moved, on)
    settle_charges(charged, on)
    tell_amounts_changed(moved, on)
    return correct_claims(paid, on=on, charges=charged)
