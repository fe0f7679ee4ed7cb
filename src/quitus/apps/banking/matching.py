"""Which payment a line is: by itself when sure, by a person when not, and undone without a trace in balances."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.apps.banking.facts import line_facts, open_index
from quitus.apps.banking.models import BankLine, Match, MatchPart, MatchPayment, MatchState
from quitus.apps.clients.keys import forget_payer, learn_iban
from quitus.apps.invoicing.actions import facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.actions import Receipt, receive_all, reverse
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.timeline.actions import PROGRAM, Event, record
from quitus.domain.matching.facts import Evidence, EvidenceKind, Verdict
from quitus.domain.matching.search import match_all
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

LOOK_BACK = timedelta(days=120)  # an invoice that comes in later than that after its money is matched by hand
MOST_WAITING = 500
STANDING = [MatchState.SUGGESTED, MatchState.ACCEPTED, MatchState.IGNORED]
# Evidence sure enough to remember that this account pays for this client.
TEACHES_IBAN = {EvidenceKind.REFERENCE, EvidenceKind.NUMBER_FULL, EvidenceKind.NUMBER_DIGITS}


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and on which business day."""

    on: date
    actor: str = PROGRAM


@dataclass(frozen=True, slots=True)
class Taken:
    """A line that is taken for the payment of these instalments; `sure` when its words name them."""

    match: Match
    line: BankLine
    allocations: Mapping[int, Money]
    sure: bool


def match_lines(line_ids: Iterable[int], *, on: date, automatic: bool = True) -> tuple[int, int]:
    """Match open credit lines in the order in which the money came; how many were (matched, suggested).

    `automatic` False only suggests: after a person undid a match, nothing acts alone on that line again.
    A fixed number of statements, however many lines.
    """
    lines = list(
        BankLine.objects.filter(id__in=list(line_ids), settled=False, amount_minor__gt=0)
        .order_by("booked_on", "id")
        .select_for_update(no_key=True)
    )
    facts = [line_facts(line) for line in lines]
    found = [
        (line, verdict)
        for line, verdict in zip(lines, match_all(facts, open_index(facts)), strict=True)
        if verdict.kind != "none"
    ]
    by = Decider(on)
    matches = _store_verdicts(found, by, automatic=automatic)
    taken = [
        Taken(match, line, dict(verdict.allocations), _names_them(verdict))
        for match, (line, verdict) in zip(matches, found, strict=True)
        if match.state == MatchState.ACCEPTED
    ]
    _receive(taken, by)
    _wake_suggested(matches, on)
    return len(taken), len(matches) - len(taken)


def match_open_lines(*, on: date) -> tuple[int, int]:
    """Match what waits once more: an invoice may come in after the money. How many were (matched, suggested).

    The newest credits without a standing suggestion; a line about which somebody has decided is left to them.
    """
    waiting = (
        BankLine.objects.filter(settled=False, amount_minor__gt=0, booked_on__gte=on - LOOK_BACK)
        .exclude(matches__state=MatchState.SUGGESTED)
        .order_by("-booked_on", "-id")
    )
    ids = list(waiting.values_list("id", flat=True)[:MOST_WAITING])
    decided = set(Match.objects.filter(line_id__in=ids).values_list("line_id", flat=True))
    return match_lines([line_id for line_id in ids if line_id not in decided], on=on)


def accept(match_id: int, by: Decider, *, runner_up: bool = False) -> Match:
    """A person confirms a suggestion, or its runner-up. Accepted already: nothing happens."""
    match, line = _locked(match_id)
    if match.state == MatchState.ACCEPTED:
        return match
    if match.state != MatchState.SUGGESTED:
        raise Refused("match_no_longer_open")
    parts = match.parts.filter(rank=1 if runner_up else 0)
    allocations = {part.instalment_id: Money(part.amount_minor, line.currency) for part in parts}
    if not allocations:
        raise Refused("match_without_runner_up")
    _withdraw_suggestions([line.id], by.on)
    why = (
        match.runner_up
        if runner_up and match.runner_up
        else {"score": match.score, "evidence": match.evidence}
    )
    return _accept_by_hand(line, allocations, by, score=why["score"], evidence=why["evidence"])


def match_by_hand(line_id: int, allocations: Mapping[int, Money], by: Decider) -> Match:
    """A person says what a line pays: amounts by instalment, at most the line's amount.

    What is left over becomes the client's credit. Takes the place of a standing suggestion.
    """
    line = BankLine.objects.select_for_update(no_key=True).get(id=line_id)
    if line.settled:
        raise Refused("line_already_matched")
    _withdraw_suggestions([line.id], by.on)
    return _accept_by_hand(line, allocations, by, score=1000, evidence=[])


def dismiss(match_id: int, by: Decider) -> None:
    """A person says that a suggestion is wrong: reminders of what it named go on."""
    match, line = _locked(match_id)
    if match.state != MatchState.SUGGESTED:
        return
    match.state, match.decided_by = MatchState.DISMISSED, by.actor
    match.save(update_fields=["state", "decided_by"])
    facts_changed(match.parts.values_list("instalment_id", flat=True), by.on)
    record(Event("match_dismissed", by.on, by.actor, None, {"line": line.id}))


def ignore(line_id: int, by: Decider, *, reason: str) -> Match:
    """A credit that no instalment expects (a transfer between own accounts, a supplier's refund)."""
    line = BankLine.objects.select_for_update(no_key=True).get(id=line_id)
    if line.settled:
        raise Refused("line_already_matched")
    _withdraw_suggestions([line.id], by.on)
    match = _new_match(
        line,
        MatchState.IGNORED,
        by,
        score=1000,
        evidence=[{"kind": "ignored", "weight": 0, "facts": {"reason": reason[:200]}}],
    )
    match.save()
    _mark([line], settled=True)
    record(Event("line_ignored", by.on, by.actor, None, {"line": line.id, "reason": reason[:200]}))
    return match


def undo(match_id: int, by: Decider) -> None:
    """Take a match back: payments are reversed, balances and reminders are as before, both stay in the books.

    The line is open again, and from now on only suggested for. Undone already: nothing happens.
    """
    match, line = _locked(match_id)
    if match.state not in (MatchState.ACCEPTED, MatchState.IGNORED):
        return
    match.state = MatchState.UNDONE
    match.save(update_fields=["state"])
    for made in match.payments.select_related("payment").order_by("id"):
        reverse(made.payment_id, on=by.on, actor=by.actor)
        _unlearn(made.payment.client_id, line)
    _mark([line], settled=False)
    match_lines([line.id], on=by.on, automatic=False)
    record(Event("match_undone", by.on, by.actor, None, {"line": line.id}))


def _accept_by_hand(
    line: BankLine, allocations: Mapping[int, Money], by: Decider, *, score: int, evidence: object
) -> Match:
    given = sum(amount.minor for amount in allocations.values())
    if (
        not allocations
        or any(amount.minor <= 0 for amount in allocations.values())
        or given > line.amount_minor
    ):
        raise Refused("match_amounts_wrong", amount=Money(line.amount_minor, line.currency))
    match = _new_match(line, MatchState.ACCEPTED, by, score=score, evidence=evidence)
    match.save()
    _store_parts([(match, 0, allocations.items())])
    _receive([Taken(match, line, allocations, sure=True)], by)
    return match


def _receive(taken: Sequence[Taken], by: Decider) -> None:
    """Receive the money of these lines: one payment for each client that a line pays for."""
    wanted = {instalment_id for one in taken for instalment_id in one.allocations}
    clients = dict(Instalment.objects.filter(id__in=wanted).values_list("id", "client_id"))
    if missing := wanted - clients.keys():
        raise Refused("instalment_unknown", instalment=min(missing))
    receipts = [(one, receipt) for one in taken for receipt in _receipts(one, clients)]
    payments = receive_all([receipt for _, receipt in receipts], on=by.on, actor=by.actor)
    MatchPayment.objects.bulk_create(
        MatchPayment(match=one.match, payment=payment)
        for (one, _), payment in zip(receipts, payments, strict=True)
    )
    for client_id, iban in {
        (receipt.client_id, one.line.iban) for one, receipt in receipts if one.sure and one.line.iban
    }:
        learn_iban(client_id, iban)
    _mark([one.line for one in taken], settled=True)
    _reconsider(wanted, [one.line.id for one in taken], by)


def _unlearn(client_id: int, line: BankLine) -> None:
    """Forget the account that a match taught, unless another match that stands teaches it too."""
    others = MatchPayment.objects.filter(
        payment__client_id=client_id, match__state=MatchState.ACCEPTED, match__line__iban=line.iban
    )
    if line.iban and not others.exists():
        forget_payer(client_id, iban=line.iban)


def _receipts(one: Taken, clients: Mapping[int, int]) -> list[Receipt]:
    """What is left over is the credit of the first client, which is nearly always the only one."""
    line = one.line
    parts: dict[int, dict[int, Money]] = {}
    for instalment_id, amount in sorted(one.allocations.items()):
        parts.setdefault(clients[instalment_id], {})[instalment_id] = amount
    left = line.amount_minor - sum(amount.minor for amount in one.allocations.values())
    receipts = []
    for client_id, amounts in sorted(parts.items()):
        paid = sum(amount.minor for amount in amounts.values()) + left
        left = 0
        receipts.append(
            Receipt(
                slot=f"match:{one.match.id}:{client_id}",
                client_id=client_id,
                amount=Money(paid, line.currency),
                received_on=line.booked_on,
                method=PaymentMethod.TRANSFER,
                reference=(line.reference or line.label)[:140],
                parts=amounts,
            )
        )
    return receipts


def _reconsider(paid: Iterable[int], settled_lines: Sequence[int], by: Decider) -> None:
    """Other lines were thought to pay the same instalments: think again, suggesting only."""
    stale = Match.objects.filter(state=MatchState.SUGGESTED, parts__instalment_id__in=list(paid)).exclude(
        line_id__in=settled_lines
    )
    lines = set(stale.values_list("line_id", flat=True))
    if not lines:
        return
    _withdraw_suggestions(lines, by.on)
    match_lines(lines, on=by.on, automatic=False)


def _store_verdicts(
    found: Sequence[tuple[BankLine, Verdict]], by: Decider, *, automatic: bool
) -> list[Match]:
    """A match for each verdict with its parts and, at rank 1, those of the second best."""
    matches = Match.objects.bulk_create(
        _new_match(
            line,
            MatchState.ACCEPTED if automatic and verdict.kind == "auto" else MatchState.SUGGESTED,
            by,
            score=verdict.score,
            margin=verdict.margin,
            evidence=_as_json(verdict.evidence),
            runner_up=_second(verdict),
        )
        for line, verdict in found
    )
    parts: list[tuple[Match, int, Iterable[tuple[int, Money]]]] = []
    for match, (_, verdict) in zip(matches, found, strict=True):
        parts.append((match, 0, verdict.allocations))
        if verdict.runner_up:
            parts.append((match, 1, verdict.runner_up.allocations))
    _store_parts(parts)
    return matches


def _second(verdict: Verdict) -> object:
    second = verdict.runner_up
    return {"score": second.score, "evidence": _as_json(second.evidence)} if second else None


def _names_them(verdict: Verdict) -> bool:
    return any(reason.kind in TEACHES_IBAN for reason in verdict.evidence)


def _new_match(
    line: BankLine,
    state: MatchState,
    by: Decider,
    *,
    score: int,
    evidence: object,
    margin: int = 0,
    runner_up: object = None,
) -> Match:
    return Match(
        line=line,
        state=state,
        decided_by=by.actor,
        decided_on=by.on,
        recorded_at=real_now(),
        score=score,
        margin=margin,
        evidence=evidence,
        runner_up=runner_up,
    )


def _store_parts(parts: Iterable[tuple[Match, int, Iterable[tuple[int, Money]]]]) -> None:
    MatchPart.objects.bulk_create(
        MatchPart(match=match, instalment_id=instalment_id, amount_minor=amount.minor, rank=rank)
        for match, rank, allocations in parts
        for instalment_id, amount in allocations
    )


def _as_json(evidence: Sequence[Evidence]) -> list[dict[str, object]]:
    """Reasons as they are kept: kinds, weights and facts as text; the screen makes the sentences."""
    return [
        {
            "kind": reason.kind.value,
            "weight": reason.weight,
            "facts": {
                name: [str(item) for item in value] if isinstance(value, tuple) else str(value)
                for name, value in reason.facts.items()
            },
        }
        for reason in evidence
    ]


def _withdraw_suggestions(line_ids: Iterable[int], on: date) -> None:
    """These lines have no suggestion any more; reminders of what was named may go on."""
    standing = Match.objects.filter(line_id__in=list(line_ids), state=MatchState.SUGGESTED)
    named = list(MatchPart.objects.filter(match__in=standing).values_list("instalment_id", flat=True))
    standing.update(state=MatchState.DISMISSED)
    facts_changed(named, on)


def _wake_suggested(matches: Sequence[Match], on: date) -> None:
    """What a waiting line may have paid is not reminded of: the plan looks at it anew."""
    waiting = [match for match in matches if match.state == MatchState.SUGGESTED]
    named = MatchPart.objects.filter(match__in=waiting).values_list("instalment_id", flat=True)
    facts_changed(set(named), on)


def _mark(lines: Sequence[BankLine], *, settled: bool) -> None:
    BankLine.objects.filter(id__in=[line.id for line in lines]).update(settled=settled)


def _locked(match_id: int) -> tuple[Match, BankLine]:
    """The match and its line, the line locked first: two persons deciding at once take turns."""
    line_id = Match.objects.values_list("line_id", flat=True).get(id=match_id)
    line = BankLine.objects.select_for_update(no_key=True).get(id=line_id)
    return Match.objects.get(id=match_id), line
