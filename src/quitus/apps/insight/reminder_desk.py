"""What in the reminders waits for a person: messages to approve, messages to look at, tasks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from quitus.apps.organisations.queries import books_currency
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.domain.money import Money
from quitus.domain.reminders.policy import Channel

SHOWN = 50


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message of the outbox: to whom, with which step, about how much. `reason`: why it is looked at (a code)."""

    id: int
    client_id: int
    client_name: str
    to_name: str
    to_address: str
    state: str
    step: str
    numbers: Sequence[str]
    amount: Money
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A step that a person carries out."""

    id: int
    client_id: int
    client_name: str
    invoice_id: int
    number: str
    step: str
    amount: Money
    due_on: date
    planned_on: date


@dataclass(frozen=True, slots=True)
class Desk:
    """The oldest of each, and how many there are in all. `approvals_total`: what those shown remind of."""

    approvals: Sequence[MessageLine]
    approvals_total: Money
    approvals_in_all: int
    troubled: Sequence[MessageLine]
    troubled_in_all: int
    tasks: Sequence[TaskLine]
    tasks_in_all: int


def desk() -> Desk:
    """All that waits for a person; a fixed number of queries, whatever waits."""
    to_approve = Message.objects.filter(state=MessageState.WAITING_APPROVAL)
    troubled = Message.objects.filter(state__in=[MessageState.UNSURE, MessageState.REFUSED])
    to_do = Reminder.objects.filter(
        state=ReminderState.PLANNED, channel=Channel.TASK, instalment__remaining_minor__gt=0
    )
    approvals = message_lines(to_approve.order_by("planned_on", "id")[:SHOWN])
    return Desk(
        approvals,
        Money(sum(line.amount.minor for line in approvals), books_currency()),
        to_approve.count(),
        message_lines(troubled.order_by("planned_on", "id")[:SHOWN]),
        troubled.count(),
        [
            _task(row)
            for row in to_do.select_related("client", "instalment__invoice").order_by("planned_on", "id")[
                :SHOWN
            ]
        ],
        to_do.count(),
    )


def _task(row: Reminder) -> TaskLine:
    instalment = row.instalment
    return TaskLine(
        id=row.id,
        client_id=row.client_id,
        client_name=row.client.name,
        invoice_id=instalment.invoice_id,
        number=instalment.invoice.number,
        step=row.step,
        amount=Money(instalment.remaining_minor, instalment.currency),
        due_on=instalment.due_on,
        planned_on=row.planned_on,
    )


def message_lines(messages: QuerySet[Message]) -> list[MessageLine]:
    """Messages with what they are about; two queries for any number."""
    rows = list(messages.select_related("client", "contact"))
    contents = _contents([message.id for message in rows])
    currency = books_currency() if rows else ""
    return [
        MessageLine(
            id=message.id,
            client_id=message.client_id,
            client_name=message.client.name,
            to_name=message.contact.name,
            to_address=message.to_address,
            state=message.state,
            step=content.step,
            numbers=content.numbers,
            amount=Money(content.minor, currency),
            reason=message.reason,
            detail=message.detail,
        )
        for message in rows
        for content in [contents.get(message.id, _NOTHING)]
    ]


@dataclass(frozen=True, slots=True)
class _About:
    """What a message reminds of."""

    step: str
    numbers: Sequence[str]
    minor: int


_NOTHING = _About("", (), 0)


def _contents(message_ids: Sequence[int]) -> Mapping[int, _About]:
    found: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    rows = Reminder.objects.filter(message_id__in=message_ids).order_by("level", "instalment__due_on", "id")
    for message_id, step, number, minor in rows.values_list(
        "message_id", "step", "instalment__invoice__number", "instalment__remaining_minor"
    ):
        if message_id is not None:
            found[message_id].append((step, number, minor))
    return {
        message_id: _About(about[-1][0], [one[1] for one in about], sum(one[2] for one in about))
        for message_id, about in found.items()
    }
