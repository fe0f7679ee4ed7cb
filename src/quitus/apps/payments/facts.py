"""What the rules of payment read: what is open, principal and charges, and the credit that waits."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from quitus.apps.charges.models import Charge
from quitus.apps.invoicing.models import Instalment
from quitus.apps.law.queries import late_terms_of
from quitus.apps.payments.models import Payment
from quitus.domain.law.worksheet import Order
from quitus.domain.money import Money
from quitus.domain.payments.allocation import OpenItem
from quitus.domain.payments.debts import Debt, OpenCharge, Settlement, after


@dataclass(frozen=True, slots=True)
class ChargeName:
    """By what a charge is called: its kind, and the number of its invoice."""

    kind: str
    number: str


@dataclass(slots=True)
class ChargeSums:
    """What is settled of each kind of charge, in minor units: each is income of its own account."""

    interest: int = 0
    indemnity: int = 0
    costs: int = 0

    def add(self, kind: str, minor: int) -> None:
        setattr(self, kind, getattr(self, kind) + minor)

    @property
    def total(self) -> int:
        return self.interest + self.indemnity + self.costs


@dataclass(slots=True)
class OpenBook:
    """What each client still owes, as the payments of one transaction eat into it.

    `numbers` are the invoices' numbers by instalment, `charges` the names of the charges. `orders`: what a client's
    partial payment settles first.
    """

    debts: dict[int, dict[int, Debt]]
    numbers: dict[int, str]
    charges: dict[int, ChargeName]
    orders: Mapping[int, Order]

    def of(self, client_id: int) -> list[Debt]:
        """The open debts of a client."""
        return list(self.debts[client_id].values())

    def principal_of(self, client_id: int) -> list[OpenItem]:
        """The open instalments of a client."""
        return [debt.item for debt in self.debts[client_id].values() if debt.item.remaining]

    def order_of(self, client_id: int) -> Order:
        return self.orders.get(client_id, Order.INTEREST)

    def take(self, client_id: int, settlement: Settlement) -> None:
        """Let the next payment find less."""
        left = after(self.debts[client_id].values(), settlement)
        self.debts[client_id] = {debt.item.id: debt for debt in left}


def open_book(
    client_ids: Collection[int], instalment_ids: Collection[int] = (), *, charged: Collection[int] = ()
) -> OpenBook:
    """All that these clients owe, and these instalments as far as they are open; the caller holds the locks.

    Of the clients `charged` too, open charges are read, not their principal.
    """
    items: dict[int, dict[int, OpenItem]] = defaultdict(dict)
    numbers: dict[int, str] = {}
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
        items[client_id][instalment_id] = item
        numbers[instalment_id] = number
    return _with_charges(items, numbers, {*client_ids, *charged})


def _with_charges(
    items: dict[int, dict[int, OpenItem]], numbers: dict[int, str], client_ids: Collection[int]
) -> OpenBook:
    """The instalments with their open charges; an instalment whose principal is paid has charges alone."""
    charges: dict[int, list[OpenCharge]] = defaultdict(list)
    names: dict[int, ChargeName] = {}
    indebted: set[int] = set()
    rows = (
        Charge.objects.filter(client_id__in=client_ids, remaining_minor__gt=0)
        .order_by("id")
        .select_related("instalment", "invoice", "claim")
    )
    for row in rows:
        charges[row.instalment_id].append(
            OpenCharge(row.id, row.kind, Money(row.remaining_minor, row.currency), row.claim.claimed_on)
        )
        names[row.id] = ChargeName(row.kind, row.invoice.number)
        indebted.add(row.client_id)
        paid = OpenItem(
            row.instalment_id, row.instalment.due_on, Money(0, row.currency), row.invoice.issued_on
        )
        items[row.client_id].setdefault(row.instalment_id, paid)
    terms = late_terms_of(indebted) if indebted else {}
    debts: dict[int, dict[int, Debt]] = defaultdict(dict)
    for client_id, by_id in items.items():
        debts[client_id] = {id_: Debt(item, tuple(charges[id_])) for id_, item in by_id.items()}
    return OpenBook(debts, numbers, names, {id_: one.conventions.order for id_, one in terms.items()})


@dataclass(frozen=True, slots=True)
class Credit:
    """What a payment has left over."""

    payment_id: int
    left: Money
    received_on: date


def credits_left(client_id: int) -> list[Credit]:
    """The credits of a client, the oldest first; reversed payments have nothing left."""
    rows = (
        Payment.objects.filter(client_id=client_id, reverses=None, reversals=None)
        .annotate(
            left=F("amount_minor")
            - _sum_of("allocations")
            - _sum_of("charge_allocations")
            - _sum_of("refunds")
        )
        .filter(left__gt=0)
        .order_by("received_on", "id")
        .values_list("id", "left", "currency", "received_on")
    )
    return [Credit(id_, Money(left, currency), received_on) for id_, left, currency, received_on in rows]


def _sum_of(used: str) -> Coalesce:
    """What of a payment was used one way; a subquery each, so that rows are not multiplied by each other."""
    sums = Payment.objects.filter(id=OuterRef("id")).values("id").annotate(sum=Sum(f"{used}__amount_minor"))
    return Coalesce(Subquery(sums.values("sum")), 0)
