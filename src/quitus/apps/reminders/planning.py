"""The plan of a day: gather what may have changed, decide, write it down. Its cost grows with what is due.

Making it again changes nothing: what was decided is not looked at before its next date, what waits in the outbox is
pending, and each message has its slot.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from quitus.apps.clients.actions import take_changed_clients
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.bulk import array_literal, insert_all, update_all
from quitus.apps.organisations.sql import few_rows, rows
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.outbox.actions import NewMessage, queue_all
from quitus.apps.reminders.facts import Gathered, calendar_of, gather
from quitus.apps.reminders.models import PlanDay, Reminder
from quitus.apps.reminders.policies import ActivePolicy
from quitus.apps.reminders.purpose import PURPOSE
from quitus.apps.reminders.taking_back import take_back
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
    """Plan the reminders of the organisation's present day, inside `tenant`; `now` by its clock, in its zone.

    Whoever calls it has settled the promises of the day, in a transaction before this one: they lock clients first.
    """
    on = now.date()
    _one_at_a_time()
    day, _ = PlanDay.objects.get_or_create(day=on, defaults={"last_at": real_now()})
    due = _locked_due(on)
    if not due:
        return Planned()
    planned = Planned(checked=len(due))
    gathered = gather(due, on)
    take_back(gathered, now)
    next_checks = _decide_and_write(gathered, now, planned)
    update_all(Instalment, list(next_checks), {"next_check_on": list(next_checks.values())})
    day.checked += planned.checked
    day.planned += planned.reminders
    day.last_at = real_now()
    day.save()
    return planned


def _one_at_a_time() -> None:
    values = {"lock": PLAN_LOCK, "organisation": current_organisation_id()}
    few_rows("SELECT pg_advisory_xact_lock(%(lock)s::int, hashint8(%(organisation)s))", values)


def _locked_due(on: date) -> list[int]:
    """The instalments to look at, locked: whoever changes their facts meanwhile waits, and resets the date after us.

    What was just paid is looked at once more, and all that clients owe whose contacts or habits changed.
    """
    changed = array_literal(take_changed_clients())
    return [row[0] for row in rows(_DUE, {"on": on, "changed": changed})]


_DUE = """
SELECT id FROM invoicing_instalment
WHERE (remaining_minor > 0 AND next_check_on <= %(on)s) OR (remaining_minor = 0 AND next_check_on IS NOT NULL)
    OR (remaining_minor > 0 AND client_id = ANY(%(changed)s::bigint[]))
ORDER BY id FOR NO KEY UPDATE
"""


def _decide_and_write(gathered: Gathered, now: datetime, planned: Planned) -> dict[int, date | None]:
    """The next date to look at each instalment; what is due today is planned on the way."""
    next_checks: dict[int, date | None] = dict.fromkeys(gathered.instalments)
    reminders = _Reminders()
    for (policy, country), ids in gathered.by_rules().items():
        situation = gathered.situation(country)
        facts = [gathered.instalments[instalment_id] for instalment_id in ids]
        decisions = plan(policy.rules, facts, gathered.clients, situation)
        next_checks.update((decision.instalment_id, _next_check(decision)) for decision in decisions)
        due = [decision for decision in decisions if decision.verdict is Verdict.SEND]
        messages = group(policy.rules, due, gathered.instalments, situation)
        opening = next_sending_moment(now, calendar_of(country, now.date()))
        homes = _homes([m for m in messages if m.channel is Channel.EMAIL], policy, gathered, opening)
        for message in messages:
            home = homes.get(message.client_id)
            if message.channel is Channel.EMAIL and home is None:
                # Its debtor is about to receive another one, already approved: looked at again tomorrow.
                tomorrow = gathered.on + timedelta(days=1)
                next_checks.update((line.instalment_id, tomorrow) for line in message.reminders)
                continue
            reminders.add(message, policy, home if message.channel is Channel.EMAIL else None)
            planned.reminders += len(message.reminders)
            planned.tasks += message.channel is Channel.TASK
        planned.messages += len(homes)
    insert_all(Reminder, reminders.columns, planned_on=gathered.on)
    return next_checks


def _next_check(decision: Decision) -> date | None:
    """None for what is planned now: it waits in the outbox until something becomes of it."""
    return None if decision.verdict is Verdict.SEND else decision.next_check_on


def _homes(
    messages: Sequence[PlannedMessage], policy: ActivePolicy, gathered: Gathered, opening: datetime
) -> dict[int, int]:
    """The message that carries each debtor's reminders: one that nobody approved yet, or a new one."""
    clients = array_literal(message.client_id for message in messages)
    homes = {client_id: message_id for message_id, client_id in rows(_JOINABLE, {"clients": clients})}
    taken = {client_id for (client_id,) in rows(_ALIVE, {"clients": clients})}
    new = [
        _new_message(message, policy, gathered, opening)
        for message in messages
        if message.client_id not in taken
    ]
    queued = queue_all(PURPOSE, new, gathered.on)
    homes.update((message.client_id, queued[message.slot]) for message in new if message.slot in queued)
    return homes


_ALIVE = """
SELECT DISTINCT client_id FROM outbox_message
WHERE purpose = 'reminder' AND client_id = ANY(%(clients)s::bigint[])
    AND state IN ('waiting_approval', 'queued', 'handing_over')
"""

# More may be said while nobody approved it: a person answers for the words they saw. One that somebody is
# approving at this moment is passed over, never waited for: they hold it and want our instalments.
_JOINABLE = """
SELECT id, client_id FROM outbox_message
WHERE purpose = 'reminder' AND client_id = ANY(%(clients)s::bigint[]) AND state = 'waiting_approval'
ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
"""


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
