"""Why does nothing leave? Each obstacle with the days on which it stands.

Two questions, asked one after the other. What speaks against reminding of this debt at all: it is promised,
contested, possibly paid, paused, of before an insolvency. Only if nothing does: is today the moment, when the step
is due: can the debtor be reached, is the bank data fresh, does the client pay in these days anyway, was it reminded
this week. While the debt is held the second question is not asked, so that a contested instalment costs nothing until
somebody settles it.

An obstacle is an interval of days. Hence the one rule behind `Decision.next_check_on`: the answer changes
where an interval begins or ends, and nowhere else.
"""

from typing import NamedTuple

from quitus.domain.reminders.almanac import ALWAYS, NEVER, Almanac
from quitus.domain.reminders.decision import Reason
from quitus.domain.reminders.due import Opening, Timetable
from quitus.domain.reminders.facts import ClientFacts, InstalmentFacts, Situation
from quitus.domain.reminders.pay_runs import PayRuns
from quitus.domain.reminders.policy import Anchor, Channel, Policy, Step

# A transfer ordered on the promised evening is on the account two working days later.
PROMISE_GRACE_WORKING_DAYS = 2


class Obstacle(NamedTuple):
    """Keeps a reminder back from `first` to `last` (ordinals, both included); NEVER: until somebody acts."""

    reason: Reason
    first: int
    last: int


def promise_end(instalment: InstalmentFacts, almanac: Almanac) -> int:
    """The last day on which a promise is believed; ALWAYS, which is over, without one."""
    if instalment.promised_until is None or instalment.promised_minor <= 0:
        return ALWAYS
    return almanac.add_working(instalment.promised_until.toordinal(), PROMISE_GRACE_WORKING_DAYS)


def amount_to_ask(instalment: InstalmentFacts, on: int, almanac: Almanac) -> int:
    """What may be asked that day: the remainder without the contested part and a promise still believed.

    Zero or less when nothing may be asked.
    """
    promised = instalment.promised_minor if on <= promise_end(instalment, almanac) else 0
    return instalment.remaining_minor - instalment.disputed_minor - promised


def barred_from(instalment: InstalmentFacts) -> int:
    """The first day on which it is too late to sue; NEVER while no period runs.

    A debt out of time is not chased: to a consumer that is a deceptive practice (C. conso. L121-2), and nobody can
    be made to pay it (C. civ. 2219).
    """
    return NEVER if instalment.sue_by is None else instalment.sue_by.toordinal() + 1


def bank_known_until(policy: Policy, situation: Situation) -> int:
    """The last day on which what the bank said is fresh enough to remind; ALWAYS, long ago, without data."""
    if situation.bank_data_until is None:
        return ALWAYS
    return situation.bank_data_until.toordinal() + policy.bank_data_days


def payment_known_until(policy: Policy, instalment: InstalmentFacts, bank_known: int) -> int:
    """The same for one instalment: the creditor's own answer "not received" is as good as the bank's."""
    if instalment.asked_receipt_on is None:
        return bank_known
    return max(bank_known, instalment.asked_receipt_on.toordinal() + policy.bank_data_days)


class Obstacles:
    """What is in the way on one day, for the instalments of one policy."""

    __slots__ = ("_bank_known", "_on", "_pay_runs", "_timetable")

    def __init__(self, timetable: Timetable, pay_runs: PayRuns, situation: Situation) -> None:
        self._timetable = timetable
        self._pay_runs = pay_runs
        self._on = situation.on.toordinal()
        self._bank_known = bank_known_until(timetable.policy, situation)

    def against_the_debt(self, instalment: InstalmentFacts, client: ClientFacts) -> list[Obstacle]:
        """What stands today against reminding of this instalment, the most important first."""
        found = []
        if self._on >= barred_from(instalment):
            found.append(Obstacle(Reason.TIME_BARRED, ALWAYS, NEVER))
        if instalment.before_insolvency:
            found.append(Obstacle(Reason.INSOLVENCY, ALWAYS, NEVER))
        if instalment.promised_minor or instalment.disputed_minor:
            found += self._promised_or_contested(instalment)
        if instalment.possibly_paid:
            found.append(Obstacle(Reason.POSSIBLY_PAID, ALWAYS, NEVER))
        if not self._timetable.can_start(instalment):
            found.append(Obstacle(Reason.NOT_PROVABLY_SENT, ALWAYS, NEVER))
        if not self._timetable.knows(instalment.last_step):
            found.append(Obstacle(Reason.STEP_UNKNOWN, ALWAYS, NEVER))
        if not instalment.released:
            found.append(Obstacle(Reason.NOT_RELEASED_AFTER_IMPORT, ALWAYS, NEVER))
        if instalment.paused_until is not None:
            found.append(Obstacle(Reason.PAUSED_BY_USER, ALWAYS, instalment.paused_until.toordinal()))
        if client.returned:
            found.append(Obstacle(Reason.PAYMENT_RETURNED, ALWAYS, NEVER))
        if client.paused_until is not None:
            found.append(Obstacle(Reason.CLIENT_PAUSED, ALWAYS, client.paused_until.toordinal()))
        if instalment.pending:
            found.append(Obstacle(Reason.ALREADY_WAITING, ALWAYS, NEVER))
        return [obstacle for obstacle in found if self._on <= obstacle.last] if found else found

    def _promised_or_contested(self, instalment: InstalmentFacts) -> list[Obstacle]:
        """Only when nothing is left beside them: the rest of a part-contested instalment is still asked."""
        almanac = self._timetable.almanac
        if amount_to_ask(instalment, self._on, almanac) > 0:
            return []
        end = promise_end(instalment, almanac)
        found = [Obstacle(Reason.PROMISED, ALWAYS, end)]
        if instalment.disputed_minor > 0:
            found.append(Obstacle(Reason.CONTESTED, ALWAYS, NEVER))
        return found

    def against_the_moment(
        self, instalment: InstalmentFacts, client: ClientFacts, opening: Opening
    ) -> list[Obstacle]:
        """What keeps an open step back today or on a later day, the most important first.

        Days off are not among them: they keep back only what nothing else does (`plan.py`).
        """
        found = []
        policy = self._timetable.policy
        by_email = opening.step.channel is Channel.EMAIL
        if by_email and not client.contactable:
            found.append(Obstacle(Reason.NO_CONTACT, ALWAYS, NEVER))
        if needs_bank_data(opening.step):
            known = payment_known_until(policy, instalment, self._bank_known)
            found.append(Obstacle(Reason.BANK_DATA_STALE, known + 1, NEVER))
        if client.pay_run_days:
            due = instalment.due.toordinal()
            quiet = self._pay_runs.first_that_pays(client.pay_run_days, due, opening.opens)
            if quiet is not None and self._on <= quiet.end:
                found.append(Obstacle(Reason.PAY_RUN_NEAR, quiet.begin, quiet.end))
        if by_email and client.last_contact_on is not None:
            last = client.last_contact_on.toordinal() + policy.contact_gap_days - 1
            if self._on <= last:
                found.append(Obstacle(Reason.CONTACT_GAP, ALWAYS, last))
        return found


def needs_bank_data(step: Step) -> bool:
    """Only what is late can have been paid without our knowing: earlier steps ask for nothing yet."""
    return step.anchor is Anchor.DUE and step.days > 0
