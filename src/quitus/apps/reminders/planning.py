"""The plan of a day: gather what may have changed, decide, write it down. Its cost grows with what is due.

Making it again changes nothing: what was decided is not looked at before its next date, what waits in the outbox is
pending, and each message has its slot.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection

from quitus.apps.answers.actions import settle_promises
from quitus.apps.invoicing.actions import look_again_at_changed_clients
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.bulk import insert_all, update_all
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.outbox.actions import NewMessage, queue_all
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.reminders.facts import Gathered, calendar_of, gather
from quitus.apps.reminders.models import PlanDay, Reminder
from quitus.apps.reminders.policies import ActivePolicy
from quitus.apps.reminders.purpose import PURPOSE
from quitus.domain.outbox.hours import next_sending_moment
from quitus.domain.reminders.decision import Decision, Verdict
from quitus.domain.reminders.group import PlannedMessage, group
from quitus.domain.reminders.plan import plan
from quitus.domain.reminders.policy import Approval, Channel
from quitus.ports.clock import real_now

# Two plans of one organisation at once are made one after the other. The first number is ours alone.
PLAN_LOCK = 7_185_812


@dataclass(slots=True)
class Planned:
    """What one plan did: instalments looked at, reminders planned, messages and tasks made for them."""

    checked: int = 0
    reminders: int = 0
    messages: int = 0
    tasks: int = 0


@dataclass(slots=True)
class _Reminders:
    """Rows to insert, column by column."""

    columns: dict[str, list[object]] = field(default_factory=lambda: defaultdict(list))

    def add(self, message: PlannedMessage, policy: ActivePolicy, message_id: int | None) -> None:
        for line in message.reminders:
            self.columns["instalment_id"].append(line.instalment_id)
            self.columns["client_id"].append(message.client_id)
            self.columns["policy_version_id"].append(policy.version_id)
            self.columns["step"].append(line.step.key)
            self.columns["level"].append(line.step.level)
            self.columns["channel"].append(message.channel.value)
            self.columns["message_id"].append(message_id)


def plan_day(now: datetime) -> Planned:
    """Plan the reminders of the organisation's present day, inside `tenant`; `now` by its clock, in its zone."""
    on = now.date()
    _one_at_a_time()
    day, _ = PlanDay.objects.get_or_create(day=on, defaults={"last_at": real_now()})
    if not day.checked:
        settle_promises(on)
    look_again_at_changed_clients(on)
    due = _locked_due(on)
    if not due:
        return Planned()
    planned = Planned(checked=len(due))
    decisions = _decide_and_write(gather(due, on), now, planned)
    update_all(Instalment, list(decisions), {"next_check_on": list(decisions.values())})
    day.checked += planned.checked
    day.planned += planned.reminders
    day.last_at = real_now()
    day.save()
    return planned


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [PLAN_LOCK, current_organisation_id()]
        )


def _locked_due(on: date) -> list[int]:
    """The instalments to look at, locked: whoever changes their facts meanwhile waits, and resets the date after us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM invoicing_instalment WHERE remaining_minor > 0 AND next_check_on <= %s "
            "ORDER BY id FOR NO KEY UPDATE",
            [on],
        )
        return [row[0] for row in cursor.fetchall()]


def _decide_and_write(gathered: Gathered, now: datetime, planned: Planned) -> dict[int, date | None]:
    """The next date to look at each instalment; what is due today is planned on the way."""
    next_checks: dict[int, date | None] = {}
    reminders = _Reminders()
    for (policy, country), ids in _by_rules(gathered).items():
        situation = gathered.situation(country)
        facts = [gathered.instalments[instalment_id] for instalment_id in ids]
        decisions = plan(policy.rules, facts, gathered.clients, situation)
        next_checks.update((decision.instalment_id, _next_check(decision)) for decision in decisions)
        due = [decision for decision in decisions if decision.verdict is Verdict.SEND]
        messages = group(policy.rules, due, gathered.instalments, situation)
        opening = next_sending_moment(now, calendar_of(country, now.date()))
        homes = _homes([m for m in messages if m.channel is Channel.EMAIL], policy, gathered, opening)
        for message in messages:
            if message.channel is Channel.EMAIL and message.client_id not in homes:
                # Its debtor is about to receive another one, already approved: looked at again tomorrow.
                tomorrow = gathered.on + timedelta(days=1)
                next_checks.update((line.instalment_id, tomorrow) for line in message.reminders)
                continue
            home = homes[message.client_id] if message.channel is Channel.EMAIL else None
            reminders.add(message, policy, home)
            planned.reminders += len(message.reminders)
            planned.tasks += message.channel is Channel.TASK
        planned.messages += len(homes)
    insert_all(Reminder, reminders.columns, planned_on=gathered.on)
    return next_checks


def _next_check(decision: Decision) -> date | None:
    """None for what is planned now: it waits in the outbox until something becomes of it."""
    return None if decision.verdict is Verdict.SEND else decision.next_check_on


def _by_rules(gathered: Gathered) -> Mapping[tuple[ActivePolicy, str], Sequence[int]]:
    """The instalments by what decides about them: their policy, and the calendar of their debtor's country."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    policies: dict[int, ActivePolicy] = {}
    for facts in gathered.instalments.values():
        debtor = gathered.debtors[facts.client_id]
        if debtor.policy is not None:
            policies[debtor.policy.id] = debtor.policy
            groups[debtor.policy.id, debtor.country].append(facts.instalment_id)
    return {(policies[policy_id], country): ids for (policy_id, country), ids in groups.items()}


def _homes(
    messages: Sequence[PlannedMessage], policy: ActivePolicy, gathered: Gathered, opening: datetime
) -> dict[int, int]:
    """The message that carries each debtor's reminders: one that still waits for approval, or a new one."""
    waiting = _waiting(message.client_id for message in messages)
    homes = {client_id: message_id for client_id, (message_id, joinable) in waiting.items() if joinable}
    new = [
        _new_message(message, policy, gathered, opening)
        for message in messages
        if message.client_id not in waiting
    ]
    queued = queue_all(PURPOSE, new, gathered.on)
    homes.update((message.client_id, queued[message.slot]) for message in new if message.slot in queued)
    return homes


def _new_message(
    message: PlannedMessage, policy: ActivePolicy, gathered: Gathered, opening: datetime
) -> NewMessage:
    debtor = gathered.debtors[message.client_id]
    if debtor.contact_id is None:
        raise ValueError(f"client {message.client_id} has no contact, which the rules had to see")
    return NewMessage(
        client_id=message.client_id,
        contact_id=debtor.contact_id,
        to_address=debtor.address,
        slot=f"reminder:{message.client_id}:{message.on}",
        not_before=opening,
        approved=policy.automatic and message.approval is Approval.AUTOMATIC,
    )


def _waiting(client_ids: Iterable[int]) -> dict[int, tuple[int, bool]]:
    """The message that each debtor is about to receive, and whether more may be said in it.

    Only while nobody approved it: a person answers for the words they saw.
    """
    alive = Message.objects.filter(
        purpose=PURPOSE,
        client_id__in=list(client_ids),
        state__in=[MessageState.WAITING_APPROVAL, MessageState.QUEUED, MessageState.HANDING_OVER],
    ).order_by("id")
    return {
        client_id: (message_id, state == MessageState.WAITING_APPROVAL)
        for client_id, message_id, state in alive.values_list("client_id", "id", "state")
    }
