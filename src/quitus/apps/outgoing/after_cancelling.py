"""Orders that the bank carried out although they were cancelled here: the money is gone, and the credit still stands.

Whoever cancels an order whose file lies at the bank already finds the client with both. Until somebody says that the
credit was paid back, the same money may be given twice.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from quitus.apps.outgoing.actions import Hand
from quitus.apps.outgoing.models import Transfer, TransferOrder
from quitus.apps.outgoing.refunds import carried_out, pay_credits_back
from quitus.apps.payments.locks import lock_clients
from quitus.apps.payments.models import Refund
from quitus.apps.timeline.actions import Event, record
from quitus.domain.money import Money
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class PaidTwice:
    """A transfer to a client that was carried out although its order was cancelled, which gave their credit back."""

    order_id: int
    client_id: int
    client_name: str
    amount: Money
    on: date | None


def paid_though_cancelled(order_id: int | None = None, *, most: int = 30) -> list[PaidTwice]:
    """The largest first, of one order or of all; one query."""
    found = _rows() if order_id is None else _rows().filter(order_id=order_id)
    rows = found.order_by("-amount_minor", "id").values_list(
        "order_id", "client_id", "client__name", "amount_minor", "currency", "executed_on"
    )
    return [PaidTwice(row[0], row[1], row[2], Money(row[3], row[4]), row[5]) for row in rows[:most]]


def note_paid_back(order_id: int, by: Hand) -> int:
    """The clients of a cancelled order got their money: their credit goes after all. How many transfers were noted.

    Each by itself: who has used the credit since holds up nobody else. Noted already: nothing happens. Refused:
    refund_above_credit, where that is true of all of them. Raises TransferOrder.DoesNotExist.
    """
    order, rows = _locked(order_id)
    noted, refused = 0, None
    for row in rows:
        try:
            with transaction.atomic():
                pay_credits_back([row], on=by.on, actor=by.actor, slot=carried_out)
            noted += 1
        except Refused as refusal:
            refused = refusal
    if refused and not noted:
        raise refused
    if noted:
        _tell("transfer_credit_gone", order, noted, by)
    return noted


def note_owed_back(order_id: int, by: Hand) -> int:
    """The clients who have used that credit since owe the money: it is asked of them as any other. How many.

    Noted already: nothing happens. Raises TransferOrder.DoesNotExist.
    """
    order, rows = _locked(order_id)
    if rows:
        order.owed_back_on = by.on
        order.save(update_fields=["owed_back_on"])
        _tell("transfer_credit_owed", order, len(rows), by)
    return len(rows)


def _locked(order_id: int) -> tuple[TransferOrder, list[Transfer]]:
    """The order and what is to be noted of it; their clients too, in the order of all locks."""
    order = TransferOrder.objects.select_for_update(no_key=True).get(id=order_id)
    rows = list(_rows().filter(order=order).order_by("client_id", "id"))
    lock_clients(row.client_id for row in rows if row.client_id)
    return order, rows


def _tell(kind: str, order: TransferOrder, count: int, by: Hand) -> None:
    record(Event(kind, by.on, by.actor, None, {"order": order.id, "title": order.title, "count": count}))


def _rows() -> QuerySet[Transfer]:
    noted = Refund.objects.filter(slot=OuterRef("noted_by"))
    slot = Concat(Value("transfer:"), Cast("id", CharField()), Value(":carried-out"))
    cancelled = Transfer.objects.filter(
        client__isnull=False,
        executed_line__isnull=False,
        order__cancelled_on__isnull=False,
        order__owed_back_on=None,
    )
    return cancelled.annotate(noted_by=slot).filter(~Exists(noted))
