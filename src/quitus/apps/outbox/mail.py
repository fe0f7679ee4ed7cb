"""From prepared words to a complete mail: names, addresses, Message-ID, enclosed files."""

from dataclasses import dataclass

from quitus.apps.files.models import StoredFile
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.outbox.models import MailAccount
from quitus.apps.outbox.purposes import Enclosure, Leaving, Prepared
from quitus.domain.outbox.address import ascii_address
from quitus.ports.clock import real_now
from quitus.ports.messages import Attachment, MailServer, OutgoingMail
from quitus.ports.registry import adapters

# Beyond it many servers refuse the whole message; the words then point at the page of the debtor instead.
LARGEST_ENCLOSED_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody of the firm reads, in their language."""

    to_address: str
    subject: str
    text: str
    html: str


def rfc_message_id(message_id: int, from_address: str) -> str:
    """Always the same for one message, so that a receiving server can tell a repetition; not guessable."""
    token = adapters().sealer.token(f"message:{current_organisation_id()}:{message_id}")
    return f"<{token}@{ascii_address(from_address).rpartition('@')[2]}>"


def server_of(account: MailAccount) -> MailServer:
    """The account's server with its password; refuses `secret_unreadable` when the key is gone."""
    sealed = bytes(account.password_sealed)
    return MailServer(
        host=account.host,
        port=account.port,
        security=account.security,
        user_name=account.user_name,
        password=adapters().sealer.unseal(sealed) if sealed else "",
    )


def single_mail(account: MailAccount, about: str, letter: Letter) -> OutgoingMail:
    """A mail outside of the queue, to somebody of the firm. `about` tells it from others of its kind."""
    # Each is a message of its own: the same Message-ID twice would be dropped by the receiving server.
    token = adapters().sealer.token(f"{about}:{letter.to_address}:{real_now().isoformat()}")
    return OutgoingMail(
        message_id=f"<{token}@{ascii_address(account.from_address).rpartition('@')[2]}>",
        from_name=account.from_name,
        from_address=account.from_address,
        reply_to=account.reply_to,
        to_name="",
        to_address=letter.to_address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
    )


def complete_mail(account: MailAccount, leaving: Leaving, to_address: str, words: Prepared) -> OutgoingMail:
    """Everything a server needs, enclosed files included."""
    return OutgoingMail(
        message_id=rfc_message_id(leaving.id, account.from_address),
        from_name=account.from_name,
        from_address=account.from_address,
        reply_to=account.reply_to,
        to_name=leaving.to_name,
        to_address=to_address,
        subject=words.subject,
        text=words.text,
        html=words.html,
        attachments=_attachments(words.enclosures),
    )


def _attachments(enclosures: tuple[Enclosure, ...]) -> tuple[Attachment, ...]:
    if not enclosures:
        return ()
    files = StoredFile.objects.in_bulk([enclosure.file_id for enclosure in enclosures])
    return tuple(
        Attachment(
            name=enclosure.name,
            media_type=files[enclosure.file_id].media_type,
            content=bytes(files[enclosure.file_id].content),
        )
        for enclosure in enclosures
    )
