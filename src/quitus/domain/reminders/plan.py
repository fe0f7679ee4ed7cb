"""What happens to each instalment today: sent, waiting, held or done, and when to look again.

`plan(policy, facts, date)` is a function: the same question has the same answer, in any order, any number of
times a day. Nothing is remembered here; the steps that left come back as facts.
"""

from collections.abc import Iterable, Mapping

from quitus.domain.reminders.almanac import NEVER, Almanac
from quitus.domain.reminders.decision import Decision, Reason, Verdict
from quitus.domain.reminders.due import Opening, Timetable
from quitus.domain.reminders.facts import ClientFacts, InstalmentFacts, Situation
from quitus.domain.reminders.holds import Obstacles, amount_to_ask, barred_from, promise_end
from quitus.domain.reminders.pay_runs import PayRuns
from quitus.domain.reminders.policy import Policy

PAID = (Reason.PAID,)
HOLDS = (Reason.NO_CONTACT, Reason.BANK_DATA_STALE, Reason.PAY_RUN_NEAR)  # among what is against the moment


def decide(
    policy: Policy, instalment: InstalmentFacts, client: ClientFacts, situation: Situation
) -> Decision:
    """What happens to one instalment on `situation.on`."""
    return plan(policy, [instalment], {instalment.client_id: client}, situation)[0]


def plan(
    policy: Policy,
    instalments: Iterable[InstalmentFacts],
    clients: Mapping[int, ClientFacts],
    situation: Situation,
) -> list[Decision]:
    """The decision for each instalment, in the order given; `clients` by id holds the debtor of each."""
    almanac = Almanac(situation.calendar)
    planner = Planner(Timetable(policy, almanac), PayRuns(almanac), situation)
    return [planner.decide(instalment, clients[instalment.client_id]) for instalment in instalments]


class Planner:
    """One policy on one day, for many instalments."""

    __slots__ = ("_next_rest", "_next_working", "_obstacles", "_on", "_timetable")

    def __init__(self, timetable: Timetable, pay_runs: PayRuns, situation: Situation) -> None:
        self._timetable = timetable
        self._obstacles = Obstacles(timetable, pay_runs, situation)
        self._on = situation.on.toordinal()
        self._next_working = timetable.almanac.next_working(self._on)
        self._next_rest = timetable.almanac.next_rest(self._on)

    def decide(self, instalment: InstalmentFacts, client: ClientFacts) -> Decision:
        """What happens to one instalment of that client."""
        if instalment.remaining_minor <= 0:
            return self._answer(instalment, Verdict.DONE, PAID)
        standing = self._obstacles.against_the_debt(instalment, client)
        if standing:
            reasons = tuple(obstacle.reason for obstacle in standing)
            verdict = Verdict.WAIT if reasons == (Reason.ALREADY_WAITING,) else Verdict.HOLD
            change = min(obstacle.last for obstacle in standing) + 1
            return self._answer(instalment, verdict, reasons, until=standing[0].last, change=change)
        opening = self._timetable.next_opening(instalment, self._on)
        if opening is None:
            return self._answer(instalment, Verdict.DONE, (Reason.ALL_STEPS_SENT,))
        if self._on < opening.opens:
            reason = _why_not_open(instalment, opening)
            return self._answer(
                instalment,
                Verdict.WAIT,
                (reason,),
                opening,
                until=opening.opens - 1,
                change=opening.opens,
            )
        return self._open(instalment, client, opening)

    def _open(self, instalment: InstalmentFacts, client: ClientFacts, opening: Opening) -> Decision:
        """The step may leave from now on: it does, unless this very day is against it."""
        on = self._on
        standing = []
        change = opening.closes + 1
        for obstacle in self._obstacles.against_the_moment(instalment, client, opening):
            if obstacle.first > on:
                change = min(change, obstacle.first)
            else:
                change = min(change, obstacle.last + 1)
                standing.append(obstacle)
        if standing:
            reasons = tuple(obstacle.reason for obstacle in standing)
            verdict = Verdict.HOLD if any(reason in HOLDS for reason in reasons) else Verdict.WAIT
            return self._answer(instalment, verdict, reasons, opening, until=standing[0].last, change=change)
        if on != self._next_working:
            return self._answer(
                instalment,
                Verdict.WAIT,
                (Reason.NOT_WORKING_DAY,),
                opening,
                until=self._next_working - 1,
                change=min(change, self._next_working),
            )
        return self._send(instalment, opening, min(change, self._next_rest))

    def _send(self, instalment: InstalmentFacts, opening: Opening, change: int) -> Decision:
        asked = instalment.remaining_minor
        if instalment.promised_minor or instalment.disputed_minor:
            almanac = self._timetable.almanac
            asked = amount_to_ask(instalment, self._on, almanac)
            end = promise_end(instalment, almanac)
            if self._on <= end:  # the promised part is asked for as soon as the promise lapses
                change = min(change, end + 1)
        return self._answer(instalment, Verdict.SEND, (), opening, change=change, asked=asked)

    def _answer(
        self,
        instalment: InstalmentFacts,
        verdict: Verdict,
        reasons: tuple[Reason, ...],
        opening: Opening | None = None,
        *,
        until: int = NEVER,
        change: int = NEVER,
        asked: int = 0,
    ) -> Decision:
        almanac = self._timetable.almanac
        if (
            instalment.sue_by is not None and reasons != PAID
        ):  # whatever stands, the end of the period changes it
            barred = barred_from(instalment)
            change = barred if self._on < barred < change else change
        return Decision(
            instalment.instalment_id,
            instalment.client_id,
            verdict,
            None if opening is None else opening.step,
            reasons,
            almanac.date_of(until),
            almanac.date_of(change),
            asked,
        )


def _why_not_open(instalment: InstalmentFacts, opening: Opening) -> Reason:
    if opening.after_gap:
        return Reason.MINIMUM_GAP
    return Reason.BEFORE_FIRST_STEP if instalment.last_step is None else Reason.BEFORE_NEXT_STEP
