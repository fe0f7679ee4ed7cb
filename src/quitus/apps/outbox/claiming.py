"""Take the next message: everything is looked at again, and its words are frozen, before it counts as ours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quitus.apps.outbox.mail import complete_mail
from quitus.apps.outbox.models import MailAccount, Message, MessageContent, MessageState
from quitus.apps.outbox.purposes import Leaving, Moved, Postpone, Prepared, Withdraw, purpose_named
from quitus.apps.outbox.settling import GAVE_UP, Attempt
from quitus.apps.timeline.actions import Event
from quitus.domain.outbox.recipient import Recipient, needs_new_approval, objection
from quitus.domain.outbox.retry import next_attempt
from quitus.ports.clock import real_now
from quitus.ports.messages import OutgoingMail

# How long a message may stay "handing over" before somebody is told. Longer than the slowest server.
LEASE = timedelta(minutes=20)
ADDRESS_CHANGED = "address_changed"
FAULT = "not_prepared"


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is ours to hand over, once."""

    attempt: Attempt
    mail: OutgoingMail


@dataclass(frozen=True, slots=True)
class Skipped:
    """A message that was looked at and does not leave now: where it went instead."""

    to: MessageState
    failed: bool = False


def next_waiting(now: datetime) -> Message | None:
    """The message whose turn it is, locked; one that another sender holds is passed over."""
    return (
        Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
        .order_by("not_before", "id")
        .select_related("contact")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .first()
    )


def claim(message: Message, account: MailAccount, now: datetime, events: list[Event]) -> Claim | Skipped:
    """Ask for the last word and act on it; adds to `events` what the timeline must tell."""
    contact = message.contact
    leaving = Leaving(message.id, message.client_id, contact.name, message.personal_word)
    recipient = Recipient(
        contact.client_id, contact.email, contact.archived_on is not None, contact.bounced_on is not None
    )
    against = objection(recipient, message.client_id, [])
    if against:
        return _withdraw(message, against, now, events)
    if needs_new_approval(message.to_address, contact.email, message.approved_by):
        return _ask_again(message, contact.email)
    word = purpose_named(message.purpose).prepare(leaving, now)
    if isinstance(word, Withdraw):
        return _withdraw(message, word.reason, now, events)
    if isinstance(word, Postpone):
        return _postpone(message, word.until)
    against = objection(recipient, message.client_id, word.about)
    if against:
        return _withdraw(message, against, now, events)
    return _hand_out(message, complete_mail(account, leaving, contact.email, word), word)


def _hand_out(message: Message, mail: OutgoingMail, words: Prepared) -> Claim:
    """Freeze the words and start the lease."""
    now = real_now()
    attempt = Attempt(
        message_id=message.id,
        number=message.attempts + 1,
        deferrals=message.deferrals,
        purpose=message.purpose,
        client_id=message.client_id,
        contact_id=message.contact_id,
        to_address=mail.to_address,
        lease_until=now + LEASE,
    )
    MessageContent.objects.create(
        message_id=message.id,
        attempt=attempt.number,
        rfc_message_id=mail.message_id,
        to_address=mail.to_address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=[enclosure.file_id for enclosure in words.enclosures],
        rendered_at=now,
    )
    Message.objects.filter(id=message.id).update(
        state=MessageState.HANDING_OVER,
        attempts=attempt.number,
        lease_until=attempt.lease_until,
        reason="",
        detail="",
    )
    return Claim(attempt, mail)


def _withdraw(message: Message, reason: str, now: datetime, events: list[Event]) -> Skipped:
    Message.objects.filter(id=message.id).update(
        state=MessageState.WITHDRAWN, reason=reason, settled_at=real_now(), settled_on=now.date()
    )
    moved = Moved(message.id, MessageState.WITHDRAWN, now.date(), reason)
    facts = purpose_named(message.purpose).moved(moved)
    told = {"message": message.id, "reason": reason, **facts}
    events.append(Event("message_withdrawn", now.date(), client_id=message.client_id, facts=told))
    return Skipped(MessageState.WITHDRAWN)


def _postpone(message: Message, until: datetime) -> Skipped:
    Message.objects.filter(id=message.id).update(not_before=until)
    return Skipped(MessageState.QUEUED)


def _ask_again(message: Message, address: str) -> Skipped:
    """A person approved it for another address: they look again."""
    Message.objects.filter(id=message.id).update(
        state=MessageState.WAITING_APPROVAL, to_address=address, approved_by="", reason=ADDRESS_CHANGED
    )
    return Skipped(MessageState.WAITING_APPROVAL)


def set_aside(message_id: int, fault: Exception, now: datetime) -> None:
    """Its words could not be made, by a fault of the program: tried again later, then shown to a person."""
    message = Message.objects.select_for_update(no_key=True).get(id=message_id)
    if message.state != MessageState.QUEUED:
        return
    message.deferrals += 1
    again = next_attempt(message.deferrals, now)
    message.detail = f"{type(fault).__name__}: {fault}"[:500]
    if again is None:
        message.state, message.reason = MessageState.REFUSED, GAVE_UP
        message.settled_at, message.settled_on = real_now(), now.date()
        purpose_named(message.purpose).moved(Moved(message.id, MessageState.REFUSED, now.date(), GAVE_UP))
    else:
        message.reason, message.not_before = FAULT, again
    message.save()
