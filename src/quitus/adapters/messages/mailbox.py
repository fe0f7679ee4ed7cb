"""The built-in mailbox: messages stay here and are shown on a page. For demonstrations and rehearsals."""

from quitus.adapters.messages.mime import (
    UNSAFE,
    UnsafeHeaderError,
    checked_sender,
    header_values,
    unreadable_sender,
)
from quitus.ports.messages import Handed, MailServer, Outcome, OutgoingMail


class MailboxSender:
    """Takes everything at once. The words are in the outbox already, so that nothing is kept twice."""

    def hand_over(self, server: MailServer, mail: OutgoingMail) -> Outcome:
        try:
            checked_sender(mail)
        except (UnsafeHeaderError, UnicodeError):
            return unreadable_sender(mail)
        if any(UNSAFE.search(value) for value in header_values(mail)):
            return Outcome(Handed.REFUSED, "header_unsafe")
        return Outcome(Handed.ACCEPTED)

    def close(self) -> None:
        """There is nothing to let go of."""
