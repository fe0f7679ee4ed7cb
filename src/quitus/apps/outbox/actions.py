"""Put messages into the outbox, and what a person decides about one that is there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.statistics import count_anew_after_commit
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.outbox.purposes import Moved, lock_for, purpose_named
from quitus.apps.outbox.states import check_move
from quitus.apps.timeline.actions import PROGRAM, Event, record, record_all
from quitus.domain.outbox.hours import OPENS
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_planned_day
from quitus.ports.clock import real_now

LEASE_EXPIRED = "lease_expired"
NOTHING_LEFT = "nothing_left"
WITHDRAWN_BY_PERSON = "withdrawn_by_person"
LONGEST_WORD = 2_000


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to queue. The same `slot` twice is one message; `approved`: nobody has to look at it first."""

    client_id: int
    contact_id: int
    to_address: str
    slot: str
    not_before: datetime
    approved: bool


def queue_all(purpose: str, messages: Sequence[NewMessage], planned_on: date) -> dict[str, int]:
    """Queue messages in one statement; ids by slot. A slot that is taken is missing from the answer."""
    if not messages:
        return {}
    states = [MessageState.QUEUED if m.approved else MessageState.WAITING_APPROVAL for m in messages]
    with connection.cursor() as cursor:
        cursor.execute(
            _QUEUE,
            {
                "organisation": current_organisation_id(),
                "purpose": purpose,
                "planned_on": planned_on,
                "clients": array_literal([m.client_id for m in messages]),
                "contacts": array_literal([m.contact_id for m in messages]),
                "addresses": array_literal([m.to_address for m in messages]),
                "slots": array_literal([m.slot for m in messages]),
                "states": array_literal([state.value for state in states]),
                "not_before": array_literal([m.not_before for m in messages]),
            },
        )
        ids = {slot: message_id for message_id, slot in cursor.fetchall()}
    count_anew_after_commit(len(ids), Message)
    return ids


_QUEUE = """
INSERT INTO outbox_message (organisation_id, client_id, contact_id, to_address, purpose, slot, channel, state,
    planned_on, not_before, personal_word, approved_by, attempts, deferrals, reason, detail)
SELECT %(organisation)s, u.client, u.contact, u.address, %(purpose)s, u.slot, 'email', u.state,
    %(planned_on)s, u.not_before, '', '', 0, 0, '', ''
FROM unnest(%(clients)s::bigint[], %(contacts)s::bigint[], %(addresses)s::text[], %(slots)s::text[],
    %(states)s::text[], %(not_before)s::timestamptz[]) AS u(client, contact, address, slot, state, not_before)
ON CONFLICT DO NOTHING
RETURNING id, slot
"""


def approve(message_id: int, *, now: datetime, by: str) -> None:
    """Let it leave. Refused `message_cannot_move` unless it waits for that."""
    message = _locked(message_id)
    _check(message, MessageState.WAITING_APPROVAL, MessageState.QUEUED)
    message.state, message.approved_by, message.reason = MessageState.QUEUED, by, ""
    message.not_before = max(message.not_before, now)
    message.save(update_fields=["state", "approved_by", "reason", "not_before"])
    _tell("message_approved", message, now.date(), by)


def postpone(message_id: int, until: date, *, now: datetime, by: str) -> None:
    """Not before that day. Refused `postponed_to_the_past`, or `message_cannot_move` once it left."""
    check_planned_day(until, now.date())
    if until <= now.date():
        raise Refused("postponed_to_the_past", until=until)
    message = _locked(message_id)
    if message.state not in (MessageState.WAITING_APPROVAL, MessageState.QUEUED):
        raise Refused("message_cannot_move", state=message.state, wanted="postponed")
    message.not_before = datetime.combine(until, OPENS, tzinfo=now.tzinfo)
    message.save(update_fields=["not_before"])
    _tell("message_postponed", message, now.date(), by, until=until)


def withdraw(message_id: int, *, now: datetime, by: str, reason: str = WITHDRAWN_BY_PERSON) -> None:
    """This message does not leave, and what it said is not said again by itself."""
    message = _locked(message_id)
    _check(message, message.state, MessageState.WITHDRAWN)
    facts = _move(message, MessageState.WITHDRAWN, now.date(), reason)
    _tell("message_withdrawn", message, now.date(), by, reason=reason, **facts)


def say_arrived(message_id: int, *, now: datetime, by: str) -> None:
    """A person knows that an unsure message arrived: it counts as sent on the day it was handed over."""
    message = _locked(message_id)
    _check(message, MessageState.UNSURE, MessageState.ACCEPTED)
    facts = _move(message, MessageState.ACCEPTED, message.settled_on or now.date(), "")
    _tell("message_said_arrived", message, now.date(), by, **facts)


def send_again(message_id: int, *, now: datetime, by: str) -> None:
    """A person takes an unsure message for lost, or tries a refused one again. It is asked anew before it leaves."""
    message = _locked(message_id)
    if message.state not in (MessageState.UNSURE, MessageState.REFUSED):
        raise Refused("message_cannot_move", state=message.state, wanted=MessageState.QUEUED.value)
    message.deferrals, message.not_before = 0, now
    facts = _move(message, MessageState.QUEUED, now.date(), "")
    _tell("message_sent_again", message, now.date(), by, **facts)


def set_personal_word(message_id: int, word: str, *, now: datetime, by: str) -> None:
    """Add a sentence of one's own, or take it away; only while the message is here."""
    if len(word) > LONGEST_WORD:
        raise Refused("personal_word_too_long", longest=LONGEST_WORD)
    message = _locked(message_id)
    if message.state not in (MessageState.WAITING_APPROVAL, MessageState.QUEUED):
        raise Refused("message_cannot_move", state=message.state, wanted="changed")
    message.personal_word = word.strip()
    message.save(update_fields=["personal_word"])
    _tell("message_personal_word", message, now.date(), by)


def show_unsure(now: datetime) -> int:
    """Show the messages whose sender never told what became of them; how many. Never repeated by itself."""
    lost = Message.objects.filter(state=MessageState.HANDING_OVER, lease_until__lt=real_now())
    messages = list(lost.order_by("id").select_for_update(no_key=True, skip_locked=True))
    lock_for((message.purpose, message.id) for message in messages)
    events = []
    for message in messages:
        facts = _move(message, MessageState.UNSURE, now.date(), LEASE_EXPIRED, by_person=False)
        told = {"message": message.id, "to": message.to_address, "reason": LEASE_EXPIRED, **facts}
        events.append(Event("message_unsure", now.date(), PROGRAM, message.client_id, told))
    record_all(events)
    return len(messages)


def withdraw_empty(message_ids: Iterable[int], *, now: datetime) -> int:
    """Take back messages that have nothing left to say; how many. One that somebody holds is passed over.

    For purposes, which know that it is empty and hold the locks on what it spoke of.
    """
    found = Message.objects.filter(
        id__in=list(message_ids), state__in=[MessageState.WAITING_APPROVAL, MessageState.REFUSED]
    ).order_by("id")
    events = []
    for message in found.select_for_update(no_key=True, skip_locked=True):
        _move(message, MessageState.WITHDRAWN, now.date(), NOTHING_LEFT, by_person=False)
        told = {"message": message.id, "reason": NOTHING_LEFT}
        events.append(Event("message_withdrawn", now.date(), PROGRAM, message.client_id, told))
    record_all(events)
    return len(events)


def _locked(message_id: int) -> Message:
    """The message, then what it speaks of: the order in which the sender locks."""
    message = Message.objects.select_for_update(no_key=True).get(id=message_id)
    lock_for([(message.purpose, message.id)])
    return message


def _check(message: Message, expected: str, to: MessageState) -> None:
    if message.state != expected:
        raise Refused("message_cannot_move", state=message.state, wanted=to.value)
    check_move(message.state, to)


def _move(
    message: Message, to: MessageState, on: date, reason: str, *, by_person: bool = True
) -> Mapping[str, object]:
    check_move(message.state, to)
    message.state, message.reason, message.lease_until = to, reason, None
    waits = to is MessageState.QUEUED
    message.settled_at, message.settled_on = (None, None) if waits else (real_now(), on)
    message.save()
    return purpose_named(message.purpose).moved(Moved(message.id, to, on, reason, by_person=by_person))


def _tell(kind: str, message: Message, on: date, by: str, **facts: object) -> None:
    told = {"message": message.id, "to": message.to_address, **facts}
    record(Event(kind, on, by, message.client_id, told))
