"""What the rules need to know about instalments that somebody answers about."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet, Sum

from quitus.apps.answers.models import AnswerSource, PaidClaim, Promise, PromisePart
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.apps.payments.models import Allocation
from quitus.domain.answers.promises import PromisedPart
from quitus.domain.answers.repeats import Promised
from quitus.domain.refused import Refused


def locked_instalments(client_id: int, ids: Iterable[int]) -> dict[int, Instalment]:
    """These instalments of the client, by ascending id; refuses one that is not theirs.

    Locked with them: the client, and what open promises name together with them.
    """
    wanted = sorted(set(ids))
    lock_clients([client_id])
    promised = PromisePart.objects.filter(
        promise__state=Promise.State.OPEN, promise__parts__instalment_id__in=wanted
    )
    lock_instalments((), also=[*wanted, *promised.values_list("instalment_id", flat=True)])
    found = {
        instalment.id: instalment
        for instalment in Instalment.objects.filter(id__in=wanted, client_id=client_id).order_by("id")
    }
    if missing := [instalment_id for instalment_id in wanted if instalment_id not in found]:
        raise Refused("instalment_not_of_client", instalment=missing[0])
    return found


def locked_open_promises(promises: QuerySet[Promise]) -> list[Promise]:
    """Those of these promises that are open, after their clients and all that they name; few queries for any number."""
    clients = dict(promises.filter(state=Promise.State.OPEN).values_list("id", "client_id"))
    lock_clients(clients.values())
    parts = PromisePart.objects.filter(promise_id__in=clients)
    lock_instalments((), also=parts.values_list("instalment_id", flat=True))
    still_open = Promise.objects.filter(id__in=clients, state=Promise.State.OPEN)
    return list(still_open.order_by("id").select_for_update(no_key=True))


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


def formerly_promised(instalment_ids: Iterable[int]) -> list[Promised]:
    """For each of these instalments that was promised before, the days; their clients are locked. One query."""
    rows = (
        PromisePart.objects.filter(instalment_id__in=list(instalment_ids))
        .exclude(promise__state=Promise.State.KEPT)
        .order_by("promise_id")
        .values_list(
            "instalment_id", "instalment__invoice__number", "promise__promised_for", "promise__source"
        )
    )
    numbers: dict[int, str] = {}
    days: dict[int, list[date]] = {}
    for instalment_id, number, promised_for, source in rows:
        numbers[instalment_id] = number
        if source == AnswerSource.STAFF:
            days[instalment_id] = []
        days.setdefault(instalment_id, []).append(promised_for)
    return [Promised(number, days[instalment_id]) for instalment_id, number in numbers.items()]


def answered_not_found(instalment_ids: Iterable[int]) -> Mapping[int, list[date]]:
    """For each of these instalments, the days on which the firm answered "not received" to "already paid"."""
    rows = PaidClaim.objects.filter(instalment_id__in=list(instalment_ids), found=False).order_by("id")
    answered: dict[int, list[date]] = {}
    for instalment_id, settled_on in rows.values_list("instalment_id", "settled_on"):
        if settled_on is not None:
            answered.setdefault(instalment_id, []).append(settled_on)
    return answered
