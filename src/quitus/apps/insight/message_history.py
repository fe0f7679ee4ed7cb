"""What became of the messages: left, refused, withdrawn, not known; the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from quitus.apps.insight.reminder_desk import MessageLine, message_lines
from quitus.apps.outbox.models import Message, MessageState

PER_PAGE = 50
ENDED: Mapping[str, MessageState] = {
    "sent": MessageState.ACCEPTED,
    "refused": MessageState.REFUSED,
    "withdrawn": MessageState.WITHDRAWN,
    "unsure": MessageState.UNSURE,
}


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A message and the day of its end."""

    on: date | None
    line: MessageLine


@dataclass(frozen=True, slots=True)
class MessageHistory:
    """A page of messages that ended."""

    lines: Sequence[EndedLine]
    page: Page[Message]


def message_history(only: str = "", number: int = 1) -> MessageHistory:
    """The page `number`; `only` is a key of ENDED, anything else means all."""
    states = [ENDED[only]] if only in ENDED else list(ENDED.values())
    ended = Message.objects.filter(state__in=states).order_by("-settled_on", "-id")
    page = Paginator(ended, PER_PAGE).get_page(number)
    days = [message.settled_on for message in page]
    ids = [message.id for message in page]
    lines = message_lines(Message.objects.filter(id__in=ids).order_by("-settled_on", "-id"))
    return MessageHistory([EndedLine(on, line) for on, line in zip(days, lines, strict=True)], page)
