"""What does one debtor receive? One message for all that is due, at the highest level among it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from quitus.domain.money import Money
from quitus.domain.reminders.almanac import Almanac
from quitus.domain.reminders.decision import Decision, Verdict
from quitus.domain.reminders.facts import InstalmentFacts, Situation
from quitus.domain.reminders.holds import amount_to_ask, bank_known_until, payment_known_until
from quitus.domain.reminders.policy import Approval, Channel, Policy, Step


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment in a message: its due date and what is asked for it."""

    instalment_id: int
    due: date
    asked_minor: int
    currency: str

    @property
    def asked(self) -> Money:
        return Money(self.asked_minor, self.currency)


@dataclass(frozen=True, slots=True)
class ReminderLine(Line):
    """An instalment of which a step leaves with this message. Each keeps its own step."""

    step: Step


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """One message to one debtor, or one task about it.

    `step` is the highest of `reminders` and gives tone and template; one step that needs a person's
    approval makes the whole message need it. `also_open`: overdue instalments of the same debtor whose
    own step is not due, so that the message says the whole truth. Both lists by due date.
    """

    on: date
    client_id: int
    channel: Channel
    step: Step
    approval: Approval
    reminders: tuple[ReminderLine, ...]
    also_open: tuple[Line, ...]

    @property
    def totals(self) -> tuple[Money, ...]:
        """What is asked in all, also open included: one amount per currency, by its code."""
        sums: dict[str, int] = defaultdict(int)
        for line in (*self.reminders, *self.also_open):
            sums[line.currency] += line.asked_minor
        return tuple(Money(sums[currency], currency) for currency in sorted(sums))


def group(
    policy: Policy,
    decisions: Iterable[Decision],
    instalments: Mapping[int, InstalmentFacts],
    situation: Situation,
) -> list[PlannedMessage]:
    """One message per debtor and channel, by debtor, from the decisions of one policy on one day.

    `instalments` by id holds each one decided. Give all decisions of a debtor: those that wait are its
    "also open". A task is no message: it proposes to a person to act, and stands beside the e-mail.
    """
    decisions = list(decisions)
    due: dict[tuple[int, Channel], list[ReminderLine]] = defaultdict(list)
    for decision in decisions:
        if decision.verdict is Verdict.SEND and decision.step is not None:
            reminder = _reminder_line(instalments[decision.instalment_id], decision, decision.step)
            due[decision.client_id, decision.step.channel].append(reminder)
    reminded = {client_id for client_id, _ in due}
    also_open: dict[int, list[Line]] = defaultdict(list)
    almanac = Almanac(situation.calendar)
    on = situation.on.toordinal()
    bank_known = bank_known_until(policy, situation)
    for decision in decisions:
        if decision.client_id in reminded and decision.verdict in (Verdict.WAIT, Verdict.DONE):
            instalment = instalments[decision.instalment_id]
            asked = amount_to_ask(instalment, on, almanac)
            # Late, as far as fresh bank data can tell: a mention is a reminder too.
            known = payment_known_until(policy, instalment, bank_known)
            if asked > 0 and instalment.due.toordinal() < on <= known:
                line = Line(instalment.instalment_id, instalment.due, asked, instalment.currency)
                also_open[decision.client_id].append(line)
    return [
        _message(situation.on, client_id, channel, due[client_id, channel], also_open[client_id])
        for client_id, channel in sorted(due)
    ]


def _reminder_line(instalment: InstalmentFacts, decision: Decision, step: Step) -> ReminderLine:
    return ReminderLine(
        instalment.instalment_id, instalment.due, decision.asked_minor, instalment.currency, step
    )


def _message(
    on: date, client_id: int, channel: Channel, reminders: list[ReminderLine], also_open: list[Line]
) -> PlannedMessage:
    steps = [line.step for line in reminders]
    by_person = any(step.approval is Approval.PERSON for step in steps)
    return PlannedMessage(
        on,
        client_id,
        channel,
        max(steps, key=lambda step: step.level),
        Approval.PERSON if by_person else Approval.AUTOMATIC,
        tuple(sorted(reminders, key=_by_due_date)),
        tuple(sorted(also_open, key=_by_due_date)),
    )


def _by_due_date(line: Line) -> tuple[date, int]:
    return line.due, line.instalment_id
