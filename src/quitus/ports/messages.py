"""What we ask of a mail server: to take one message, and to say truthfully what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One message, complete. `message_id` is deterministic: the same message always bears the same one."""

    message_id: str
    from_name: str
    from_address: str
    reply_to: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where to hand messages over; `password` is clear text here and nowhere else."""

    host: str
    port: int
    security: str  # none, starttls, tls
    user_name: str
    password: str


class Handed(StrEnum):
    """What became of a message. Only UNSURE may have arrived although we were not told."""

    ACCEPTED = "accepted"  # the server took responsibility for it
    REFUSED = "refused"  # final: this recipient or message will never pass
    TRY_LATER = "try_later"  # surely not taken, and trying again is right
    UNSURE = "unsure"  # the connection broke after the words were out: a person looks, nobody repeats


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer. `code` is a stable word ("recipient_refused"), `detail` the server's own words on one line.

    `whole_server`: no other message would fare better now (nobody answers, the password is wrong).
    """

    handed: Handed
    code: str = ""
    detail: str = ""
    whole_server: bool = False

    def __post_init__(self) -> None:
        # Servers pass on what others said; no database takes a NUL, no screen an escape sequence.
        if not self.detail.isprintable():
            words = "".join(letter if letter.isprintable() else " " for letter in self.detail)
            object.__setattr__(self, "detail", words)


class MessageSender(Protocol):
    """Hands messages over one by one; may keep a connection open between two of them."""

    def hand_over(self, server: MailServer, mail: OutgoingMail) -> Outcome:
        """Never raises for what a server or a network can do: every such thing is an Outcome."""
        ...

    def close(self) -> None:
        """Let go of connections; safe to call twice."""
        ...
