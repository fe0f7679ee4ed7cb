"""Take the next message: everything is looked at again, and its words are frozen, before it counts as ours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import few_rows, run
from quitus.apps.outbox.mail import complete_mail
from quitus.apps.outbox.models import MailAccount, Message, MessageState
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


@dataclass(frozen=True, slots=True)
class Queued:
    """The message whose turn it is, and its contact as it stands now."""

    id: int
    client_id: int
    contact_id: int
    purpose: str
    planned_address: str
    personal_word: str
    approved_by: str
    attempts: int
    deferrals: int
    name: str
    recipient: Recipient


_NEXT = """
SELECT m.id, m.client_id, m.contact_id, m.purpose, m.to_address, m.personal_word, m.approved_by, m.attempts,
    m.deferrals, c.name, c.client_id, c.email, c.archived_on IS NOT NULL, c.bounced_on IS NOT NULL
FROM outbox_message m JOIN clients_contact c ON c.id = m.contact_id
WHERE m.state = 'queued' AND m.not_before <= %(now)s
ORDER BY m.not_before, m.id LIMIT 1
FOR NO KEY UPDATE OF m SKIP LOCKED
"""


def next_queued(now: datetime) -> Queued | None:
    """The message whose turn it is, locked; one that another sender holds is passed over."""
    found = few_rows(_NEXT, {"now": now})
    if not found:
        return None
    (row,) = found
    contact = Recipient(row[10], row[11], archived=row[12], bounced=row[13])
    return Queued(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], contact)


def claim(message: Queued, account: MailAccount, now: datetime, events: list[Event]) -> Claim | Skipped:
    """Ask for the last word and act on it; adds to `events` what the timeline must tell."""
    against = objection(message.recipient, message.client_id, [])
    if against:
        return _withdraw(message, against, now, events)
    address = message.recipient.address
    if needs_new_approval(message.planned_address, address, message.approved_by):
        return _ask_again(message, address)
    leaving = Leaving(message.id, message.client_id, message.name, message.personal_word)
    word = purpose_named(message.purpose).prepare(leaving, now)
    if isinstance(word, Withdraw):
        return _withdraw(message, word.reason, now, events)
    if isinstance(word, Postpone):
        return _postpone(message, word.until)
    against = objection(message.recipient, message.client_id, word.about)
    if against:
        return _withdraw(message, against, now, events)
    return _hand_out(message, complete_mail(account, leaving, address, word), word)


_HAND_OUT = """
WITH content AS (
    INSERT INTO outbox_messagecontent (organisation_id, message_id, attempt, rfc_message_id, to_address, subject,
        text, html, attachments, rendered_at)
    SELECT organisation_id, id, attempts + 1, %(rfc_message_id)s, %(to)s, %(subject)s, %(text)s, %(html)s,
        %(files)s::bigint[], %(now)s
    FROM outbox_message WHERE id = %(id)s
)
UPDATE outbox_message
SET state = 'handing_over', attempts = attempts + 1, lease_until = %(lease)s, reason = '', detail = ''
WHERE id = %(id)s AND state = 'queued'
"""


def _hand_out(message: Queued, mail: OutgoingMail, words: Prepared) -> Claim:
    """Freeze the words and start the lease."""
    now = real_now()
    values = {
        "id": message.id,
        "rfc_message_id": mail.message_id,
        "to": mail.to_address,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "files": array_literal(enclosure.file_id for enclosure in words.enclosures),
        "now": now,
        "lease": now + LEASE,
    }
    run(_HAND_OUT, values)
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
    return Claim(attempt, mail)


def _withdraw(message: Queued, reason: str, now: datetime, events: list[Event]) -> Skipped:
    Message.objects.filter(id=message.id).update(
        state=MessageState.WITHDRAWN, reason=reason, settled_at=real_now(), settled_on=now.date()
    )
    moved = Moved(message.id, MessageState.WITHDRAWN, now.date(), reason)
    facts = purpose_named(message.purpose).moved(moved)
    told = {"message": message.id, "reason": reason, **facts}
    events.append(Event("message_withdrawn", now.date(), client_id=message.client_id, facts=told))
    return Skipped(MessageState.WITHDRAWN)


def _postpone(message: Queued, until: datetime) -> Skipped:
    Message.objects.filter(id=message.id).update(not_before=until)
    return Skipped(MessageState.QUEUED)


def _ask_again(message: Queued, address: str) -> Skipped:
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
