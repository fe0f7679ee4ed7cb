"""What will leave, which day? The coming messages, by playing the coming days as if each one left.

The calendar of the next sixty days, `reminders plan --days`, and the what-if of a policy before it is
switched on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from quitus.domain.reminders.almanac import Almanac
from quitus.domain.reminders.decision import Decision, Verdict
from quitus.domain.reminders.due import Timetable
from quitus.domain.reminders.facts import ClientFacts, InstalmentFacts, Situation
from quitus.domain.reminders.group import PlannedMessage, group
from quitus.domain.reminders.pay_runs import PayRuns
from quitus.domain.reminders.plan import Planner
from quitus.domain.reminders.policy import Channel, Policy


def calendar_ahead(
    policy: Policy,
    instalments: Iterable[InstalmentFacts],
    clients: Mapping[int, ClientFacts],
    situation: Situation,
    days: int,
) -> list[PlannedMessage]:
    """The messages of `days` days, `situation.on` the first of them, by day and debtor.

    Supposes that nothing is paid or answered, that promises are not kept, that each message is approved
    and leaves on its day, and that bank data which is fresh today stays fresh (what is stale stays so).
    A task counts as done on its day and is no contact. What waits in the outbox today is not played on:
    give it as sent to see what follows it.
    """
    return _Ahead(policy, instalments, clients, situation).play(days)


class _Ahead:
    """The state that the played days change: each instalment is decided only when its time has come.

    A message delays what the same debtor could receive in the next days, and never hastens it; hence a
    date to look again that was worked out before it is early at worst.
    """

    def __init__(
        self,
        policy: Policy,
        instalments: Iterable[InstalmentFacts],
        clients: Mapping[int, ClientFacts],
        situation: Situation,
    ) -> None:
        self.policy = policy
        self.situation = situation
        almanac = Almanac(situation.calendar)
        self.timetable = Timetable(policy, almanac)
        self.pay_runs = PayRuns(almanac)
        self.instalments = {instalment.instalment_id: instalment for instalment in instalments}
        self.clients = dict(clients)
        self.decisions: dict[int, dict[int, Decision]] = defaultdict(dict)  # by client, then instalment
        self.agenda: dict[date, list[int]] = defaultdict(list)

    def play(self, days: int) -> list[PlannedMessage]:
        self.agenda[self.situation.on] = list(self.instalments)
        messages: list[PlannedMessage] = []
        for count in range(days):
            day = self.situation.on + timedelta(days=count)
            if day in self.agenda:
                messages += self._play_day(self._situation_on(day), self.agenda.pop(day))
        return messages

    def _situation_on(self, day: date) -> Situation:
        """That day, with bank data as old as it is today: who imports it weekly will go on doing so."""
        known = self.situation.bank_data_until
        known = None if known is None else known + (day - self.situation.on)
        return replace(self.situation, on=day, bank_data_until=known)

    def _play_day(self, situation: Situation, ids: list[int]) -> list[PlannedMessage]:
        planner = Planner(self.timetable, self.pay_runs, situation)
        reminded = set()
        for instalment_id in ids:
            decision = self._decide(planner, instalment_id)
            if decision.verdict is Verdict.SEND:
                reminded.add(decision.client_id)
            else:
                self._look_again(decision)
        decisions = [decision for client_id in reminded for decision in self.decisions[client_id].values()]
        messages = group(self.policy, decisions, self.instalments, situation)
        for message in messages:
            self._leave(message)
        for message in messages:
            for line in message.reminders:
                self._look_again(self._decide(planner, line.instalment_id))
        return messages

    def _decide(self, planner: Planner, instalment_id: int) -> Decision:
        instalment = self.instalments[instalment_id]
        decision = planner.decide(instalment, self.clients[instalment.client_id])
        self.decisions[decision.client_id][instalment_id] = decision
        return decision

    def _look_again(self, decision: Decision) -> None:
        if decision.next_check_on is not None:
            self.agenda[decision.next_check_on].append(decision.instalment_id)

    def _leave(self, message: PlannedMessage) -> None:
        for line in message.reminders:
            instalment = self.instalments[line.instalment_id]
            self.instalments[line.instalment_id] = replace(
                instalment, last_step=line.step.key, last_step_on=message.on
            )
        if message.channel is Channel.EMAIL:
            client = self.clients[message.client_id]
            self.clients[message.client_id] = replace(client, last_contact_on=message.on)
