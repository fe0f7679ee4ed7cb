"""What the rules need to know about instalments that somebody answers about."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Sum

from quitus.apps.answers.models import Promise, PromisePart
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.models import Allocation
from quitus.domain.answers.promises import PromisedPart
from quitus.domain.refused import Refused


def locked_instalments(client_id: int, ids: Iterable[int]) -> dict[int, Instalment]:
    """These instalments of the client, locked in id order; refuses one that is not theirs."""
    wanted = sorted(set(ids))
    found = {
        instalment.id: instalment
        for instalment in Instalment.objects.filter(id__in=wanted, client_id=client_id)
        .order_by("id")
        .select_for_update(no_key=True)
    }
    if missing := [instalment_id for instalment_id in wanted if instalment_id not in found]:
        raise Refused("instalment_not_of_client", instalment=missing[0])
    return found


def promised_parts(promises: Iterable[Promise]) -> Mapping[int, list[PromisedPart]]:
    """For each promise, its parts with what was paid since it was given; three queries for any number."""
    given = {promise.id: promise.given_on for promise in promises}
    rows = list(PromisePart.objects.filter(promise_id__in=given).select_related("instalment"))
    paid: dict[int, list[tuple[date, int]]] = {}
    allocations = (
        Allocation.objects.filter(instalment_id__in={row.instalment_id for row in rows})
        .values_list("instalment_id", "payment__received_on")
        .annotate(amount=Sum("amount_minor"))
    )
    for instalment_id, received_on, amount in allocations:
        paid.setdefault(instalment_id, []).append((received_on, amount))
    parts: dict[int, list[PromisedPart]] = {promise_id: [] for promise_id in given}
    for row in rows:
        of_instalment = paid.get(row.instalment_id, [])
        since = sum(amount for day, amount in of_instalment if day >= given[row.promise_id])
        parts[row.promise_id].append(PromisedPart(row.amount_minor, since, row.instalment.remaining_minor))
    return parts
