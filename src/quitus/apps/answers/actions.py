"""Write down what was answered; each answer changes what may be reminded, so its instalments are checked anew.

Locks are taken in the order of `payments/locks.py`: the client, its instalments, the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.apps.answers.facts import (
    answered_not_found,
    formerly_promised,
    locked_instalments,
    locked_open_promises,
    promised_parts,
)
from quitus.apps.answers.models import AnswerSource, Dispute, PaidClaim, Promise, PromisePart, ReceiptAnswer
from quitus.apps.invoicing.actions import facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.locks import lock_clients
from quitus.apps.timeline.actions import DEBTOR, PROGRAM, Event, record, record_all
from quitus.domain.answers.promises import Outcome, check_promise, outcome
from quitus.domain.answers.repeats import check_moves, claim_holds, dispute_holds
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

OLDEST_CLAIM = timedelta(days=5 * 365)  # C. com. L110-4: after five years nobody can ask for it any more
WORDS_LENGTH = 2_000  # a debtor explains a dispute, not a novel; longer text is cut on the form


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers, and when by the organisation's clock. `actor` goes into the timeline."""

    on: date
    source: AnswerSource
    actor: str = DEBTOR


def promise(
    client_id: int, promised_for: date, by: Answerer, amounts: Mapping[int, int] | None = None
) -> Promise:
    """A promise to pay by a day; `amounts` in minor units by instalment, None: all that is owed and overdue.

    Reminders of what is promised stop until the day and its grace are over. A new promise for an instalment
    takes the place of an open one. Refuses a past or distant day, amounts that are not owed, and a debtor who puts
    off too often.
    """
    if amounts is None:
        lock_clients([client_id])
        open_ones = Instalment.objects.filter(client_id=client_id, remaining_minor__gt=0, due_on__lte=by.on)
        amounts = dict(open_ones.values_list("id", "remaining_minor"))
    instalments = locked_instalments(client_id, amounts)
    check_promise(promised_for, by.on, amounts, {i.id: i.remaining_minor for i in instalments.values()})
    currency = next(iter(instalments.values())).currency
    standing = _still_open(instalments, by.on)
    if by.source is AnswerSource.PORTAL:
        check_moves(promised_for, formerly_promised(instalments))
    _settle(standing, Promise.State.WITHDRAWN, by.on)
    given = Promise.objects.create(
        client_id=client_id,
        given_on=by.on,
        recorded_at=real_now(),
        source=by.source,
        promised_for=promised_for,
        currency=currency,
    )
    PromisePart.objects.bulk_create(
        PromisePart(promise=given, instalment_id=instalment_id, amount_minor=amount)
        for instalment_id, amount in sorted(amounts.items())
    )
    facts_changed(instalments, by.on)
    promised = Money(sum(amounts.values()), currency)
    before = max((former.promised_for for former in standing), default=promised_for)
    moved = {"before": before} if before < promised_for else {}
    _tell(client_id, "promise_given", by, promise=given.id, until=promised_for, amount=promised, **moved)
    return given


def withdraw_promise(promise_id: int, by: Answerer) -> None:
    """The promise no longer holds; done already: nothing happens. Raises Promise.DoesNotExist."""
    client_id = Promise.objects.values_list("client_id", flat=True).get(id=promise_id)
    withdrawn = locked_open_promises(Promise.objects.filter(id=promise_id))
    if withdrawn:
        _settle(withdrawn, Promise.State.WITHDRAWN, by.on)
        _tell(client_id, "promise_withdrawn", by, promise=promise_id)


def settle_promises(on: date) -> int:
    """Mark open promises kept or broken; how many ended. A job of each day, and safe to run again."""
    open_ones = locked_open_promises(Promise.objects.all())
    return len(open_ones) - len(_end(open_ones, on))


def _end(open_ones: Sequence[Promise], on: date) -> list[Promise]:
    """Mark those of these promises, locked by the caller, that were kept or broken; the others."""
    parts = promised_parts(open_ones)
    ended = [(given, outcome(given.promised_for, parts[given.id], on)) for given in open_ones]
    for end in (Outcome.KEPT, Outcome.BROKEN):
        _settle([given for given, found in ended if found is end], Promise.State(end.value), on)
    events = [
        Event(
            f"promise_{end}",
            on,
            PROGRAM,
            given.client_id,
            {"promise": given.id, "until": given.promised_for},
        )
        for given, end in ended
        if end is not Outcome.OPEN
    ]
    record_all(events)
    return [given for given, end in ended if end is Outcome.OPEN]


def open_dispute(
    instalment_id: int,
    reason: Dispute.Reason,
    by: Answerer,
    *,
    client_id: int,
    words: str = "",
    amount: int | None = None,
) -> Dispute:
    """The debtor does not agree; `amount` in minor units, None: all that is still owed.

    What is contested is not reminded of until the dispute is resolved; contested again after the firm said that the
    invoice stands, it is told to the firm alone. A second dispute beside an open one is refused.
    """
    instalment = locked_instalments(client_id, [instalment_id])[instalment_id]
    contested = instalment.remaining_minor if amount is None else amount
    if not 0 < contested <= instalment.remaining_minor:
        raise Refused("dispute_amount_not_owed", instalment=instalment_id)
    if Dispute.objects.filter(instalment=instalment, resolved_on=None).exists():
        raise Refused("dispute_already_open", instalment=instalment_id)
    unfounded = Dispute.objects.filter(instalment=instalment, resolution=Dispute.Resolution.REJECTED)
    opened = Dispute.objects.create(
        client_id=client_id,
        instalment=instalment,
        opened_on=by.on,
        recorded_at=real_now(),
        source=by.source,
        reason=reason,
        words=words[:WORDS_LENGTH],
        amount_minor=contested,
        holds=by.source is AnswerSource.STAFF or dispute_holds(unfounded.count()),
    )
    facts_changed([instalment_id], by.on)
    facts = {"dispute": opened.id, "reason": reason, "words": opened.words, **_going_on(opened.holds)}
    _tell(client_id, "dispute_opened", by, amount=Money(contested, instalment.currency), **facts)
    return opened


def resolve_dispute(dispute_id: int, resolution: Dispute.Resolution, by: Answerer) -> None:
    """Close a dispute; reminders go on by the policy. Resolved already: nothing happens."""
    asked = Dispute.objects.get(id=dispute_id)
    locked_instalments(asked.client_id, [asked.instalment_id])
    opened = Dispute.objects.select_for_update(no_key=True).get(id=dispute_id)
    if opened.resolved_on is not None:
        return
    opened.resolved_on, opened.resolution = by.on, resolution
    opened.save(update_fields=["resolved_on", "resolution"])
    facts_changed([opened.instalment_id], by.on)
    _tell(opened.client_id, "dispute_resolved", by, dispute=opened.id, resolution=resolution)


def claim_paid(
    client_id: int,
    instalment_ids: Iterable[int],
    by: Answerer,
    *,
    paid_on: date | None = None,
    words: str = "",
) -> list[PaidClaim]:
    """The debtor says that it is already paid: reminders wait until somebody looked.

    Said again while nobody looked: nothing changes. Said again after "not received": the firm is told, and
    reminders wait only for another payment. Refuses a payment date in the future.
    """
    if paid_on is not None and not by.on - OLDEST_CLAIM <= paid_on <= by.on:
        raise Refused("paid_claim_day_impossible", day=paid_on)
    instalments = locked_instalments(client_id, instalment_ids)
    if not any(instalment.remaining_minor for instalment in instalments.values()):
        raise Refused("paid_claim_of_nothing")
    standing = set(
        PaidClaim.objects.filter(instalment_id__in=instalments, settled_on=None).values_list(
            "instalment_id", flat=True
        )
    )
    not_found = answered_not_found(instalments)
    claims = PaidClaim.objects.bulk_create(
        PaidClaim(
            client_id=client_id,
            instalment=instalment,
            said_on=by.on,
            recorded_at=real_now(),
            paid_on=paid_on,
            words=words[:WORDS_LENGTH],
            holds=by.source is AnswerSource.STAFF or claim_holds(not_found.get(instalment.id, []), paid_on),
        )
        for instalment in instalments.values()
        if instalment.remaining_minor and instalment.id not in standing
    )
    facts_changed(instalments, by.on)
    if claims:
        facts = {"paid_on": paid_on, "words": words[:WORDS_LENGTH], "count": len(claims)}
        _tell(client_id, "said_paid", by, **facts, **_going_on(any(claim.holds for claim in claims)))
    return claims


def settle_claim(claim_id: int, by: Answerer, *, found: bool) -> None:
    """Somebody looked for the money: found, or not; in both cases the claim no longer holds reminders."""
    said = PaidClaim.objects.get(id=claim_id)
    locked_instalments(said.client_id, [said.instalment_id])
    claim = PaidClaim.objects.select_for_update(no_key=True).get(id=claim_id)
    if claim.settled_on is not None:
        return
    claim.settled_on, claim.found = by.on, found
    claim.save(update_fields=["settled_on", "found"])
    facts_changed([claim.instalment_id], by.on)
    _tell(claim.client_id, "said_paid_settled", by, claim=claim.id, found=found)


def answer_receipt(instalment_ids: Iterable[int], by: Answerer, *, received: bool) -> None:
    """The creditor answers "Received?" where bank data is old; "no" lets reminders go on for some days."""
    asked = list(Instalment.objects.filter(id__in=set(instalment_ids)).order_by("id"))
    ReceiptAnswer.objects.bulk_create(
        ReceiptAnswer(
            instalment=instalment,
            answered_on=by.on,
            recorded_at=real_now(),
            answered_by=by.actor,
            received=received,
        )
        for instalment in asked
    )
    facts_changed([instalment.id for instalment in asked], by.on)
    record_all(
        Event("receipt_answered", by.on, by.actor, instalment.client_id, {"received": received})
        for instalment in asked
    )


def _still_open(instalment_ids: Iterable[int], on: date) -> list[Promise]:
    """The open promises that name any of these locked instalments, after those that were kept have ended."""
    named = PromisePart.objects.filter(instalment_id__in=list(instalment_ids)).values("promise_id")
    standing = Promise.objects.filter(id__in=named, state=Promise.State.OPEN).order_by("id")
    return _end(list(standing.select_for_update(no_key=True)), on)


def _settle(promises: Sequence[Promise], state: Promise.State, on: date) -> None:
    """End these promises, locked by the caller."""
    ids = [given.id for given in promises]
    if ids:
        Promise.objects.filter(id__in=ids).update(state=state, settled_on=on)
        named = PromisePart.objects.filter(promise_id__in=ids)
        facts_changed(set(named.values_list("instalment_id", flat=True)), on)


def _going_on(holds: bool) -> dict[str, object]:
    """What the timeline says of an answer for which reminders do not wait."""
    return {} if holds else {"reminders_go_on": True}


def _tell(client_id: int, kind: str, by: Answerer, **facts: object) -> None:
    record(Event(kind, by.on, by.actor, client_id, facts))
