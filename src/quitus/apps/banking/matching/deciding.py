"""What people say about a line: which payment it is, or none, and undone without a trace in balances.

Locks are taken in the order of `payments/locks.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from django.db.models import Q, Sum

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.expected import open_charges
from quitus.apps.banking.matching.facts import clients_meant, line_facts
from quitus.apps.banking.matching.payers import unlearn_payer
from quitus.apps.banking.matching.settling import Taken, ignored_event, mark, open_amount, receive, take_part
from quitus.apps.banking.matching.suggestions import (
    ignored_because,
    new_match,
    store_parts,
    suggest_if_free,
    withdraw,
)
from quitus.apps.banking.models import BankLine, Match, MatchPart, MatchPayment, MatchState, Outcome
from quitus.apps.banking.watchers import tell_decided
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.actions import reverse_all
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.apps.payments.models import Allocation
from quitus.apps.payments.returns import refuse_returned
from quitus.apps.timeline.actions import Event, record
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused

APART: Literal["apart"] = "apart"
# What becomes of what a person leaves of a line: this client's credit, kept apart for another decision, or, where
# nothing is said, the credit of the first client that is paid.
Rest = int | Literal["apart"] | None
_TAKEN = (MatchState.ACCEPTED, MatchState.PART)


def accept(match_id: int, by: Decider, *, runner_up: bool = False) -> Match:
    """A person confirms a suggestion, or its runner-up. Accepted already: nothing happens."""
    match, line = _locked(match_id)
    if match.state in _TAKEN:
        return match
    allocations, charges_of = _way(match, line, runner_up=runner_up)
    if match.state != MatchState.SUGGESTED:
        if same := _the_same_already(line, allocations, charges_of):
            return same
        raise Refused("match_no_longer_open")
    if not allocations and charges_of is None:
        raise Refused("match_without_runner_up")
    if charges_of is not None:
        claimed = open_charges([charges_of]).of_clients.get(charges_of)
        if claimed is None or claimed.amount != open_amount(line) or claimed.claimed_on > line.booked_on:
            raise Refused("match_no_longer_open")
    withdraw([match], MatchState.DISMISSED, by.on, Outcome.SECOND if runner_up else Outcome.FIRST)
    why = (
        match.runner_up
        if runner_up and match.runner_up
        else {"score": match.score, "evidence": match.evidence}
    )
    told = {"score": why["score"], "evidence": why["evidence"], "charges_of": charges_of}
    return _accept_by_hand(line, allocations, by, rest=charges_of, **told)


def _way(match: Match, line: BankLine, *, runner_up: bool) -> tuple[dict[int, Money], int | None]:
    """What the suggestion, or its runner-up, is: amounts by instalment, or the client whose claimed charges it pays."""
    parts = match.parts.filter(rank=1 if runner_up else 0)
    allocations = {part.instalment_id: Money(part.amount_minor, line.currency) for part in parts}
    return allocations, (match.runner_up or {}).get("charges_of") if runner_up else match.charges_of_id


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
    if seen is not None and seen != open_amount(line):
        raise Refused("line_changed", amount=open_amount(line))
    _withdraw_for(standing, line, dict(allocations), credit_to, by)
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
    mark([line], settled=True)
    tell_decided([line.id])
    record(ignored_event(match, by))
    return match


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
        mark([line], settled=False)
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
    take_part(line, -part)


def _the_same_already(
    line: BankLine, allocations: Mapping[int, Money], charges_of: int | None = None
) -> Match | None:
    """The standing match of the line when it pays just this: somebody pressed twice, or two said the same."""
    standing = Match.objects.filter(line=line, state=MatchState.ACCEPTED).first()
    if standing is None or standing.charges_of_id != charges_of or (not allocations and charges_of is None):
        return None
    parts = standing.parts.filter(rank=0).values_list("instalment_id", "amount_minor")
    return standing if dict(parts) == {id_: amount.minor for id_, amount in allocations.items()} else None


def _withdraw_for(
    standing: Sequence[Match], line: BankLine, said: Mapping[int, Money], credit_to: int | None, by: Decider
) -> None:
    """The suggestions go; which of their two ways was chosen by hand after all, if any, is remembered."""
    for match in standing:
        outcome = Outcome.CHANGED
        for way, chosen in ((Outcome.FIRST, False), (Outcome.SECOND, True)):
            allocations, charges_of = _way(match, line, runner_up=chosen)
            charges = charges_of is not None and charges_of == credit_to and not said
            if charges or (allocations and allocations == said):
                outcome = way
                break
        withdraw([match], MatchState.DISMISSED, by.on, outcome)


def _accept_by_hand(
    line: BankLine,
    allocations: Mapping[int, Money],
    by: Decider,
    *,
    score: int,
    evidence: object,
    rest: Rest = None,
    charges_of: int | None = None,
) -> Match:
    amount, given = open_amount(line), total(allocations.values(), line.currency)
    nothing_said = not allocations and not isinstance(rest, int)
    if nothing_said or given > amount or any(part.minor <= 0 for part in allocations.values()):
        raise Refused("match_amounts_wrong", amount=amount)
    apart = rest == APART and given < amount
    match = new_match(
        line,
        MatchState.PART if apart else MatchState.ACCEPTED,
        by,
        score=score,
        evidence=evidence,
        charges_of=charges_of,
    )
    match.save()
    store_parts([(match, 0, allocations.items())])
    if apart:
        take_part(line, given.minor)
    else:
        mark([line], settled=True)
    credit_to = rest if isinstance(rest, int) else None
    receive([Taken(match, line, allocations, given if apart else amount, credit_to)], by)
    if apart:
        suggest_if_free([line.id], by.on)
    return match


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
    charged = Match.objects.filter(Q(id__in=suggested.values("id")) | Q(id=of_match))
    for charges_of, runner_up in charged.values_list("charges_of_id", "runner_up"):
        clients = {*clients, *filter(None, (charges_of, (runner_up or {}).get("charges_of")))}
    touched = {*clients, *Instalment.objects.filter(id__in=named).values_list("client_id", flat=True)}
    touched.update(MatchPayment.objects.filter(match=of_match).values_list("payment__client_id", flat=True))
    if line.settled or line.decided_minor:
        touched.update(clients_meant([line_facts(line)]))
    lock_clients(touched)
    settled = Allocation.objects.filter(payment__matches__match__line=line)
    lock_instalments(touched, also={*named, *settled.values_list("instalment_id", flat=True)})
    return line, list(suggested.order_by("id").select_for_update(no_key=True))
