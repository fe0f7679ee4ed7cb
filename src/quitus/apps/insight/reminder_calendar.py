"""The calendar of what goes out: what waits in the outbox, what follows if nobody pays, what is on hold until when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from quitus.apps.clients.models import Client
from quitus.apps.insight.open_decisions import MOST, ahead, decide, look
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.reminders.facts import calendar_of
from quitus.apps.reminders.models import Reminder
from quitus.domain.days import Calendar
from quitus.domain.reminders.decision import Decision, Verdict
from quitus.domain.reminders.facts import UNTIL_FURTHER_NOTICE
from quitus.domain.reminders.group import PlannedMessage
from quitus.domain.reminders.policy import Channel

DAYS = 60
DAYS_OF_MANY = 14  # played ahead where more is open than a page can look at
SHOWN_A_DAY = 5
SLIPS = 300  # messages of the outbox drawn at most


class SlipKind(StrEnum):
    """What a slip stands for; each has its look and its address."""

    APPROVE = "approve"
    QUEUED = "queued"
    COMING = "coming"
    TASK = "task"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Slip:
    """A message, a task or a pause on a day. `step`: the key of its step; a held one has a `reason` instead.

    `id` is that of the message in the outbox, 0 for what is not written yet.
    """

    kind: SlipKind
    client_id: int
    client_name: str
    step: str = ""
    reason: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: its slips, as many as fit, and how many more there are."""

    on: date
    off: bool
    slips: Sequence[Slip]
    more: int

    @property
    def with_month(self) -> bool:
        """Whether its month is written: on Mondays and on the first."""
        return self.on.weekday() == 0 or self.on.day == 1


@dataclass(frozen=True, slots=True)
class ReminderCalendar:
    """Weeks of days, Monday first, up to the last one that holds something.

    `messages`: how many will leave; `held`: instalments on hold today, `held_open` of them until somebody acts.
    `whole`: everything open was looked at; else the most pressing instalments, over `days` days.
    """

    weeks: Sequence[Sequence[Day]]
    days: int
    whole: bool
    messages: int
    held: int
    held_open: int

    @property
    def first_week(self) -> Sequence[date]:
        """The dates of the first week, Monday first."""
        return [day.on for day in self.weeks[0]]


def reminder_calendar(now: datetime, country: str, shown: date | None = None) -> ReminderCalendar:
    """What goes out from today; the days off are those of `country`; all of the day `shown` is drawn.

    `now` by the organisation's clock, in its zone.
    """
    on = now.date()
    looked = look(on, most=MOST)
    days = DAYS if looked.whole else DAYS_OF_MANY
    last = on + timedelta(days=days - 1)
    coming = ahead(looked.gathered, days)
    held = [one for one in decide(looked.gathered).values() if one.verdict is Verdict.HOLD]
    by_day: dict[date, list[Slip]] = defaultdict(list)
    waiting = _waiting(now, last)
    names = _names({m.client_id for m in coming} | {d.client_id for d in held})
    for day, slip in (*waiting, *_coming(coming, names), *_held(held, names, last)):
        by_day[day].append(slip)
    open_ended = sum(one.until is None or one.until == UNTIL_FURTHER_NOTICE for one in held)
    messages = len(waiting) + sum(message.channel is Channel.EMAIL for message in coming)
    weeks = _weeks(on, by_day, calendar_of(country, on), shown)
    return ReminderCalendar(weeks, days, looked.whole, messages, len(held), open_ended)


def _waiting(now: datetime, last: date) -> list[tuple[date, Slip]]:
    """What lies in the outbox, on the day it may leave; what is overdue for that stands on today."""
    rows = list(
        Message.objects.filter(state__in=[MessageState.WAITING_APPROVAL, MessageState.QUEUED])
        .order_by("not_before", "id")
        .values_list("id", "client_id", "client__name", "state", "not_before")[:SLIPS]
    )
    steps = _steps_of(row[0] for row in rows)
    slips = []
    for message_id, client_id, name, state, not_before in rows:
        kind = SlipKind.APPROVE if state == MessageState.WAITING_APPROVAL else SlipKind.QUEUED
        day = max(not_before.astimezone(now.tzinfo).date(), now.date())
        if day <= last:
            slips.append((day, Slip(kind, client_id, name, steps.get(message_id, ""), id=message_id)))
    return slips


def _steps_of(message_ids: Iterable[int]) -> Mapping[int, str]:
    """The highest step that each message carries."""
    rows = Reminder.objects.filter(message_id__in=list(message_ids)).order_by("level")
    return dict(rows.values_list("message_id", "step"))


def _coming(messages: Iterable[PlannedMessage], names: Mapping[int, str]) -> list[tuple[date, Slip]]:
    return [
        (
            message.on,
            Slip(
                SlipKind.TASK if message.channel is Channel.TASK else SlipKind.COMING,
                message.client_id,
                names[message.client_id],
                message.step.key,
            ),
        )
        for message in messages
    ]


def _held(decisions: Iterable[Decision], names: Mapping[int, str], last: date) -> list[tuple[date, Slip]]:
    """One slip per client on the last day of its pause; what waits for an act has no day."""
    ends = {
        (decision.client_id, decision.until): decision.reasons[0].value
        for decision in decisions
        if decision.until is not None and decision.until <= last
    }
    return [
        (until, Slip(SlipKind.HELD, client_id, names[client_id], reason=reason))
        for (client_id, until), reason in ends.items()
        if until is not None
    ]


def _names(client_ids: Iterable[int]) -> Mapping[int, str]:
    return dict(Client.objects.filter(id__in=list(client_ids)).values_list("id", "name"))


def _weeks(
    on: date, by_day: Mapping[date, Sequence[Slip]], calendar: Calendar, shown: date | None
) -> list[list[Day]]:
    monday = on - timedelta(days=on.weekday())
    last = max(by_day, default=on)
    weeks = (last - monday).days // 7 + 1
    return [
        [_day(monday + timedelta(days=7 * week + weekday), by_day, calendar, shown) for weekday in range(7)]
        for week in range(weeks)
    ]


def _day(day: date, by_day: Mapping[date, Sequence[Slip]], calendar: Calendar, shown: date | None) -> Day:
    slips = by_day.get(day, ())
    # One more than fits takes no more room than saying so.
    fits = len(slips) if day == shown or len(slips) == SHOWN_A_DAY + 1 else SHOWN_A_DAY
    return Day(day, not calendar.is_working(day), slips[:fits], max(len(slips) - fits, 0))
