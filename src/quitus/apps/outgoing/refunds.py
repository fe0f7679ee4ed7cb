"""Credit that goes back to clients by a transfer order: paid back with the approval, theirs again when it is cancelled.

Booked as any refund by transfer: the line of the statement meets it (france.md §9, row 11). So no credit is given back
by two orders.
"""

from collections.abc import Callable, Iterable
from datetime import date

from quitus.apps.outgoing.models import Transfer
from quitus.apps.payments.credit import refund, take_back_refund
from quitus.apps.payments.locks import lock_clients
from quitus.apps.payments.models import PaymentMethod, Refund
from quitus.domain.money import Money


def pay_credits_back(
    rows: Iterable[Transfer], *, on: date, actor: str, slot: Callable[[Transfer], str] | None = None
) -> None:
    """The same `slot` again is the same refund. Refused: refund_above_credit."""
    to_clients = sorted((row for row in rows if row.client_id), key=lambda row: (row.client_id, row.id))
    lock_clients(row.client_id for row in to_clients if row.client_id)
    for row in to_clients:
        refund(
            row.client_id or 0,
            Money(row.amount_minor, row.currency),
            PaymentMethod.TRANSFER,
            key=(slot or slot_of)(row),
            on=on,
            actor=actor,
            reason=row.remittance,
        )


def take_credits_back(rows: Iterable[Transfer], *, on: date, actor: str) -> None:
    """What was paid back by these transfers, and not taken back yet."""
    to_clients = [row for row in rows if row.client_id]
    lock_clients(row.client_id for row in to_clients if row.client_id)
    found = Refund.objects.filter(slot__in=[slot_of(row) for row in to_clients], reverses=None)
    for refund_id in found.order_by("client_id", "id").values_list("id", flat=True):
        take_back_refund(refund_id, on=on, actor=actor)


def slot_of(row: Transfer) -> str:
    """The refund's key."""
    return f"transfer:{row.id}"


def carried_out(row: Transfer) -> str:
    """The key of the refund that a bank made although the order was cancelled, and its own refund taken back."""
    return f"{slot_of(row)}:carried-out"
