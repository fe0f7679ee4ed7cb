"""The last word about a reminder: everything read anew in the transaction that lets it go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from quitus.apps.invoicing.actions import facts_changed, mark_sent
from quitus.apps.invoicing.models import Instalment
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
WHERE i.id IN (SELECT instalment_id FROM reminders_reminder WHERE message_id = ANY(%s::bigint[]))
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
        """Their instalments, in id order, before anybody reads what was paid of them."""
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [list(message_ids)])

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
        rows = list(
            Reminder.objects.filter(message_id=what.message_id)
            .exclude(state=ReminderState.DROPPED)
            .order_by("id")
            .values_list("id", "instalment_id", "instalment__invoice__number", "step", "policy_version_id")
        )
        if state is not None and rows:
            settled_on = None if state is ReminderState.PLANNED else what.on
            because = what.reason if state is ReminderState.DROPPED else ""
            Reminder.objects.filter(id__in=[row[0] for row in rows]).update(
                state=state, settled_on=settled_on, dropped_because=because[:40]
            )
            if state is ReminderState.SENT:
                _mark_arrived(what, [(row[1], row[3], row[4]) for row in rows])
            if state is not ReminderState.PLANNED:
                facts_changed([row[1] for row in rows], what.on)
        steps = sorted({row[3] for row in rows})
        return {"invoices": sorted({row[2] for row in rows}), "steps": steps} if rows else {}


def compose(message_id: int, client_id: int, on: date) -> Composition:
    """Ask the rules again about everything the client owes; changes nothing. The preview reads it too."""
    reminders = list(
        Reminder.objects.filter(message_id=message_id, state=ReminderState.PLANNED).order_by("id")
    )
    open_ones = Instalment.objects.filter(client_id=client_id, remaining_minor__gt=0)
    ids = set(open_ones.values_list("id", flat=True)) | {r.instalment_id for r in reminders}
    gathered = gather(sorted(ids), on, of_message=message_id)
    debtor = gathered.debtors.get(client_id)
    if debtor is None or debtor.policy is None:
        return Composition((), {reminder.id: NOT_DUE for reminder in reminders}, None, gathered)
    rules, situation = debtor.policy.rules, gathered.situation(debtor.country)
    decisions = {
        decision.instalment_id: decision
        for decision in plan(rules, gathered.instalments.values(), gathered.clients, situation)
    }
    dropped = {r.id: _objection(r, decisions[r.instalment_id]) for r in reminders}
    kept = {r.instalment_id: r.id for r in reminders if dropped[r.id] is None}
    messages = group(
        rules,
        [_only_ours(decision, set(kept)) for decision in decisions.values()],
        gathered.instalments,
        situation,
    )
    return Composition(
        tuple(kept.values()),
        {reminder_id: reason for reminder_id, reason in dropped.items() if reason is not None},
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


def _objection(reminder: Reminder, decision: Decision) -> str | None:
    """Why this reminder does not leave now; None when it does.

    A day off is no objection: the outbox waits for the next opening. A step that lapsed, or was overtaken, is.
    """
    only_a_day_off = decision.reasons == (Reason.NOT_WORKING_DAY,)
    if decision.verdict is not Verdict.SEND and not only_a_day_off:
        return decision.reasons[0].value if decision.reasons else NOT_DUE
    if decision.step is None or decision.step.key != reminder.step:
        return STEP_PASSED
    return None


def _only_ours(decision: Decision, kept: set[int]) -> Decision:
    """What else is due today has its own reminder yet to come; here it is mentioned at most."""
    if decision.verdict is Verdict.SEND and decision.instalment_id not in kept:
        return replace(decision, verdict=Verdict.WAIT)
    return decision


def _following(what: Moved) -> ReminderState | None:
    """What a message's move means for its reminders; None: they stay as they are.

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
        case MessageState.QUEUED | MessageState.REFUSED:
            return ReminderState.PLANNED
        case _:
            return None


def _mark_arrived(what: Moved, reminders: Sequence[tuple[int, str, int]]) -> None:
    """An invoice reached its client when the message asked about it, or carried it."""
    asked = [
        instalment_id
        for instalment_id, step, version_id in reminders
        if (arrival := rules_of_version(version_id).arrival_check) is not None and arrival.key == step
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVED, {"ids": [row[0] for row in reminders], "asked": asked, "m": what.message_id})
        invoices: list[Any] = [row[0] for row in cursor.fetchall()]
    if invoices:
        mark_sent(invoices, on=what.on, actor=PROGRAM)


_ARRIVED = """
SELECT DISTINCT v.id FROM invoicing_instalment i JOIN invoicing_invoice v ON v.id = i.invoice_id
WHERE i.id = ANY(%(ids)s::bigint[]) AND v.sent_on IS NULL AND (
    i.id = ANY(%(asked)s::bigint[]) OR v.document_id = ANY(
        SELECT unnest(attachments) FROM outbox_messagecontent WHERE message_id = %(m)s
    )
)
"""
