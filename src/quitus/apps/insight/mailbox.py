"""The built-in mailbox of a demonstration: the messages as their recipients would read them."""

from dataclasses import dataclass
from datetime import date, datetime

from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.documents import safe_name
from quitus.apps.invoicing.models import Invoice
from quitus.apps.outbox.models import MailAccount, Message, MessageContent, MessageState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that arrived, without its words."""

    id: int
    client_id: int
    client_name: str
    to_address: str
    subject: str
    arrived_on: date | None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with a message."""

    id: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One message with its words, as the recipient reads it."""

    id: int
    client_id: int
    client_name: str
    from_name: str
    from_address: str
    to_address: str
    subject: str
    text: str
    html: str
    rendered_at: datetime
    enclosed: tuple[Enclosed, ...]


def keeps_messages_here() -> bool:
    """Whether the open firm's messages stay in the built-in mailbox."""
    return MailAccount.objects.filter(kind=MailAccount.Kind.MAILBOX).exists()


def arrived(*, before: int | None = None, limit: int = PAGE) -> list[Arrived]:
    """The newest messages first; `before` is the id to page on from. One query."""
    found = MessageContent.objects.filter(message__state=MessageState.ACCEPTED)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = found.order_by("-id").values_list(
        "id", "message__client_id", "message__client__name", "to_address", "subject", "message__settled_on"
    )
    return [Arrived(*row) for row in rows[:limit]]


def letter(content_id: int) -> Letter:
    """One message; raises MessageContent.DoesNotExist for one that did not arrive, or is another firm's."""
    row = MessageContent.objects.select_related("message__client").get(
        id=content_id, message__state=MessageState.ACCEPTED
    )
    account = MailAccount.objects.get()
    files = StoredFile.objects.defer("content").in_bulk(list(row.attachments))
    numbers = dict(Invoice.objects.filter(document__in=list(files)).values_list("document_id", "number"))
    message: Message = row.message
    return Letter(
        id=row.id,
        client_id=message.client_id,
        client_name=message.client.name,
        from_name=account.from_name,
        from_address=account.from_address,
        to_address=row.to_address,
        subject=row.subject,
        text=row.text,
        html=row.html,
        rendered_at=row.rendered_at,
        enclosed=tuple(
            Enclosed(
                file_id, safe_name(numbers.get(file_id, "")), files[file_id].media_type, files[file_id].size
            )
            for file_id in row.attachments
        ),
    )


def enclosed_file(content_id: int, file_id: int) -> tuple[Enclosed, bytes]:
    """A file of a message, and its bytes; raises StoredFile.DoesNotExist for one that did not come with it."""
    for file in letter(content_id).enclosed:
        if file.id == file_id:
            return file, bytes(StoredFile.objects.get(id=file_id).content)
    raise StoredFile.DoesNotExist
