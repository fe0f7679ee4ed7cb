"""Which payment a line is: by itself when sure, by a person when not, and undone without a trace in balances.

Locks are taken in the order of `payments/locks.py`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import F, OuterRef, Q, Subquery, Sum

from quitus.apps.banking.facts import clients_meant, line_facts
from quitus.apps.banking.models import BankLine, Match, MatchPart, MatchPayment, MatchState, Outcome
from quitus.apps.banking.payers import learn_payers, unlearn_payer
from quitus.apps.banking.rules import note_uses, of_nobody, put_aside
from quitus.apps.banking.suggestions import (
    Decider,
    decide_lines,
    ignored_because,
    new_match,
    store_parts,
    store_verdicts,
    suggest_if_free,
    wake_suggested,
    withdraw,
)
from quitus.apps.banking.watchers import tell_decided
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.bulk import insert_all
from quitus.apps.payments.actions import Receipt, receive_all, reverse_all
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.apps.payments.models import Allocation, PaymentMethod
from quitus.apps.payments.returns import refuse_returned
from quitus.apps.timeline.actions import Event, record, record_all
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused

__all__ = [
    "APART",
    "Decider",
    "Matched",
    "Rest",
    "accept",
    "dismiss",
    "ignore",
    "match_by_hand",
    "match_lines",
    "match_open_lines",
    "undo",
]

LOOK_BACK = timedelta(days=120)  # an invoice that comes in later than that after its money is matched by hand
MOST_WAITING = 500
APART: Literal["apart"] = "apart"
# What becomes of what a person leaves of a line: this client's credit, kept apart for another decision, or, where
# nothing is said, the credit of the first client that is paid.
Rest = int | Literal["apart"] | None
_TAKEN = (MatchState.ACCEPTED, MatchState.PART)


@dataclass(frozen=True, slots=True)
class Taken:
    """A line, or the part of it that `amount` is, taken for the payment of these instalments.

    What they leave of the amount is the credit of `credit_to`, of the first client if nobody is named.
    """

    match: Match
    line: BankLine
    allocations: Mapping[int, Money]
    amount: Money
    credit_to: int | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of lines: ids of those matched, and of those that wait for a person's word."""

    matched: frozenset[int]
    suggested: frozenset[int]


def match_lines(line_ids: Collection[int], *, on: date, also: Collection[int] = ()) -> Matched:
    """Match open credit lines in the order in which the money came.

    A line about which somebody has decided is left to them; where a suggestion was outdated, another one is looked
    for, and nothing acts alone. `also` are instalments that the caller touches afterwards: they are locked with the
    rest. A fixed number of statements, however many lines.
    """
    by = Decider(on)
    lines, fresh = _locked_lines(line_ids)
    clients = clients_meant([line_facts(line) for line in lines]) if lines else []
    lock_clients(clients)
    lock_instalments(clients, also=also)
    found = decide_lines(lines, clients) if lines else []
    aside = of_nobody(lines)
    found, ignored = put_aside(found, [line for line in lines if line.id in fresh], aside, by)
    matches = store_verdicts(found, by, automatic=fresh - aside.keys())
    taken = [
        Taken(match, line, dict(verdict.allocations), _open_amount(line))
        for match, (line, verdict) in zip(matches, found, strict=True)
        if match.state == MatchState.ACCEPTED
    ]
    wake_suggested(matches, on)
    _mark([one.line for one in taken], settled=True)
    _receive(taken, by)
    _mark([match.line for match in ignored], settled=True)
    tell_decided([match.line_id for match in ignored])
    record_all(_ignored_event(match, by) for match in ignored)
    matched = frozenset(one.line.id for one in taken)
    return Matched(matched, frozenset(line.id for line, _ in found) - matched)


def match_open_lines(*, on: date) -> tuple[int, int]:
    """Match what waits once more: an invoice may come in after the money. How many were (matched, suggested)."""
    waiting = BankLine.objects.filter(settled=False, amount_minor__gt=0, booked_on__gte=on - LOOK_BACK)
    last_said = Match.objects.filter(line=OuterRef("id")).order_by("-id").values("state")[:1]
    ours = waiting.annotate(last_said=Subquery(last_said)).filter(
        Q(last_said=None) | Q(last_said=MatchState.OUTDATED)
    )
    newest = ours.order_by("-booked_on", "-id")
    done = match_lines(list(newest.values_list("id", flat=True)[:MOST_WAITING]), on=on)
    return len(done.matched), len(done.suggested)


def accept(match_id: int, by: Decider, *, runner_up: bool = False) -> Match:
    """A person confirms a suggestion, or its runner-up. Accepted already: nothing happens."""
    match, line = _locked(match_id)
    if match.state in _TAKEN:
        return match
    parts = match.parts.filter(rank=1 if runner_up else 0)
    allocations = {part.instalment_id: Money(part.amount_minor, line.currency) for part in parts}
    if match.state != MatchState.SUGGESTED:
        if same := _the_same_already(line, allocations):
            return same
        raise Refused("match_no_longer_open")
    if not allocations:
        raise Refused("match_without_runner_up")
    withdraw([match], MatchState.DISMISSED, by.on, Outcome.SECOND if runner_up else Outcome.FIRST)
    why = (
        match.runner_up
        if runner_up and match.runner_up
        else {"score": match.score, "evidence": match.evidence}
    )
    return _accept_by_hand(line, allocations, by, score=why["score"], evidence=why["evidence"])


def match_by_hand(
    line_id: int,
    allocations: Mapping[int, Money],
    by: Decider,
    *,
    rest: Rest = None,
    seen: Money | None = None,
) -> Match:
    """A person says what a line pays: amounts by instalment, at most what of the line is left to decide about.

    Nothing but credit where a client is named for the `rest`. `seen` is what the person saw as left: another amount
    by now is refused. Takes the place of a standing suggestion. Said just so already: nothing happens.
    """
    credit_to = rest if isinstance(rest, int) else None
    line, standing = _locked_line(line_id, also=allocations, clients=() if credit_to is None else [credit_to])
    if line.settled:
        if same := _the_same_already(line, allocations):
            return same
        raise Refused("line_already_matched")
    if seen is not None and seen != _open_amount(line):
        raise Refused("line_changed", amount=_open_amount(line))
    _withdraw_for(standing, allocations, by)
    return _accept_by_hand(line, allocations, by, score=1000, evidence=[], rest=rest)


def dismiss(match_id: int, by: Decider) -> None:
    """A person says that a suggestion is wrong: reminders of what it named go on."""
    match, line = _locked(match_id)
    if match.state != MatchState.SUGGESTED:
        return
    match.decided_by = by.actor
    match.save(update_fields=["decided_by"])
    withdraw([match], MatchState.DISMISSED, by.on, Outcome.REFUSED)
    record(Event("match_dismissed", by.on, by.actor, None, {"line": line.id}))


def ignore(line_id: int, by: Decider, *, reason: str) -> Match:
    """A credit that no instalment expects (a transfer between own accounts, a supplier's refund).

    Put aside already: nothing happens.
    """
    line, standing = _locked_line(line_id)
    if line.settled:
        if ignored := Match.objects.filter(line=line, state=MatchState.IGNORED).first():
            return ignored
        raise Refused("line_already_matched")
    withdraw(standing, MatchState.DISMISSED, by.on, Outcome.IGNORED)
    match = new_match(line, MatchState.IGNORED, by, score=1000, evidence=ignored_because(reason))
    match.save()
    _mark([line], settled=True)
    tell_decided([line.id])
    record(_ignored_event(match, by))
    return match


def _ignored_event(match: Match, by: Decider) -> Event:
    reason = match.evidence[0]["facts"]["reason"]
    return Event("line_ignored", by.on, by.actor, None, {"line": match.line_id, "reason": reason})


def undo(match_id: int, by: Decider) -> None:
    """Take a match back: payments are reversed, balances and reminders are as before, both stay in the books.

    The line is open again, and from now on only suggested for. Undone already: nothing happens. A suggestion that was
    refused is thought of anew. Refused for a part of a line whose rest is decided: that goes first.
    """
    match, line = _locked(match_id)
    if match.outcome == Outcome.REFUSED:
        suggest_if_free([line.id], by.on)
    if match.state not in (*_TAKEN, MatchState.IGNORED):
        return
    payments = dict(match.payments.order_by("id").values_list("payment_id", "payment__client_id"))
    refuse_returned(payments)
    if match.state == MatchState.PART:
        _give_back_part(match, line, by)
    else:
        _mark([line], settled=False)
    match.state = MatchState.UNDONE
    match.save(update_fields=["state"])
    unlearn_payer(match, line, payments.values())
    tell_decided([line.id])
    reverse_all(list(payments), on=by.on, actor=by.actor)
    suggest_if_free([line.id], by.on)
    record(Event("match_undone", by.on, by.actor, None, {"line": line.id}))


def _give_back_part(match: Match, line: BankLine, by: Decider) -> None:
    """What a match of a part decided is left to decide about again: a suggestion for less is outdated."""
    if line.settled:
        raise Refused("undo_the_rest_first")
    withdraw(list(Match.objects.filter(line=line, state=MatchState.SUGGESTED)), MatchState.OUTDATED, by.on)
    part = MatchPart.objects.filter(match=match, rank=0).aggregate(minor=Sum("amount_minor"))["minor"]
    _take_part(line, -part)


def _the_same_already(line: BankLine, allocations: Mapping[int, Money]) -> Match | None:
    """The standing match of the line when it pays just this: somebody pressed twice, or two said the same."""
    standing = Match.objects.filter(line=line, state=MatchState.ACCEPTED).first()
    if standing is None or not allocations:
        return None
    parts = standing.parts.filter(rank=0).values_list("instalment_id", "amount_minor")
    return standing if dict(parts) == {id_: amount.minor for id_, amount in allocations.items()} else None


def _withdraw_for(standing: Sequence[Match], allocations: Mapping[int, Money], by: Decider) -> None:
    """The suggestions go; which of their two ways was chosen by hand after all, if any, is remembered."""
    said = {(id_, amount.minor) for id_, amount in allocations.items()}
    for match in standing:
        ways: dict[int, set[tuple[int, int]]] = {0: set(), 1: set()}
        for rank, id_, minor in match.parts.values_list("rank", "instalment_id", "amount_minor"):
            ways[rank].add((id_, minor))
        outcome = Outcome.FIRST if said == ways[0] else Outcome.SECOND if said == ways[1] else Outcome.CHANGED
        withdraw([match], MatchState.DISMISSED, by.on, outcome)


def _accept_by_hand(
    line: BankLine,
    allocations: Mapping[int, Money],
    by: Decider,
    *,
    score: int,
    evidence: object,
    rest: Rest = None,
) -> Match:
    amount, given = _open_amount(line), total(allocations.values(), line.currency)
    nothing_said = not allocations and not isinstance(rest, int)
    if nothing_said or given > amount or any(part.minor <= 0 for part in allocations.values()):
        raise Refused("match_amounts_wrong", amount=amount)
    apart = rest == APART and given < amount
    match = new_match(
        line, MatchState.PART if apart else MatchState.ACCEPTED, by, score=score, evidence=evidence
    )
    match.save()
    store_parts([(match, 0, allocations.items())])
    if apart:
        _take_part(line, given.minor)
    else:
        _mark([line], settled=True)
    credit_to = rest if isinstance(rest, int) else None
    _receive([Taken(match, line, allocations, given if apart else amount, credit_to)], by)
    if apart:
        suggest_if_free([line.id], by.on)
    return match


def _receive(taken: Sequence[Taken], by: Decider) -> None:
    """Receive the money of these lines: one payment for each client that a line pays for."""
    if not taken:
        return
    tell_decided([one.line.id for one in taken])
    wanted = {instalment_id for one in taken for instalment_id in one.allocations}
    clients = dict(Instalment.objects.filter(id__in=wanted).values_list("id", "client_id"))
    if missing := wanted - clients.keys():
        raise Refused("instalment_unknown", instalment=min(missing))
    receipts = [(one, receipt) for one in taken for receipt in _receipts(one, clients)]
    payments = receive_all([receipt for _, receipt in receipts], on=by.on, actor=by.actor)
    columns = {
        "match_id": [one.match.id for one, _ in receipts],
        "payment_id": [payment.id for payment in payments],
    }
    insert_all(MatchPayment, columns)
    paid = [(one.match, one.line, receipt.client_id) for one, receipt in receipts]
    learn_payers(paid)
    note_uses(paid)


def _receipts(one: Taken, clients: Mapping[int, int]) -> list[Receipt]:
    """What each client has paid; what is left over comes on top for one of them."""
    line = one.line
    parts: dict[int, dict[int, Money]] = {}
    for instalment_id, amount in sorted(one.allocations.items()):
        parts.setdefault(clients[instalment_id], {})[instalment_id] = amount
    left = one.amount - total(one.allocations.values(), line.currency)
    credit_to = min(parts) if one.credit_to is None else one.credit_to
    if left.minor:
        parts.setdefault(credit_to, {})
    return [
        Receipt(
            slot=f"match:{one.match.id}:{client_id}",
            client_id=client_id,
            amount=total([*amounts.values(), *([left] if client_id == credit_to else [])], line.currency),
            received_on=line.booked_on,
            method=PaymentMethod.TRANSFER,
            reference=(line.reference or line.label)[:140],
            parts=amounts,
        )
        for client_id, amounts in sorted(parts.items())
    ]


def _open_amount(line: BankLine) -> Money:
    return Money(line.open_minor, line.currency)


def _mark(lines: Sequence[BankLine], *, settled: bool) -> None:
    BankLine.objects.filter(id__in=[line.id for line in lines]).update(settled=settled)


def _take_part(line: BankLine, minor: int) -> None:
    BankLine.objects.filter(id=line.id).update(decided_minor=F("decided_minor") + minor)


def _locked_lines(line_ids: Collection[int]) -> tuple[list[BankLine], set[int]]:
    """Those of these lines that are open credits left to the program, and the ids of those never thought about.

    In the order in which the money came. What was decided is read after the lock: somebody may just have done it.
    """
    open_ones = BankLine.objects.filter(id__in=line_ids, settled=False, amount_minor__gt=0)
    lines = list(open_ones.order_by("booked_on", "id").select_for_update(no_key=True))
    # What was said last counts: a suggestion that was outdated since leaves the line to the program again.
    last_said = dict(Match.objects.filter(line__in=lines).order_by("id").values_list("line_id", "state"))
    ours = [line for line in lines if last_said.get(line.id, MatchState.OUTDATED) == MatchState.OUTDATED]
    return ours, {line.id for line in lines} - set(last_said)


def _locked(match_id: int) -> tuple[Match, BankLine]:
    """The match and its line, all locked: two persons deciding at once take turns."""
    line, _ = _locked_line(
        Match.objects.values_list("line_id", flat=True).get(id=match_id), of_match=match_id
    )
    return Match.objects.select_for_update(no_key=True).get(id=match_id), line


def _locked_line(
    line_id: int, *, also: Iterable[int] = (), clients: Iterable[int] = (), of_match: int | None = None
) -> tuple[BankLine, list[Match]]:
    """The line with its standing suggestion, after all that deciding about it touches.

    These are the clients of what was matched and suggested, of the instalments `also`, the `clients` named, and those
    whom the line may mean when it is open again.
    """
    line = BankLine.objects.select_for_update(no_key=True).get(id=line_id)
    suggested = Match.objects.filter(line=line, state=MatchState.SUGGESTED)
    parts = MatchPart.objects.filter(match_id__in=[*suggested.values_list("id", flat=True), of_match])
    named = {*also, *parts.values_list("instalment_id", flat=True)}
    touched = {*clients, *Instalment.objects.filter(id__in=named).values_list("client_id", flat=True)}
    touched.update(MatchPayment.objects.filter(match=of_match).values_list("payment__client_id", flat=True))
    if line.settled or line.decided_minor:
        touched.update(clients_meant([line_facts(line)]))
    lock_clients(touched)
    settled = Allocation.objects.filter(payment__matches__match__line=line)
    lock_instalments(touched, also={*named, *settled.values_list("instalment_id", flat=True)})
    return line, list(suggested.order_by("id").select_for_update(no_key=True))
