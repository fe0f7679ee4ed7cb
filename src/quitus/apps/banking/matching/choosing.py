"""Matching by hand: which open instalments a line may pay, found by client, by number or by amount."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from quitus.apps.clients.keys import words_of
from quitus.apps.clients.models import Client
from quitus.apps.clients.queries import search
from quitus.apps.invoicing.models import Instalment
from quitus.domain.money import Money

MOST = 50
MOST_CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Choosable:
    """An open instalment that a line may pay."""

    id: int
    client_id: int
    client_name: str
    number: str
    due_on: date
    remaining: Money


def choosable(text: str, amount: Money, *, wanted: Money | None = None) -> list[Choosable]:
    """Open instalments in the line's currency: those whose client or number `text` names, or that owe `wanted`.

    Without a text, those that owe exactly `amount`. What owes the amount comes first, then the oldest. At most MOST.
    """
    found = Instalment.objects.filter(remaining_minor__gt=0, currency=amount.currency)
    if text.strip():
        named = Q(invoice__number__icontains=text.strip())
        if words_of(text):
            named |= Q(client_id__in=search(text).values("id"))
        found = found.filter(named if wanted is None else named | Q(remaining_minor=wanted.minor))
    else:
        found = found.filter(remaining_minor=amount.minor)
    first = {amount.minor, *([wanted.minor] if wanted else [])}
    return sorted(_read(found), key=lambda item: item.remaining.minor not in first)


def chosen(instalment_ids: Collection[int]) -> list[Choosable]:
    """These instalments of the firm, as far as they are still open."""
    return _read(Instalment.objects.filter(remaining_minor__gt=0, id__in=instalment_ids))


def credit_clients(text: str, ids: Collection[int]) -> list[tuple[int, str]]:
    """Clients who may have what is left of a line as credit: those with these ids, then those that `text` names."""
    known = list(Client.objects.filter(id__in=ids).order_by("sort_name", "id").values_list("id", "name"))
    named = search(text).exclude(id__in=ids).values_list("id", "name")
    found = named[:MOST_CLIENTS] if words_of(text) else []
    return [*known, *found]


def _read(found: QuerySet[Instalment]) -> list[Choosable]:
    rows = found.order_by("due_on", "id").values_list(
        "id", "client_id", "client__name", "invoice__number", "due_on", "remaining_minor", "currency"
    )
    return [Choosable(row[0], row[1], row[2], row[3], row[4], Money(row[5], row[6])) for row in rows[:MOST]]
