"""When is a reminder due? Which step of its policy an instalment waits for, and from which day on.

The rule, in the order in which it is applied:

* Steps leave one at a time, in the policy's order.
* A step wants its day: so many days from its anchor. It opens on that day or, when the last step (or the
  sending of the invoice itself) is less than the gap ago, when the gap is over; on a day off, on the next
  day worked.
* A missed day is caught up: the step stays open until it is sent. Nobody ever looks whether "today equals".
* A soft step lapses: some days after the day it wanted, and as soon as a later step is open.
* Steps that fall too close merge: a soft step whose first day is nearer to the next one than the gap gives
  way to it and is not sent. A delay of some days by a holiday or a missed night is no such case: the next
  step then waits for the gap.
* An invoice not provably sent starts with the arrival check, however late it is; whatever comes later
  follows with the gap.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from quitus.domain.reminders.almanac import ALWAYS, NEVER, Almanac
from quitus.domain.reminders.facts import InstalmentFacts, Situation
from quitus.domain.reminders.policy import Anchor, Policy, Step


@dataclass(frozen=True, slots=True)
class DueStep:
    """The step an instalment waits for: it may leave from `opens` to `closes`, both included.

    `opens` is None for an arrival check that is owed whatever the day, `closes` for a step that does not
    lapse.
    """

    step: Step
    opens: date | None
    closes: date | None


def next_step(policy: Policy, instalment: InstalmentFacts, situation: Situation) -> DueStep | None:
    """The step that `instalment` waits for on that day, whatever may hold it; None when none is left.

    None too when the last step sent is not one of the policy: only a person can say where to go on.
    """
    almanac = Almanac(situation.calendar)
    timetable = Timetable(policy, almanac)
    if not timetable.knows(instalment.last_step):
        return None
    opening = timetable.next_opening(instalment, situation.on.toordinal())
    if opening is None:
        return None
    opens = None if opening.opens == ALWAYS else almanac.date_of(opening.opens)
    return DueStep(opening.step, opens, almanac.date_of(opening.closes))


class Opening(NamedTuple):
    """A step and the days (ordinals) on which it may leave.

    `after_gap`: the gap, not the policy's own day, decided `opens`.
    """

    step: Step
    opens: int
    closes: int
    after_gap: bool


class _Candidate(NamedTuple):
    """A step with its distances worked out once for all instalments, in days."""

    step: Step
    from_sending: bool
    rest: int
    lapse: int


class Timetable:
    """A policy on a calendar, prepared to answer for many instalments."""

    __slots__ = ("_arrival", "_candidates", "_first_hard", "_positions", "almanac", "policy")

    def __init__(self, policy: Policy, almanac: Almanac) -> None:
        self.policy = policy
        self.almanac = almanac
        arrival = policy.arrival_check
        self._arrival = None if arrival is None else Opening(arrival, ALWAYS, NEVER, after_gap=False)
        self._candidates = [_candidate(policy, step) for step in policy.steps]
        self._positions: dict[str | None, int] = {None: -1}
        self._positions.update((step.key, step.level - 1) for step in policy.steps)
        count = len(policy.steps)
        hard = [n for n in range(count) if not policy.steps[n].soft]
        # For each position to go on from: the first step that is never skipped, `count` without one.
        self._first_hard = [next((n for n in hard if n >= start), count) for start in range(count + 1)]

    def knows(self, last_step: str | None) -> bool:
        """Whether the policy can go on from there: from one of its own steps, or from none."""
        return last_step in self._positions

    def can_start(self, instalment: InstalmentFacts) -> bool:
        """Whether it provably arrived, was reminded before, or the policy can ask whether it arrived."""
        return bool(instalment.sent_on or instalment.last_step or self._arrival)

    def next_opening(self, instalment: InstalmentFacts, on: int) -> Opening | None:
        """As `next_step`; the last step sent must be one that the policy `knows`."""
        if instalment.sent_on is None and instalment.last_step is None:
            return self._arrival
        start = self._positions[instalment.last_step] + 1
        first_hard = self._first_hard[start]
        earliest = self._end_of_gap(instalment, start)
        chosen, later, later_opens = None, NEVER, NEVER
        if first_hard < len(self._candidates):
            candidate = self._candidates[first_hard]
            wanted = self._wanted(candidate, instalment)
            later = wanted if wanted > earliest else earliest
            later_opens = self.almanac.next_working(later)
            chosen = Opening(candidate.step, later_opens, NEVER, earliest > wanted)
        # From the last soft step back to the first: each gives way to the one that is kept after it.
        for candidate in reversed(self._candidates[start:first_hard]):
            wanted = self._wanted(candidate, instalment)
            after_gap = earliest > wanted and not candidate.from_sending
            first = earliest if after_gap else wanted
            if first + candidate.rest > later:
                continue
            opens = self.almanac.next_working(first)
            closes = min(wanted + candidate.lapse, later_opens - 1)
            if opens > closes:
                continue
            later, later_opens = first, opens
            if closes >= on:
                chosen = Opening(candidate.step, opens, closes, after_gap)
        return chosen

    def _end_of_gap(self, instalment: InstalmentFacts, start: int) -> int:
        """The first day on which the debtor may hear of this instalment again.

        The invoice itself counts as a word: who sends it two days before its due date does not remind
        of that date, and an invoice sent after its due date is not chased on the same day.
        """
        end = ALWAYS
        if instalment.last_step_on is not None:
            end = instalment.last_step_on.toordinal() + self._candidates[start - 1].rest
        if instalment.sent_on is not None:
            after_sending = instalment.sent_on.toordinal() + self.policy.minimum_gap_days
            end = after_sending if after_sending > end else end
        return end

    def _wanted(self, candidate: _Candidate, instalment: InstalmentFacts) -> int:
        anchor = (instalment.sent_on if candidate.from_sending else None) or instalment.due
        if candidate.step.working_days:
            return self.almanac.add_working(anchor.toordinal(), candidate.step.days)
        return anchor.toordinal() + candidate.step.days


def _candidate(policy: Policy, step: Step) -> _Candidate:
    return _Candidate(
        step,
        step.anchor is Anchor.SENT,
        step.rest_days(policy.minimum_gap_days),
        step.expires_after_days or 0,
    )
