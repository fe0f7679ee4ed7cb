"""Several transfers for one instalment: somebody who pays 3,000 € as twice 1,500 €, on one day or in one month.

The first of them is a part that fits nothing; only together they say what they pay. A person confirms.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from quitus.domain.matching.evidence import WEIGHTS, payer_evidence
from quitus.domain.matching.facts import Evidence, EvidenceKind, LineFacts, OpenInstalment, Verdict
from quitus.domain.matching.payers import Payer
from quitus.domain.money import Money

MOST_LINES = 8  # of one payer; beyond it too many sums exist
MOST_TOGETHER = 4
LONGEST_APART = 31  # days
EXACT = frozenset(
    {
        EvidenceKind.AMOUNT_ONE,
        EvidenceKind.AMOUNT_CITED,
        EvidenceKind.AMOUNT_INVOICE,
        EvidenceKind.AMOUNT_ALL_OPEN,
        EvidenceKind.AMOUNT_PLUS_CHARGES,
        EvidenceKind.AMOUNT_CHARGES,
    }
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that no amount explains, and the only client that is known to pay it, with what that client owes."""

    place: int
    line: LineFacts
    client_id: int
    payer: Payer
    owed: tuple[OpenInstalment, ...]


def is_unexplained(verdict: Verdict) -> bool:
    """Whether nothing about the amount fits: such a line may be one of several."""
    return verdict.kind != "auto" and not any(reason.kind in EXACT for reason in verdict.evidence)


def together(waiting: Sequence[Waiting]) -> Iterator[tuple[int, Verdict]]:
    """The place and the suggestion for each line that pays an instalment together with others.

    Only where one set of lines adds up to one instalment, and no other set to any.
    """
    of_client: dict[int, list[Waiting]] = defaultdict(list)
    for one in waiting:
        of_client[one.client_id].append(one)
    for lines in of_client.values():
        if 2 <= len(lines) <= MOST_LINES:
            found = list(_sets(lines))
            if len(found) == 1:
                chosen, item = found[0]
                yield from ((one.place, _suggestion(one, item, len(chosen))) for one in chosen)


def _sets(lines: Sequence[Waiting]) -> Iterator[tuple[tuple[Waiting, ...], OpenInstalment]]:
    owed: dict[Money, list[OpenInstalment]] = defaultdict(list)
    for item in {item.id: item for one in lines for item in one.owed}.values():
        owed[item.remaining].append(item)
    for count in range(2, min(MOST_TOGETHER, len(lines)) + 1):
        for chosen in combinations(lines, count):
            days = [one.line.booked for one in chosen]
            if (max(days) - min(days)).days > LONGEST_APART:
                continue
            amounts = [one.line.amount for one in chosen]
            if len({amount.currency for amount in amounts}) == 1:
                whole = Money(sum(amount.minor for amount in amounts), amounts[0].currency)
                yield from ((chosen, item) for item in owed.get(whole, ()))


def _suggestion(one: Waiting, item: OpenInstalment, count: int) -> Verdict:
    facts = {"amount": one.line.amount, "owed": item.remaining, "count": count}
    kind = EvidenceKind.AMOUNT_TOGETHER
    evidence = (Evidence(kind, WEIGHTS[kind], facts), *payer_evidence(one.payer))
    score = min(1000, sum(reason.weight for reason in evidence))
    return Verdict("suggest", ((item.id, one.line.amount),), score, score, evidence)
