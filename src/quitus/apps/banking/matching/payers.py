"""Whose account is that? What matches teach about payers, and what an undone one had taught."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.clients.keys import learn_ibans, release_iban
from quitus.apps.timeline.actions import PROGRAM
from quitus.domain.matching.facts import EvidenceKind

# Evidence sure enough to remember that this account pays for this client; a person's word is, too.
SURE = {kind.value for kind in (EvidenceKind.REFERENCE, EvidenceKind.NUMBER_FULL, EvidenceKind.NUMBER_DIGITS)}


def teaches(match: Match) -> bool:
    """Whether the line's words name what it pays, or a person said it."""
    return match.decided_by != PROGRAM or any(reason["kind"] in SURE for reason in match.evidence)


def learn_payers(paid: Iterable[tuple[Match, BankLine, int]]) -> None:
    """Remember the accounts of the lines that (match, line, client) say who paid; one statement for all."""
    learn_ibans(
        (client_id, line.iban, _source(match.id))
        for match, line, client_id in paid
        if line.iban and teaches(match)
    )


def unlearn_payer(match: Match, line: BankLine, client_ids: Collection[int]) -> None:
    """Forget what this match taught first; a match that stands and says the same takes it over."""
    if not line.iban:
        return
    for client_id in client_ids:
        heir = _heir(Match.objects.filter(line__iban=line.iban).exclude(id=match.id), client_id)
        release_iban(client_id, line.iban, _source(match.id), heir)


def unlearn_word(client_id: int, iban: str) -> None:
    """Forget what a person had said of an account; a match that stands and says the same takes it over."""
    release_iban(client_id, iban, "", _heir(Match.objects.filter(line__iban__iexact=iban), client_id))


def _heir(matches: QuerySet[Match], client_id: int) -> str | None:
    """The first of these that stands, paid for the client, and teaches its account."""
    standing = matches.filter(
        state__in=[MatchState.ACCEPTED, MatchState.PART], payments__payment__client_id=client_id
    )
    heir = next((match for match in standing.order_by("id") if teaches(match)), None)
    return _source(heir.id) if heir else None


def _source(match_id: int) -> str:
    return f"match:{match_id}"
