"""A word to the firm's own people, at once and outside of the queue: what concerns its safety does not wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.accounts import mail_account
from quitus.apps.outbox.mail import server_of
from quitus.apps.outbox.models import MailAccount
from quitus.domain.outbox.address import ascii_address
from quitus.ports.clock import real_now
from quitus.ports.messages import Handed, OutgoingMail
from quitus.ports.registry import adapters


@dataclass(frozen=True, slots=True)
class Letter:
    """What one member reads, in their language."""

    to_address: str
    subject: str
    text: str
    html: str


def has_server(organisation_id: int) -> bool:
    """Whether what a firm writes leaves this machine."""
    with tenant(organisation_id):
        return MailAccount.objects.filter(kind=MailAccount.Kind.SMTP).exists()


def write_to_members(organisation_id: int, letters: Iterable[Letter]) -> list[str]:
    """Hand the letters over through the firm's mailbox; the addresses that it did not take.

    Call it outside `tenant` and after the commit: a slow server would hold everybody up.
    """
    waiting = list(letters)
    with tenant(organisation_id):
        account = mail_account()
        server = server_of(account) if account else None
    if account is None or server is None:
        return [letter.to_address for letter in waiting]
    domain = ascii_address(account.from_address).rpartition("@")[2]
    sender = adapters().senders[account.kind]()
    missed: list[str] = []
    try:
        for place, letter in enumerate(waiting):
            token = adapters().sealer.token(f"member:{letter.to_address}:{real_now().isoformat()}")
            mail = OutgoingMail(
                message_id=f"<{token}@{domain}>",
                from_name=account.from_name,
                from_address=account.from_address,
                reply_to=account.reply_to,
                to_name="",
                to_address=letter.to_address,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
            )
            outcome = sender.hand_over(server, mail)
            if outcome.whole_server:
                return missed + [letter.to_address for letter in waiting[place:]]
            if outcome.handed is not Handed.ACCEPTED:
                missed.append(letter.to_address)
    finally:
        sender.close()
    return missed
