"""What no policy may say, even when each word of it is well written.

Most of these are mistakes that other software let through: a sign turned round reminds sixty days too early,
two steps a day apart reach the debtor together, a formal notice leaves without anybody's knowing.
"""

from collections.abc import Sequence
from itertools import pairwise

from quitus.domain.refused import Refused
from quitus.domain.reminders.policy import Anchor, Approval, Channel, Step, Tone


def step_problems(step: Step) -> list[Refused]:
    """What is wrong with a step by itself."""
    return _side_problems(step) + _option_problems(step)


def _side_problems(step: Step) -> list[Refused]:
    """Whether its days, its softness and its tone stand on the same side of the due date.

    Softness says again what the sign of the days says: who turns one of them round is told.
    """
    key, days, place = step.key, step.days, f"{step.key}.days"
    if step.anchor is Anchor.SENT:
        found = []
        if days < 1:
            found.append(
                Refused("policy_arrival_before_sending", step=key, field="days", place=place, days=days)
            )
        if not step.soft:
            found.append(
                Refused("policy_arrival_check_not_soft", step=key, field="soft", place=f"{key}.soft")
            )
        return found
    if days > 0:
        if step.soft:
            return [Refused("policy_soft_step_after_due", step=key, field="days", place=place, days=days)]
        return []
    if not step.soft or step.tone.gravity >= Tone.FIRM.gravity:
        return [Refused("policy_late_step_before_due", step=key, field="days", place=place, days=days)]
    return []


def _option_problems(step: Step) -> list[Refused]:
    key = step.key
    found = []
    expiry, deadline = f"{key}.expires_after_days", f"{key}.new_deadline_days"
    if step.soft and step.expires_after_days is None:
        found.append(Refused("policy_value_missing", step=key, field="expires_after_days", place=expiry))
    if not step.soft and step.expires_after_days is not None:
        found.append(
            Refused("policy_expiry_of_hard_step", step=key, field="expires_after_days", place=expiry)
        )
    if step.new_deadline_days is not None and (step.anchor is Anchor.SENT or step.days <= 0):
        found.append(
            Refused("policy_deadline_before_due", step=key, field="new_deadline_days", place=deadline)
        )
    by_person = step.channel is Channel.TASK or step.tone is Tone.FORMAL
    if by_person and step.approval is not Approval.PERSON:
        found.append(
            Refused("policy_person_must_approve", step=key, field="approval", place=f"{key}.approval")
        )
    return found


def order_problems(steps: Sequence[Step], minimum_gap_days: int) -> list[Refused]:
    """What is wrong between steps that are right by themselves, given in the policy's order."""
    found = []
    seen: set[str] = set()
    for step in steps:
        place = f"{step.key}.key"
        if step.key in seen:
            found.append(Refused("policy_step_twice", step=step.key, field="key", place=place))
        seen.add(step.key)
    for step in steps[1:]:
        if step.anchor is Anchor.SENT:
            place = f"{step.key}.anchor"
            found.append(
                Refused("policy_arrival_check_not_first", step=step.key, field="anchor", place=place)
            )
    dated = [step for step in steps if step.anchor is Anchor.DUE]
    for before, after in pairwise(dated):
        found += _distance_problems(before, after, minimum_gap_days)
    return found


def _distance_problems(before: Step, after: Step, minimum_gap_days: int) -> list[Refused]:
    """A step nearer than the gap never leaves on its day; a soft one before it never leaves at all."""
    days = _calendar_days(after) - _calendar_days(before)
    needed = before.rest_days(minimum_gap_days)
    place = f"{after.key}.days"
    if days <= 0:
        return [
            Refused(
                "policy_steps_not_increasing", step=after.key, field="days", place=place, previous=before.key
            )
        ]
    if days < needed:
        return [
            Refused(
                "policy_steps_too_close",
                step=after.key,
                field="days",
                place=place,
                previous=before.key,
                days=days,
                needed=needed,
            )
        ]
    return []


def _calendar_days(step: Step) -> int:
    """Its distance from the anchor in calendar days: five working days are a week, holidays aside."""
    if not step.working_days:
        return step.days
    weeks, days = divmod(abs(step.days), 5)
    return (7 * weeks + days) * (1 if step.days > 0 else -1)
