"""Is this the right person? The last look at an address before the words go out.

What a client owes is nobody else's business: a message to the wrong one is worse than none.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipient:
    """A contact as it stands at the moment of sending, and the client it belongs to."""

    client_id: int
    address: str
    archived: bool = False
    bounced: bool = False


def objection(recipient: Recipient, client_id: int, about: Iterable[int]) -> str | None:
    """Why nothing may be sent to `recipient`, as a code; None when it is the right one.

    `client_id` is whom the message is for, `about` the clients whose debts and documents it holds.
    """
    if recipient.client_id != client_id or any(each != client_id for each in about):
        return "wrong_recipient"
    if recipient.archived:
        return "contact_archived"
    if recipient.bounced:
        return "contact_bounced"
    if not recipient.address:
        return "no_address"
    return None


def needs_new_approval(planned: str, current: str, approved_by: str) -> bool:
    """Whether a person must look again: they approved a message to another address than today's.

    Without a person's approval the record is the truth: whoever mends an address means it.
    """
    return bool(approved_by) and planned.casefold() != current.casefold()
