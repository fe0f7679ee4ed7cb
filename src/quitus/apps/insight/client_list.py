"""The clients of a firm, each with what it owes: the list that staff search and sort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from quitus.apps.clients.models import Client
from quitus.apps.clients.queries import search
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.queries import books_currency
from quitus.domain.money import Money

PAGE = 50


class Only(StrEnum):
    """Which clients are shown."""

    ALL = ""
    OWES = "owes"
    LATE = "late"
    ARCHIVED = "archived"


class Order(StrEnum):
    """In which order: by name, or who owes most first."""

    NAME = ""
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client with what it owes; `late_days` counts from its oldest due date, 0 when nothing is late."""

    id: int
    number: str
    name: str
    owed: Money
    late: Money
    open_count: int
    late_days: int


@dataclass(frozen=True, slots=True)
class ClientList:
    """The clients of one page; `page` says which of how many."""

    lines: Sequence[ClientLine]
    page: Page[Client]


@dataclass(frozen=True, slots=True)
class Owing:
    """How many clients owe, how much, and how much of it is late."""

    clients: int
    owed: Money
    late_clients: int
    late: Money


def client_list(
    on: date, text: str = "", *, only: Only = Only.ALL, order: Order = Order.NAME, page: int = 1
) -> ClientList:
    """One page of the clients that `text` finds; a page beyond the last is the last. Three queries."""
    clients = _narrowed(search(text, archived=only is Only.ARCHIVED), on, only)
    if order is Order.OWED:
        clients = clients.annotate(owed=Coalesce(Subquery(_owed_by_client()), 0)).order_by(
            "-owed", "sort_name", "id"
        )
    found = Paginator(clients, PAGE).get_page(page)
    return ClientList(_lines(list(found.object_list), on), found)


def owing(on: date) -> Owing:
    """The firm's clients who owe, on a day; two queries."""
    late = Q(due_on__lt=on)
    sums = Instalment.objects.filter(remaining_minor__gt=0).aggregate(
        clients=Count("client_id", distinct=True),
        owed=Sum("remaining_minor", default=0),
        late_clients=Count("client_id", filter=late, distinct=True),
        late=Sum("remaining_minor", filter=late, default=0),
    )
    currency = books_currency()
    return Owing(
        sums["clients"], Money(sums["owed"], currency), sums["late_clients"], Money(sums["late"], currency)
    )


def _narrowed(clients: QuerySet[Client], on: date, only: Only) -> QuerySet[Client]:
    open_ones = Instalment.objects.filter(client_id=OuterRef("id"), remaining_minor__gt=0)
    if only is Only.OWES:
        return clients.filter(Exists(open_ones))
    if only is Only.LATE:
        return clients.filter(Exists(open_ones.filter(due_on__lt=on)))
    return clients


def _owed_by_client() -> QuerySet[Instalment, int]:
    return (
        Instalment.objects.filter(client_id=OuterRef("id"), remaining_minor__gt=0)
        .order_by()
        .values("client_id")
        .annotate(sum=Sum("remaining_minor"))
        .values_list("sum", flat=True)
    )


def _lines(clients: list[Client], on: date) -> list[ClientLine]:
    sums = {
        client_id: (owed, late, count, oldest)
        for client_id, owed, late, count, oldest in Instalment.objects.filter(
            client_id__in=[client.id for client in clients], remaining_minor__gt=0
        )
        .order_by()
        .values_list("client_id")
        .annotate(
            owed=Sum("remaining_minor"),
            late=Sum("remaining_minor", filter=Q(due_on__lt=on), default=0),
            count=Count("id"),
            oldest=Min("due_on"),
        )
    }
    currency = books_currency()
    lines = []
    for client in clients:
        owed, late, count, oldest = sums.get(client.id, (0, 0, 0, on))
        days = max(0, (on - oldest).days)
        lines.append(
            ClientLine(
                client.id,
                client.number,
                client.name,
                Money(owed, currency),
                Money(late, currency),
                count,
                days,
            )
        )
    return lines
