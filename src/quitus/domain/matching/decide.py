"""How a bank line is matched: the best hypothesis, its score, and whether it is sure enough to act alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quitus.domain.charges.numbers import reads_as_claim
from quitus.domain.matching.citations import Citation, citations, invoice_of
from quitus.domain.matching.evidence import Case, Fit, Hypothesis, is_agreed_discount, weigh
from quitus.domain.matching.facts import (
    Candidates,
    ClaimedCharges,
    Evidence,
    EvidenceKind,
    LineFacts,
    OpenInstalment,
    Proposal,
    Verdict,
)
from quitus.domain.matching.keys import iban_key
from quitus.domain.matching.labels import Label, read_label
from quitus.domain.matching.payers import identify_payers
from quitus.domain.matching.proposals import hypotheses

CERTAIN = 1000
NOTHING = Verdict("none")
_IDENTIFYING = frozenset(
    {
        EvidenceKind.REFERENCE,
        EvidenceKind.NUMBER_FULL,
        EvidenceKind.NUMBER_DIGITS,
        EvidenceKind.NUMBER_SHORT,
        EvidenceKind.IBAN_KNOWN,
        EvidenceKind.NAME_SAME,
    }
)
_CITED = _IDENTIFYING - {EvidenceKind.IBAN_KNOWN, EvidenceKind.NAME_SAME}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per mille: to act alone a line needs both the score and the margin to the second best.

    Below `considered` a way is not worth naming, not even as second best.
    """

    automatic: int = 970
    margin: int = 150
    suggested: int = 300
    considered: int = 100


DEFAULT = Thresholds()


def decide(line: LineFacts, candidates: Candidates, thresholds: Thresholds = DEFAULT) -> Verdict:
    """What the line pays, chosen among the candidates; their order never matters.

    Money out gives "none". Automatic only with a score and a margin above the thresholds, an amount that
    settles, and evidence that identifies (a number, a reference, or a known account or whole name): two
    equally good ways are never chosen between.
    """
    if line.amount.minor <= 0:
        return NOTHING
    case = _case(line, candidates)
    ranked = _ranked(case)
    if not ranked or ranked[0][0].score < thresholds.suggested:
        return NOTHING
    best, hypothesis = ranked[0]
    others = [proposal for proposal, _ in ranked[1:] if proposal.score >= thresholds.considered]
    second = others[0] if others else None
    # Two ways may both have more for them than counts: the margin is between the whole sums.
    margin = max(0, min(CERTAIN, _sum(best) - _sum(second))) if second else best.score
    certain = (
        best.score >= thresholds.automatic
        and margin >= thresholds.margin
        and _settles(line, hypothesis, best.evidence)
        and not _names_a_claim(case)
    )
    return Verdict(
        "auto" if certain else "suggest",
        best.allocations,
        best.score,
        margin,
        best.evidence,
        second,
        best.charges_of,
    )


def possibly_pays(verdict: Verdict) -> frozenset[int]:
    """The instalments that a waiting line may have paid already: nobody is reminded of them meanwhile."""
    if verdict.kind != "suggest":
        return frozenset()
    second = verdict.runner_up.allocations if verdict.runner_up else ()
    return frozenset(item_id for item_id, _ in (*verdict.allocations, *second))


def _case(line: LineFacts, candidates: Candidates) -> Case:
    label = read_label(line)
    instalments = sorted(
        (
            item
            for item in candidates.instalments
            if item.remaining.minor > 0 and item.remaining.currency == line.amount.currency
        ),
        key=lambda item: (item.due, item.id),
    )
    charges = {
        client.client_id: client.charges
        for client in candidates.clients
        if client.charges
        and client.charges.amount == line.amount
        and client.charges.claimed_on <= line.booked
    }
    ibans = label.ibans | ({iban_key(line.iban)} if line.iban else frozenset())
    return Case(
        line,
        label,
        tuple(instalments),
        citations(label, instalments),
        identify_payers(line, ibans, candidates.clients, candidates.guessed),
        {client.client_id: client.usual_delay for client in candidates.clients if client.usual_delay},
        charges,
        _claims(label, line, charges),
    )


def _claims(label: Label, line: LineFacts, charges: Mapping[int, ClaimedCharges]) -> tuple[Citation, ...]:
    """The claims that the label names: a claim is numbered as an invoice is."""
    items = [
        OpenInstalment(-place, client, number, line.booked, claimed.amount)
        for client, claimed in sorted(charges.items())
        for place, number in enumerate(claimed.numbers, 1)
    ]
    return citations(label, items) if items else ()


def _names_a_claim(case: Case) -> bool:
    """Whether a claim of charges is named where no invoice is called so: then the money is for that, open or not."""
    return any(reads_as_claim(window.text) for window in case.label.windows) and not any(
        reads_as_claim(citation.read) for citation in case.citations
    )


def _ranked(case: Case) -> list[tuple[Proposal, Hypothesis]]:
    """The different allocations, each by its best explanation, the best first."""
    best: dict[tuple[object, ...], tuple[Proposal, Hypothesis]] = {}
    for hypothesis in hypotheses(case):
        evidence = weigh(case, hypothesis)
        proposal = Proposal(hypothesis.allocations, _score(evidence), evidence, hypothesis.charges_of)
        way = hypothesis.allocations, hypothesis.charges_of
        known = best.get(way)
        if known is None or (proposal.score, _sum(proposal)) > (known[0].score, _sum(known[0])):
            best[way] = proposal, hypothesis
    return sorted(best.values(), key=lambda ranked: _rank(*ranked))


def _rank(proposal: Proposal, hypothesis: Hypothesis) -> tuple[object, ...]:
    oldest = min((item.due for item in hypothesis.items), default=date.max)
    return -proposal.score, -_sum(proposal), oldest, tuple(item_id for item_id, _ in proposal.allocations)


def _sum(proposal: Proposal) -> int:
    """All that speaks for it and against it, however much."""
    return sum(reason.weight for reason in proposal.evidence)


def _score(evidence: tuple[Evidence, ...]) -> int:
    """The sum of the weights; what speaks for it counts to 1000 at most, before what speaks against."""
    for_it = sum(reason.weight for reason in evidence if reason.weight > 0)
    against = sum(reason.weight for reason in evidence if reason.weight < 0)
    return max(0, min(CERTAIN, for_it) + against)


def _settles(line: LineFacts, hypothesis: Hypothesis, evidence: tuple[Evidence, ...]) -> bool:
    """Whether acting alone is allowed: an exact amount, or a part of the one invoice that is named."""
    agreed = is_agreed_discount(line, hypothesis)
    kinds = {reason.kind for reason in evidence}
    if hypothesis.fit in (Fit.PART, Fit.LESS_FEE, Fit.LESS_DISCOUNT) and not agreed:
        return bool(kinds & _CITED) and len({invoice_of(item) for item in hypothesis.items}) == 1
    exact = agreed or hypothesis.fit in (Fit.ONE, Fit.CITED, Fit.INVOICE, Fit.ALL_OPEN, Fit.WITH_CHARGES)
    return exact and bool(kinds & _IDENTIFYING)
