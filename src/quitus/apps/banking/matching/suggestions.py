"""What a line may be: verdicts written down as matches, and suggestions renewed when what they name changes.

Who writes a suggestion holds the line and every client whose instalments were weighed. So whoever holds a client
sees all suggestions that name it, and none appears meanwhile.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.facts import clients_meant, line_facts, open_index
from quitus.apps.banking.matching.own_money import never_clients
from quitus.apps.banking.models import BankLine, Match, MatchingCare, MatchPart, MatchState, Outcome
from quitus.apps.invoicing.actions import facts_changed
from quitus.apps.organisations.bulk import array_literal, insert_all, new_ids
from quitus.apps.organisations.sql import FEW, few_rows, rows
from quitus.apps.payments.locks import clients_if_free, instalments_if_free
from quitus.domain.matching.decide import CERTAIN, DEFAULT, Thresholds
from quitus.domain.matching.facts import Evidence, Verdict
from quitus.domain.matching.search import match_all
from quitus.domain.money import Money
from quitus.ports.clock import real_now

NEVER = CERTAIN + 1  # a score that no way has


def decide_lines(lines: Sequence[BankLine], client_ids: Collection[int]) -> list[tuple[BankLine, Verdict]]:
    """The lines that may be something, with what; `client_ids` are the clients to weigh, locked by the caller.

    Money between own accounts and of the bank itself is no client's, whatever it amounts to.
    """
    aside = never_clients(lines)
    lines = [line for line in lines if line.id not in aside]
    facts = [line_facts(line) for line in lines]
    verdicts = match_all(facts, open_index(client_ids, facts), thresholds())
    return [(line, verdict) for line, verdict in zip(lines, verdicts, strict=True) if verdict.kind != "none"]


def thresholds() -> Thresholds:
    """The usual ones, as far as the firm does not want more care."""
    care = MatchingCare.objects.first()
    if care is None:
        return DEFAULT
    return replace(DEFAULT, automatic=NEVER if care.automatic is None else care.automatic)


def store_verdicts(
    found: Sequence[tuple[BankLine, Verdict]], by: Decider, *, automatic: Collection[int] = ()
) -> list[Match]:
    """A match for each verdict with its parts and, at rank 1, those of the second best.

    Accepted where the verdict is sure and the line one of `automatic`; else suggested.
    """
    matches = [
        new_match(
            line,
            MatchState.ACCEPTED if verdict.kind == "auto" and line.id in automatic else MatchState.SUGGESTED,
            by,
            score=verdict.score,
            margin=verdict.margin,
            evidence=_as_json(verdict.evidence),
            runner_up=_second(verdict),
            charges_of=verdict.charges_of,
        )
        for line, verdict in found
    ]
    store_matches(matches)
    parts: list[tuple[Match, int, Iterable[tuple[int, Money]]]] = []
    for match, (_, verdict) in zip(matches, found, strict=True):
        parts.append((match, 0, verdict.allocations))
        if verdict.runner_up:
            parts.append((match, 1, verdict.runner_up.allocations))
    store_parts(parts)
    return matches


def new_match(
    line: BankLine,
    state: MatchState,
    by: Decider,
    *,
    score: int,
    evidence: object,
    margin: int = 0,
    runner_up: object = None,
    outcome: Outcome | Literal[""] = "",
    charges_of: int | None = None,
) -> Match:
    """A match about to be written."""
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
        outcome=outcome,
        charges_of_id=charges_of,
    )


def store_parts(parts: Iterable[tuple[Match, int, Iterable[tuple[int, Money]]]]) -> None:
    """What each match pays, given as (match, rank, amounts by instalment)."""
    told = [
        (match.id, rank, instalment_id, amount.minor)
        for match, rank, allocations in parts
        for instalment_id, amount in allocations
    ]
    columns = {
        "match_id": [match_id for match_id, _, _, _ in told],
        "rank": [rank for _, rank, _, _ in told],
        "instalment_id": [instalment_id for _, _, instalment_id, _ in told],
        "amount_minor": [minor for _, _, _, minor in told],
    }
    insert_all(MatchPart, columns)


def ignored_because(reason: str, **more: object) -> list[dict[str, object]]:
    """Why a line is nobody's payment, as it is kept beside the reasons of matches."""
    return [{"kind": "ignored", "weight": 0, "facts": {"reason": reason[:200], **more}}]


def wake_suggested(matches: Iterable[Match], on: date) -> None:
    """What a waiting line may have paid is not reminded of: the plan looks at it anew."""
    waiting = [match.id for match in matches if match.state == MatchState.SUGGESTED]
    facts_changed(_named(waiting), on)


def withdraw(
    matches: Collection[Match], state: MatchState, on: date, outcome: Outcome | Literal[""] = ""
) -> None:
    """These suggestions, locked by the caller, stand no more; reminders of what they named may go on.

    `outcome` is what a person made of them.
    """
    ids = [match.id for match in matches]
    Match.objects.filter(id__in=ids).update(state=state, outcome=outcome)
    facts_changed(_named(ids), on)


class Suggestions:
    """Keeps suggestions true while payments come by other doors."""

    def named_with(self, client_ids: Collection[int]) -> Iterable[int]:
        """What waiting lines may pay together with, or instead of, instalments of these clients."""
        read = few_rows if len(client_ids) <= FEW else rows
        return [row[0] for row in read(_NAMED_WITH, {"clients": array_literal(client_ids)})]

    def amounts_changed(self, paid: Mapping[int, int], on: date) -> None:
        """A suggestion that names one of them is outdated, and its line is thought of anew.

        What is owed again may be what any line of the same client meant.
        """
        reopened = [instalment_id for instalment_id, minor in paid.items() if minor < 0]
        read = few_rows if len(paid) <= FEW else rows
        found = read(_RESTING_ON, {"paid": array_literal(paid), "reopened": array_literal(reopened)})
        if found:
            outdated = list(Match.objects.filter(id__in=[row[0] for row in found]))
            _renew(outdated, on)


def charges_changed(charge_ids: Collection[int], on: date) -> None:
    """A suggestion that rests on the claimed charges of their clients is thought of anew.

    Unless somebody else holds what it names: then who confirms it hears that it is no longer true.
    """
    read = few_rows if len(charge_ids) <= FEW else rows
    resting = [row[0] for row in read(_RESTING_ON_CHARGES, {"charges": array_literal(charge_ids)})]
    if not resting:
        return
    waiting = Match.objects.filter(id__in=resting, state=MatchState.SUGGESTED).order_by("id")
    outdated = list(waiting.select_for_update(no_key=True, skip_locked=True))
    named = MatchPart.objects.filter(match__in=outdated).values_list("instalment__client_id", flat=True)
    clients = set(named)
    if outdated and clients_if_free(clients) and instalments_if_free(clients):
        _renew(outdated, on)


def _renew(outdated: Sequence[Match], on: date) -> None:
    withdraw(outdated, MatchState.OUTDATED, on)
    suggest_if_free([match.line_id for match in outdated], on)


def suggest_if_free(line_ids: Collection[int], on: date) -> None:
    """Suggest anew for these lines, unless somebody else holds what that takes: then the firm's next turn does.

    Waits for nobody, for it comes in the middle of other actions.
    """
    free = BankLine.objects.filter(id__in=line_ids, settled=False).order_by("booked_on", "id")
    held = list(free.select_for_update(no_key=True, skip_locked=True))
    standing = set(
        Match.objects.filter(line__in=held, state=MatchState.SUGGESTED).values_list("line_id", flat=True)
    )
    lines = [line for line in held if line.id not in standing]
    clients = clients_meant([line_facts(line) for line in lines])
    if lines and clients_if_free(clients) and instalments_if_free(clients):
        wake_suggested(store_verdicts(decide_lines(lines, clients), Decider(on)), on)


def store_matches(matches: Sequence[Match]) -> None:
    """Write new matches, which get their ids."""
    for match, match_id in zip(matches, new_ids(Match, len(matches)), strict=True):
        match.id = match_id
    told = ("id", "line_id", "decided_by", "decided_on", "recorded_at", "score", "margin", "charges_of_id")
    columns: dict[str, list[object]] = {name: [getattr(match, name) for match in matches] for name in told}
    columns["outcome"] = [str(match.outcome) for match in matches]
    columns["state"] = [MatchState(match.state).value for match in matches]
    columns["evidence"] = [json.dumps(match.evidence) for match in matches]
    columns["runner_up"] = [match.runner_up and json.dumps(match.runner_up) for match in matches]
    insert_all(Match, columns)


def _named(match_ids: Collection[int]) -> set[int]:
    if not match_ids:
        return set()
    return set(MatchPart.objects.filter(match_id__in=match_ids).values_list("instalment_id", flat=True))


# Every part of each suggestion that has a part about these clients, or is about their charges.
_NAMED_WITH = """
SELECT DISTINCT named.instalment_id FROM banking_matchpart named
WHERE named.match_id IN (
    SELECT part.match_id FROM banking_match match
    JOIN banking_matchpart part ON part.match_id = match.id
    JOIN invoicing_instalment instalment ON instalment.id = part.instalment_id
    WHERE match.state = 'suggested' AND instalment.client_id = ANY(%(clients)s::bigint[])
    UNION ALL
    SELECT id FROM banking_match WHERE state = 'suggested'
        AND (charges_of_id = ANY(%(clients)s::bigint[])
            OR (runner_up ->> 'charges_of')::bigint = ANY(%(clients)s::bigint[])))
"""
_RESTING_ON = """
SELECT id FROM banking_match
WHERE state = 'suggested' AND id IN (
    SELECT match_id FROM banking_matchpart WHERE instalment_id = ANY(%(paid)s::bigint[])
    UNION ALL
    SELECT part.match_id FROM banking_matchpart part
    JOIN invoicing_instalment named ON named.id = part.instalment_id
    JOIN invoicing_instalment reopened ON reopened.client_id = named.client_id
    WHERE reopened.id = ANY(%(reopened)s::bigint[]))
ORDER BY id FOR NO KEY UPDATE
"""


_RESTING_ON_CHARGES = """
WITH charged AS (SELECT client_id FROM charges_charge WHERE id = ANY(%(charges)s::bigint[]))
SELECT match.id FROM banking_match match
WHERE match.state = 'suggested' AND (
    match.charges_of_id IN (SELECT client_id FROM charged)
    OR (match.runner_up ->> 'charges_of')::bigint IN (SELECT client_id FROM charged)
    OR match.evidence @> '[{"kind": "amount_plus_charges"}]' AND match.id IN (
        SELECT part.match_id FROM banking_matchpart part
        JOIN invoicing_instalment named ON named.id = part.instalment_id
        WHERE named.client_id IN (SELECT client_id FROM charged)))
"""


def _second(verdict: Verdict) -> object:
    second = verdict.runner_up
    if second is None:
        return None
    return {"score": second.score, "evidence": _as_json(second.evidence), "charges_of": second.charges_of}


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
