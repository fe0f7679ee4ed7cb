"""Where does an imported instalment start? What the import shows before anything may leave."""

from dataclasses import dataclass
from datetime import date

from quitus.domain.reminders.due import next_step
from quitus.domain.reminders.facts import InstalmentFacts, Situation
from quitus.domain.reminders.policy import Policy, Step


@dataclass(frozen=True, slots=True)
class Start:
    """The step an instalment would start at, and the first day on which it could leave."""

    step: Step
    on: date


def first_step_after_import(
    policy: Policy, instalment: InstalmentFacts, situation: Situation
) -> Start | None:
    """Where `instalment` would start if it were approved today; None when it is paid or no step is left.

    Reads the dates alone: what holds it is shown apart. Without proof of sending that is the arrival
    check; None when the policy has none, or does not know the last step that the other software sent.
    """
    if instalment.remaining_minor <= 0:
        return None
    due = next_step(policy, instalment, situation)
    if due is None:
        return None
    return Start(due.step, situation.calendar.next_working(max(due.opens or situation.on, situation.on)))
