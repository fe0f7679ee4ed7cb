"""What the rules of payment read: what is open, and the credit that waits."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.models import Payment
from quitus.domain.money import Money
from quitus.domain.payments.allocation import Allocation, OpenItem


@dataclass(slots=True)
class OpenBook:
    """What each client still owes, as the payments of one transaction eat into it.

    `numbers` are the invoices' numbers by instalment.
    """

    items: dict[int, dict[int, OpenItem]]
    numbers: dict[int, str]

    def of(self, client_id: int) -> list[OpenItem]:
        """The open instalments of a client."""
        return list(self.items[client_id].values())

    def take(self, client_id: int, allocation: Allocation) -> None:
        """Let the next payment find less."""
        items = self.items[client_id]
        for item_id, amount in allocation.parts:
            item = items.pop(item_id)
            if left := item.remaining - amount:
                items[item_id] = OpenItem(item.id, item.due, left, item.issued)


def open_book(client_ids: Collection[int], instalment_ids: Collection[int] = ()) -> OpenBook:
    """All that these clients owe, and these instalments as far as they are open; the caller holds the locks."""
    book = OpenBook(defaultdict(dict), {})
    rows = (
        Instalment.objects.filter(
            Q(client_id__in=client_ids) | Q(id__in=instalment_ids), remaining_minor__gt=0
        )
        .order_by("id")
        .values_list(
            "id",
            "client_id",
            "due_on",
            "remaining_minor",
            "currency",
            "invoice__issued_on",
            "invoice__number",
        )
    )
    for instalment_id, client_id, due_on, remaining, currency, issued_on, number in rows:
        item = OpenItem(instalment_id, due_on, Money(remaining, currency), issued_on)
        book.items[client_id][instalment_id] = item
        book.numbers[instalment_id] = number
    return book


def credits_left(client_id: int) -> list[tuple[int, Money]]:
    """(payment, what it has left over) of a client, the oldest first; reversed payments have nothing left."""
    rows = (
        Payment.objects.filter(client_id=client_id, reverses=None, reversals=None)
        .annotate(left=F("amount_minor") - Coalesce(Sum("allocations__amount_minor"), 0))
        .filter(left__gt=0)
        .order_by("received_on", "id")
        .values_list("id", "left", "currency")
    )
    return [(payment_id, Money(left, currency)) for payment_id, left, currency in rows]
