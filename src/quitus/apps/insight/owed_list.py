""" "On me doit": every open instalment of the firm, narrowed, sorted, summed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from quitus.apps.answers.models import Dispute, PaidClaim, Promise, PromisePart
from quitus.apps.clients.queries import search
from quitus.apps.insight.account_statement import OwedLine, lines_of
from quitus.apps.invoicing.models import Instalment, InstalmentKey
from quitus.apps.organisations.queries import books_currency
from quitus.domain.matching.keys import reference_key
from quitus.domain.money import Money

PAGE = 50


class Only(StrEnum):
    """Which open instalments are shown."""

    ALL = ""
    LATE = "late"
    COMING = "coming"
    PROMISED = "promised"
    CONTESTED = "contested"
    SAID_PAID = "said_paid"
    HELD = "held"  # imported, and its reminders not yet let go


class Order(StrEnum):
    """In which order: the oldest due date first, the largest amount first, by client."""

    DUE = ""
    AMOUNT = "amount"
    CLIENT = "client"


_ORDERS: dict[Order, Sequence[str]] = {
    Order.DUE: ("due_on", "id"),
    Order.AMOUNT: ("-remaining_minor", "due_on", "id"),
    Order.CLIENT: ("client__sort_name", "client_id", "due_on", "id"),
}


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open instalment with whose it is; `released`: its reminders may start."""

    client_id: int
    client_name: str
    released: bool
    owed: OwedLine


@dataclass(frozen=True, slots=True)
class OwedList:
    """The open instalments of one page, and the sum of all that were found, on the other pages too."""

    lines: Sequence[OpenLine]
    page: Page[Instalment]
    total: Money


@dataclass(frozen=True, slots=True)
class OwedSums:
    """How much is open in all, late, to come, promised and contested; `waiting`: not yet released."""

    owed: Money
    late: Money
    coming: Money
    late_count: int
    count: int
    waiting: int


def owed_list(
    on: date, text: str = "", *, only: Only = Only.ALL, order: Order = Order.DUE, page: int = 1
) -> OwedList:
    """The open instalments that `text` (an invoice number, a reference, words of a client) finds.

    A page beyond the last is the last. Seven queries, however many rows.
    """
    found = _narrowed(_found(text), on, only)
    total = found.aggregate(sum=Sum("remaining_minor", default=0))["sum"]
    rows = Paginator(found.select_related("invoice", "client").order_by(*_ORDERS[order]), PAGE).get_page(page)
    instalments = list(rows.object_list)
    lines = [
        OpenLine(row.client_id, row.client.name, row.released_on is not None, line)
        for row, line in zip(instalments, lines_of(instalments, on), strict=True)
    ]
    return OwedList(lines, rows, Money(total, books_currency()))


def owed_sums(on: date) -> OwedSums:
    """The sums of all open instalments, on a day; two queries."""
    late = Q(due_on__lt=on)
    sums = Instalment.objects.filter(remaining_minor__gt=0).aggregate(
        owed=Sum("remaining_minor", default=0),
        late=Sum("remaining_minor", filter=late, default=0),
        coming=Sum("remaining_minor", filter=~late, default=0),
        late_count=Count("id", filter=late),
        count=Count("id"),
        waiting=Count("id", filter=Q(released_on=None)),
    )
    currency = books_currency()
    return OwedSums(
        owed=Money(sums["owed"], currency),
        late=Money(sums["late"], currency),
        coming=Money(sums["coming"], currency),
        late_count=sums["late_count"],
        count=sums["count"],
        waiting=sums["waiting"],
    )


def _found(text: str) -> QuerySet[Instalment]:
    open_ones = Instalment.objects.filter(remaining_minor__gt=0)
    if not text.strip():
        return open_ones
    by_number = InstalmentKey.objects.filter(value__in=_keys(text)).values("instalment_id")
    by_client = search(text).order_by().values("id")
    return open_ones.filter(Q(id__in=by_number) | Q(client_id__in=by_client))


def _keys(text: str) -> set[str]:
    """What was typed, as the keys of numbers and references are written: "FA 118", "0118", "RF18 …"."""
    typed = reference_key(text)
    zeros = typed.replace("o", "0")
    return {typed, zeros, zeros.lstrip("0")} - {""}


def _narrowed(found: QuerySet[Instalment], on: date, only: Only) -> QuerySet[Instalment]:
    promised = PromisePart.objects.filter(instalment_id=OuterRef("id"), promise__state=Promise.State.OPEN)
    contested = Dispute.objects.filter(instalment_id=OuterRef("id"), resolved_on=None, holds=True)
    said_paid = PaidClaim.objects.filter(instalment_id=OuterRef("id"), settled_on=None, holds=True)
    match only:
        case Only.LATE:
            return found.filter(due_on__lt=on)
        case Only.COMING:
            return found.filter(due_on__gte=on)
        case Only.PROMISED:
            return found.filter(Exists(promised))
        case Only.CONTESTED:
            return found.filter(Exists(contested))
        case Only.SAID_PAID:
            return found.filter(Exists(said_paid))
        case Only.HELD:
            return found.filter(released_on=None)
        case _:
            return found
