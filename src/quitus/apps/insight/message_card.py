"""One message: its very words, as they left or as they would leave now, and what stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from quitus.apps.insight.reminder_desk import MessageLine, message_lines
from quitus.apps.invoicing.models import Invoice
from quitus.apps.outbox.models import MailAccount, Message, MessageContent, MessageState
from quitus.apps.outbox.purposes import Leaving
from quitus.apps.reminders.facts import calendar_of
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.apps.reminders.policies import rules_of_version
from quitus.apps.reminders.purpose import PURPOSE, compose, words
from quitus.domain.days import Calendar
from quitus.domain.money import Money
from quitus.domain.outbox.hours import next_sending_moment
from quitus.domain.reminders.policy import Step

_BEFORE = frozenset({MessageState.WAITING_APPROVAL, MessageState.QUEUED})
_OVER = frozenset({MessageState.ACCEPTED, MessageState.WITHDRAWN})
_LEFT = [ReminderState.SENT, ReminderState.DONE, ReminderState.UNSURE]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of a message. `frozen`: they left like this, or were about to; else they would today."""

    subject: str
    text: str
    html: str
    to_address: str
    enclosed: Sequence[str]
    frozen: bool


@dataclass(frozen=True, slots=True)
class AboutLine:
    """An instalment that the message reminds of. `dropped`: why it is left out (a code), "" when it is not."""

    invoice_id: int
    number: str
    step: str
    due_on: date
    remaining: Money
    dropped: str


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of the policy: `state` is done (with its day), current, or "" for what is to come."""

    key: str
    on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message's page. `sheet` is None when nothing would be said; `leaves_at`: the earliest, while it waits."""

    line: MessageLine
    state: MessageState
    planned_on: date
    sender: str
    personal_word: str
    approved_by: str
    settled_on: date | None
    leaves_at: datetime | None
    sheet: Sheet | None
    about: Sequence[AboutLine]
    steps: Sequence[StepMark]

    @property
    def waits(self) -> bool:
        """Whether it is still here and nobody hands it over."""
        return self.state in _BEFORE


def message_card(message_id: int, now: datetime) -> MessageCard:
    """A message by the organisation's clock; raises Message.DoesNotExist."""
    message = Message.objects.select_related("client", "contact").get(id=message_id)
    (line,) = message_lines(Message.objects.filter(id=message_id))
    opening = next_sending_moment(
        max(now, message.not_before.astimezone(now.tzinfo)), _calendar(message, now)
    )
    state = MessageState(message.state)
    dropped: Mapping[int, str] = {}
    sheet = _frozen(message)
    if state in _BEFORE and message.purpose == PURPOSE:
        sheet, dropped = _as_of_now(message, now)
    reminders = list(_reminders(message_id))
    return MessageCard(
        line=line,
        state=state,
        planned_on=message.planned_on,
        sender=_sender(),
        personal_word=message.personal_word,
        approved_by=message.approved_by,
        settled_on=message.settled_on,
        leaves_at=opening if state in _BEFORE else None,
        sheet=sheet,
        about=[_about(reminder, dropped) for reminder in reminders],
        steps=_steps(reminders, state),
    )


def _as_of_now(message: Message, now: datetime) -> tuple[Sheet | None, Mapping[int, str]]:
    """The words it would leave with today (on a day off: on the next one worked), and what would be left out."""
    today = next_sending_moment(now, _calendar(message, now)).date()
    composition = compose(message.id, message.client_id, today)
    if composition.message is None:
        return None, composition.dropped
    leaving = Leaving(message.id, message.client_id, message.contact.name, message.personal_word)
    said = words(composition, leaving)
    enclosed = [enclosure.name for enclosure in said.enclosures]
    sheet = Sheet(said.subject, said.text, said.html, message.contact.email, enclosed, frozen=False)
    return sheet, composition.dropped


def _frozen(message: Message) -> Sheet | None:
    content = MessageContent.objects.filter(message_id=message.id).order_by("-attempt").first()
    if content is None:
        return None
    invoices = Invoice.objects.filter(client_id=message.client_id, document_id__in=content.attachments)
    enclosed = list(invoices.order_by("issued_on", "id").values_list("number", flat=True))
    return Sheet(content.subject, content.text, content.html, content.to_address, enclosed, frozen=True)


def _calendar(message: Message, now: datetime) -> Calendar:
    return calendar_of(message.client.country, now.date())


def _sender() -> str:
    account = MailAccount.objects.first()
    return f"{account.from_name} <{account.from_address}>" if account else ""


def _reminders(message_id: int) -> QuerySet[Reminder]:
    reminders = Reminder.objects.filter(message_id=message_id).select_related("instalment__invoice")
    return reminders.order_by("instalment__due_on", "id")


def _about(reminder: Reminder, dropped: Mapping[int, str]) -> AboutLine:
    instalment = reminder.instalment
    return AboutLine(
        invoice_id=instalment.invoice_id,
        number=instalment.invoice.number,
        step=reminder.step,
        due_on=instalment.due_on,
        remaining=Money(instalment.remaining_minor, instalment.currency),
        dropped=reminder.dropped_because or dropped.get(reminder.id, ""),
    )


def _steps(reminders: Sequence[Reminder], state: MessageState) -> list[StepMark]:
    """The way of the instalment that gives the message its tone: what left, this one, what may follow."""
    if not reminders:
        return []
    leading = max(reminders, key=lambda reminder: reminder.level)
    left = dict(
        Reminder.objects.filter(instalment_id=leading.instalment_id, state__in=_LEFT)
        .order_by("settled_on", "id")
        .values_list("step", "settled_on")
    )
    return [
        StepMark(step.key, left.get(step.key), _step_state(step, leading, left, state))
        for step in rules_of_version(leading.policy_version_id).steps
        if step.key in left or step.level >= leading.level
    ]


def _step_state(step: Step, leading: Reminder, left: Mapping[str, date | None], state: MessageState) -> str:
    if step.key == leading.step and state not in _OVER:
        return "current"
    return "done" if step.key in left else ""
