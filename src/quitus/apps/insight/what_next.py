"""What happens next to the debts of one client: why nothing leaves today, and what will leave when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.insight.open_decisions import ahead, decide
from quitus.apps.invoicing.models import Instalment
from quitus.apps.reminders.facts import Gathered, gather
from quitus.domain.money import Money
from quitus.domain.reminders.decision import Decision, Verdict
from quitus.domain.reminders.group import PlannedMessage

DAYS = 60


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the rules say today of one instalment.

    `step`: the key of the step that leaves or is awaited, "" without one. `reasons`: what keeps it back, the most
    important first; none when it is due. `until`: the last day of the first reason, None when only an act ends it.
    """

    verdict: Verdict
    step: str
    reasons: Sequence[str]
    until: date | None

    @property
    def held(self) -> bool:
        """Whether something speaks against reminding at all, rather than its day not having come."""
        return self.verdict is Verdict.HOLD


@dataclass(frozen=True, slots=True)
class ComingMessage:
    """A message, or a task, that will leave on a day if nothing is paid or answered before."""

    on: date
    step: str
    channel: str
    amount: Money
    count: int


@dataclass(frozen=True, slots=True)
class WhatNext:
    """By instalment, and the messages of the next sixty days. `policy_steps`: the keys of the client's policy.

    All empty for a firm without a policy, and for a client who owes nothing.
    """

    steps: Mapping[int, NextStep]
    coming: Sequence[ComingMessage]
    policy_steps: Sequence[str]


def what_next(client_id: int, on: date) -> WhatNext:
    """The reminders' own answer about each open instalment of a client; a fixed number of queries."""
    open_ones = Instalment.objects.filter(client_id=client_id, remaining_minor__gt=0).order_by("id")
    gathered = gather(list(open_ones.values_list("id", flat=True)), on)
    return WhatNext(
        {instalment_id: _next_step(decision) for instalment_id, decision in decide(gathered).items()},
        [_coming(message) for message in ahead(gathered, DAYS)],
        _policy_steps(gathered, client_id),
    )


def _policy_steps(gathered: Gathered, client_id: int) -> list[str]:
    debtor = gathered.debtors.get(client_id)
    return [step.key for step in debtor.policy.rules.steps] if debtor and debtor.policy else []


def _next_step(decision: Decision) -> NextStep:
    return NextStep(
        verdict=decision.verdict,
        step=decision.step.key if decision.step else "",
        reasons=[reason.value for reason in decision.reasons],
        until=decision.until,
    )


def _coming(message: PlannedMessage) -> ComingMessage:
    asked = [line.asked for line in message.reminders]
    return ComingMessage(
        on=message.on,
        step=message.step.key,
        channel=message.channel.value,
        amount=Money(sum(amount.minor for amount in asked), asked[0].currency),
        count=len(asked),
    )
