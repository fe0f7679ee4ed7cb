"""Take back what waits in the outbox, or on a person's list, and no longer holds: paid, promised, contested, paused.

The last word before sending would drop it anyway; this spares a person the approval of a message with nothing to say.
"""

from dataclasses import replace
from datetime import datetime

from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import rows
from quitus.apps.outbox.actions import withdraw_empty
from quitus.apps.reminders.facts import Gathered
from quitus.apps.reminders.purpose import drop, objection
from quitus.domain.reminders.decision import Decision
from quitus.domain.reminders.plan import plan

# A message that is being handed over has said its words already.
_WAITING = """
SELECT r.id, r.instalment_id, r.step, r.message_id FROM reminders_reminder r
LEFT JOIN outbox_message m ON m.id = r.message_id
WHERE r.instalment_id = ANY(%(ids)s::bigint[]) AND r.state = 'planned'
    AND (m.id IS NULL OR m.state IN ('waiting_approval', 'queued', 'refused'))
ORDER BY r.id
"""

_EMPTY = """
SELECT m.id FROM outbox_message m
WHERE m.id = ANY(%(ids)s::bigint[]) AND m.state IN ('waiting_approval', 'refused')
    AND NOT EXISTS (SELECT 1 FROM reminders_reminder r WHERE r.message_id = m.id AND r.state = 'planned')
"""


def take_back(gathered: Gathered, now: datetime) -> None:
    """Ask the rules again about what waits; what is dropped counts as not waiting in `gathered` from here on."""
    pending = [facts.instalment_id for facts in gathered.instalments.values() if facts.pending]
    if not pending:
        return
    decisions = _decisions(gathered)
    objections, instalments, messages = {}, set(), set()
    for reminder, instalment, step, message in rows(_WAITING, {"ids": array_literal(pending)}):
        against = objection(step, decisions[instalment]) if instalment in decisions else None
        if against is not None:
            objections[reminder] = against
            instalments.add(instalment)
            messages |= {message} - {None}
    drop(objections, now.date())
    for instalment in instalments:
        gathered.instalments[instalment] = replace(gathered.instalments[instalment], pending=False)
    if messages:
        withdraw_empty([row[0] for row in rows(_EMPTY, {"ids": array_literal(messages)})], now=now)


def _decisions(gathered: Gathered) -> dict[int, Decision]:
    """What would be decided about each pending instalment if nothing waited."""
    decisions = {}
    for (policy, country), ids in gathered.by_rules().items():
        every = [gathered.instalments[instalment_id] for instalment_id in ids]
        alone = [replace(facts, pending=False) for facts in every if facts.pending]
        for decision in plan(policy.rules, alone, gathered.clients, gathered.situation(country)):
            decisions[decision.instalment_id] = decision
    return decisions
