"""The last word about a reminder: everything read anew in the transaction that lets it go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from quitus.apps.invoicing.actions import facts_changed, mark_sent
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import few_rows
from quitus.apps.outbox.models import MessageState
from quitus.apps.outbox.purposes import LastWord, Leaving, Moved, Postpone, Prepared, Withdraw
from quitus.apps.reminders.facts import Gathered, calendar_of, gather
from quitus.apps.reminders.facts_of_letter import letter
from quitus.apps.reminders.letters import write
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.apps.reminders.policies import rules_of_version
from quitus.apps.timeline.actions import PROGRAM
from quitus.domain.outbox.hours import next_sending_moment
from quitus.domain.reminders.decision import Decision, Reason, Verdict
from quitus.domain.reminders.group import PlannedMessage, group
from quitus.domain.reminders.plan import plan
from quitus.domain.reminders.policy import Channel

PURPOSE = "reminder"
STEP_PASSED = "step_passed"  # another step is due by now
NOT_DUE = "not_due"
RECIPIENT_REFUSED = "recipient_refused"

_LOCK = """
SELECT i.id FROM invoicing_instalment i
WHERE i.invoice_id IN (
    SELECT named.invoice_id FROM reminders_reminder r JOIN invoicing_instalment named ON named.id = r.instalment_id
    WHERE r.message_id = ANY(%(messages)s::bigint[])
)
ORDER BY i.id FOR NO KEY UPDATE
"""


@dataclass(frozen=True, slots=True)
class Composition:
    """What a message would say now: the reminders it keeps, those that no longer hold and why."""

    kept: tuple[int, ...]  # ids of reminders
    dropped: Mapping[int, str]  # id of a reminder to its reason
    message: PlannedMessage | None
    gathered: Gathered


class ReminderPurpose:
    """Speaks for the messages that remind."""

    def lock(self, message_ids: Sequence[int]) -> None:
        """Every instalment of their invoices, in id order, before anybody reads what was paid of them.

        All of them: a message that leaves proves that its whole invoices arrived.
        """
        few_rows(_LOCK, {"messages": array_literal(message_ids)})

    def prepare(self, leaving: Leaving, now: datetime) -> LastWord:
        """The words for what still holds; what was paid, promised, contested or paused meanwhile is left out."""
        composition = compose(leaving.id, leaving.client_id, now.date())
        country = composition.gathered.debtors[leaving.client_id].country
        opening = next_sending_moment(now, calendar_of(country, now.date()))
        if opening > now:
            return Postpone(opening)
        drop(composition.dropped, now.date())
        if composition.message is None:
            return Withdraw(next(iter(composition.dropped.values()), NOT_DUE))
        return words(composition, leaving)

    def moved(self, what: Moved) -> Mapping[str, object]:
        """Take a message's reminders along: sent, unsure, dropped, skipped, or waiting again."""
        state = _following(what)
        waits = state is ReminderState.PLANNED
        moved = [
            _MovedReminder(*row)
            for row in few_rows(
                _MOVE,
                {
                    "message": what.message_id,
                    "state": state.value,
                    "on": None if waits else what.on,
                    "because": what.reason[:40] if state is ReminderState.DROPPED else "",
                },
            )
        ]
        if state is ReminderState.SENT:
            _mark_arrived(what, [reminder for reminder in moved if not reminder.arrived])
        if moved and not waits:
            facts_changed([reminder.instalment_id for reminder in moved], what.on)
        return {
            "invoices": sorted({reminder.number for reminder in moved}),
            "steps": sorted({reminder.step for reminder in moved}),
        }


@dataclass(frozen=True, slots=True)
class _MovedReminder:
    instalment_id: int
    invoice_id: int
    number: str
    arrived: bool
    step: str
    policy_version_id: int


_MOVE = """
UPDATE reminders_reminder r
SET state = %(state)s, settled_on = %(on)s, dropped_because = %(because)s
FROM invoicing_instalment i JOIN invoicing_invoice v ON v.id = i.invoice_id
WHERE i.id = r.instalment_id AND r.message_id = %(message)s AND r.state <> 'dropped'
RETURNING i.id, v.id, v.number, v.sent_on IS NOT NULL, r.step, r.policy_version_id
"""

# All that the client owes, with the reminders that the message carries.
_OWED = """
SELECT i.id, r.id, r.step FROM invoicing_instalment i
LEFT JOIN reminders_reminder r ON r.instalment_id = i.id AND r.message_id = %(message)s AND r.state = 'planned'
WHERE i.client_id = %(client)s AND (i.remaining_minor > 0 OR r.id IS NOT NULL)
ORDER BY i.id
"""


def compose(message_id: int, client_id: int, on: date) -> Composition:
    """Ask the rules again about everything the client owes; changes nothing. The preview reads it too."""
    owed = few_rows(_OWED, {"message": message_id, "client": client_id})
    reminders = [(reminder, instalment, step) for instalment, reminder, step in owed if reminder is not None]
    gathered = gather([instalment for instalment, _, _ in owed], on, of_message=message_id)
    debtor = gathered.debtors.get(client_id)
    if debtor is None or debtor.policy is None:
        return Composition((), {reminder: NOT_DUE for reminder, _, _ in reminders}, None, gathered)
    rules, situation = debtor.policy.rules, gathered.situation(debtor.country)
    decisions = {
        decision.instalment_id: decision
        for decision in plan(rules, gathered.instalments.values(), gathered.clients, situation)
    }
    objections = {
        reminder: objection(step, decisions[instalment]) for reminder, instalment, step in reminders
    }
    kept = {instalment: reminder for reminder, instalment, _ in reminders if objections[reminder] is None}
    messages = group(
        rules,
        [_only_ours(decision, set(kept)) for decision in decisions.values()],
        gathered.instalments,
        situation,
    )
    return Composition(
        tuple(kept.values()),
        {reminder: reason for reminder, reason in objections.items() if reason is not None},
        next((message for message in messages if message.channel is Channel.EMAIL), None),
        gathered,
    )


def words(composition: Composition, leaving: Leaving) -> Prepared:
    """The words of a composition that has something to say."""
    if composition.message is None:
        raise ValueError("nothing is left to say")
    written = letter(
        composition.message, composition.gathered.instalments, leaving.to_name, leaving.personal_word
    )
    said = write(written.template, written.language, written.facts)
    about = {
        composition.gathered.instalments[line.instalment_id].client_id
        for line in (*composition.message.reminders, *composition.message.also_open)
    }
    return Prepared(said.subject, said.text, said.html, frozenset(about), written.enclosures)


def drop(reasons: Mapping[int, str], on: date) -> None:
    """These reminders no longer hold: their slots are free again, and the plan looks at their instalments."""
    if not reasons:
        return
    by_reason: dict[str, list[int]] = {}
    for reminder_id, reason in reasons.items():
        by_reason.setdefault(reason, []).append(reminder_id)
    for reason, ids in by_reason.items():
        Reminder.objects.filter(id__in=ids).update(
            state=ReminderState.DROPPED, settled_on=on, dropped_because=reason[:40]
        )
    instalments = Reminder.objects.filter(id__in=list(reasons)).values_list("instalment_id", flat=True)
    facts_changed(instalments, on)


def objection(step: str, decision: Decision) -> str | None:
    """Why this reminder does not leave now; None when it does.

    A day off is no objection: the outbox waits for the next opening. A step that lapsed, or was overtaken, is.
    """
    only_a_day_off = decision.reasons == (Reason.NOT_WORKING_DAY,)
    if decision.verdict is not Verdict.SEND and not only_a_day_off:
        return decision.reasons[0].value if decision.reasons else NOT_DUE
    if decision.step is None or decision.step.key != step:
        return STEP_PASSED
    return None


def _only_ours(decision: Decision, kept: set[int]) -> Decision:
    """What else is due today has its own reminder yet to come; here it is mentioned at most."""
    if decision.verdict is Verdict.SEND and decision.instalment_id not in kept:
        return replace(decision, verdict=Verdict.WAIT)
    return decision


def _following(what: Moved) -> ReminderState:
    """What a message's move means for its reminders.

    A message that was refused, but not for its recipient, stays theirs: a person looks, and nothing is
    planned again in the meantime.
    """
    match what.to:
        case MessageState.ACCEPTED:
            return ReminderState.SENT
        case MessageState.UNSURE:
            return ReminderState.UNSURE
        case MessageState.WITHDRAWN:
            return ReminderState.SKIPPED if what.by_person else ReminderState.DROPPED
        case MessageState.REFUSED if what.reason == RECIPIENT_REFUSED:
            return ReminderState.DROPPED
        case _:
            return ReminderState.PLANNED


def _mark_arrived(what: Moved, reminders: Sequence[_MovedReminder]) -> None:
    """An invoice reached its client when the message asked about it, or carried it."""
    if not reminders:
        return
    asked = [reminder.invoice_id for reminder in reminders if _asks_arrival(reminder)]
    of = array_literal({reminder.invoice_id for reminder in reminders})
    carried = [row[0] for row in few_rows(_CARRIED, {"invoices": of, "message": what.message_id})]
    if asked or carried:
        mark_sent({*asked, *carried}, on=what.on, actor=PROGRAM)


def _asks_arrival(reminder: _MovedReminder) -> bool:
    arrival = rules_of_version(reminder.policy_version_id).arrival_check
    return arrival is not None and arrival.key == reminder.step


_CARRIED = """
SELECT v.id FROM invoicing_invoice v
WHERE v.id = ANY(%(invoices)s::bigint[])
    AND v.document_id IN (SELECT unnest(attachments) FROM outbox_messagecontent WHERE message_id = %(message)s)
"""
