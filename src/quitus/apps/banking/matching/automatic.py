"""Which payment a line is when the program is sure, and what it suggests when it is not.

Locks are taken in the order of `payments/locks.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.facts import clients_meant, line_facts
from quitus.apps.banking.matching.rules import of_nobody, put_aside
from quitus.apps.banking.matching.settling import Taken, ignored_event, mark, open_amount, receive
from quitus.apps.banking.matching.suggestions import decide_lines, store_verdicts, wake_suggested
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.watchers import tell_decided
from quitus.apps.payments.locks import lock_clients, lock_instalments
from quitus.apps.timeline.actions import record_all

LOOK_BACK = timedelta(days=120)  # an invoice that comes in later than that after its money is matched by hand
MOST_WAITING = 500


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
        Taken(match, line, dict(verdict.allocations), open_amount(line))
        for match, (line, verdict) in zip(matches, found, strict=True)
        if match.state == MatchState.ACCEPTED
    ]
    wake_suggested(matches, on)
    mark([one.line for one in taken], settled=True)
    receive(taken, by)
    mark([match.line for match in ignored], settled=True)
    tell_decided([match.line_id for match in ignored])
    record_all(ignored_event(match, by) for match in ignored)
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
