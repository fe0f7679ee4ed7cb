"""Matching by hand: which open instalments a line may pay, found by client, by number or by amount."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from quitus.apps.clients.queries import search
from quitus.apps.invoicing.models import Instalment
from quitus.domain.money import Money

MOST = 50


@dataclass(frozen=True, slots=True)
class Choosable:
    """An open instalment that a line may pay."""

    id: int
    client_id: int
    client_name: str
    number: str
    due_on: date
    remaining: Money


def choosable(text: str, amount: Money) -> list[Choosable]:
    """Open instalments in the line's currency, the oldest first: those whose client or number `text` names.

    Without a text, those that owe exactly `amount`. At most MOST.
    """
    found = Instalment.objects.filter(remaining_minor__gt=0, currency=amount.currency)
    if text.strip():
        by_client = Q(client_id__in=search(text).values("id"))
        found = found.filter(by_client | Q(invoice__number__icontains=text.strip()))
    else:
        found = found.filter(remaining_minor=amount.minor)
    return _read(found)


def chosen(instalment_ids: Collection[int]) -> list[Choosable]:
    """These instalments of the firm, as far as they are still open."""
    return _read(Instalment.objects.filter(remaining_minor__gt=0, id__in=instalment_ids))


def _read(found: QuerySet[Instalment]) -> list[Choosable]:
    rows = found.order_by("due_on", "id").values_list(
        "id", "client_id", "client__name", "invoice__number", "due_on", "remaining_minor", "currency"
    )
    return [Choosable(row[0], row[1], row[2], row[3], row[4], Money(row[5], row[6])) for row in rows[:MOST]]
