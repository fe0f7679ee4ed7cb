"""What the reminders decide today about many clients' instalments at once, each by its own policy and calendar.

Gathering a hundred thousand instalments takes seconds: a page asks for as many as it can show in time, the most
pressing first, and says so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from quitus.apps.invoicing.models import Instalment
from quitus.apps.outbox.models import MessageState
from quitus.apps.reminders.facts import Gathered, gather
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.apps.reminders.policies import ActivePolicy, active_policies
from quitus.domain.reminders.ahead import calendar_ahead
from quitus.domain.reminders.decision import Decision
from quitus.domain.reminders.facts import ClientFacts, InstalmentFacts
from quitus.domain.reminders.group import PlannedMessage
from quitus.domain.reminders.plan import plan

MOST = 5_000  # instalments that one page looks at
_LEAVING = [MessageState.WAITING_APPROVAL, MessageState.QUEUED, MessageState.HANDING_OVER]


@dataclass(frozen=True, slots=True)
class Looked:
    """The instalments that a page looks at; `whole`: all that are open."""

    gathered: Gathered
    whole: bool


def look(on: date, *, most: int = MOST) -> Looked:
    """Everything that is open; with more than `most`, those whose decision changes first."""
    pressing = Instalment.objects.filter(remaining_minor__gt=0).order_by("next_check_on", "id")
    ids = list(pressing.values_list("id", flat=True)[: most + 1])
    return Looked(gather(ids[:most], on), len(ids) <= most)


def decide(gathered: Gathered) -> dict[int, Decision]:
    """Today's decision for each instalment; none for a firm without a policy."""
    decisions: dict[int, Decision] = {}
    for (policy, country), ids in by_rules(gathered).items():
        facts = [gathered.instalments[instalment_id] for instalment_id in ids]
        for decision in plan(policy.rules, facts, gathered.clients, gathered.situation(country)):
            decisions[decision.instalment_id] = decision
    return decisions


def ahead(gathered: Gathered, days: int) -> list[PlannedMessage]:
    """The messages and tasks of the coming days, by day; what waits in the outbox counts as sent today."""
    instalments, clients = _as_sent(gathered)
    messages = []
    for (policy, country), ids in by_rules(gathered).items():
        facts = [instalments[instalment_id] for instalment_id in ids]
        messages += calendar_ahead(policy.rules, facts, clients, gathered.situation(country), days)
    return sorted(messages, key=lambda message: (message.on, message.client_id, message.channel))


def by_rules(gathered: Gathered) -> Mapping[tuple[ActivePolicy, str], Sequence[int]]:
    """The instalments by what decides about them: their policy, and the calendar of their debtor's country."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    policies: dict[int, ActivePolicy] = {}
    for facts in gathered.instalments.values():
        debtor = gathered.debtors[facts.client_id]
        if debtor.policy is not None:
            policies[debtor.policy.id] = debtor.policy
            groups[debtor.policy.id, debtor.country].append(facts.instalment_id)
    return {(policies[policy_id], country): ids for (policy_id, country), ids in groups.items()}


def default_policy(on: date) -> ActivePolicy | None:
    """The policy by which most clients are reminded; None before the firm has one."""
    return next((policy for policy in active_policies(on).values() if policy.is_default), None)


def _as_sent(gathered: Gathered) -> tuple[dict[int, InstalmentFacts], dict[int, ClientFacts]]:
    """The facts as if each message of the outbox had left today: what follows it would be hidden otherwise."""
    instalments, clients = dict(gathered.instalments), dict(gathered.clients)
    waiting = Reminder.objects.filter(
        instalment_id__in=list(instalments), state=ReminderState.PLANNED, message__state__in=_LEAVING
    ).order_by("level")
    for instalment_id, client_id, step in waiting.values_list("instalment_id", "client_id", "step"):
        if instalment_id in instalments:
            instalments[instalment_id] = replace(
                instalments[instalment_id], pending=False, last_step=step, last_step_on=gathered.on
            )
            clients[client_id] = replace(clients[client_id], last_contact_on=gathered.on)
    return instalments, clients
