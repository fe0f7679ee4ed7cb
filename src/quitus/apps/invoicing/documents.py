"""The PDF of an invoice, never without asking whose it is."""

import re
from dataclasses import dataclass

from quitus.apps.files.models import StoredFile
from quitus.apps.invoicing.models import Invoice

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file under a name that any system takes."""

    name: str
    media_type: str
    content: bytes


def invoice_document(invoice_id: int, *, client_id: int | None = None) -> NamedFile | None:
    """The PDF of an invoice (of this client, when one is given); None where there is none."""
    found = Invoice.objects.filter(id=invoice_id, document__isnull=False)
    if client_id is not None:
        found = found.filter(client_id=client_id)
    invoice = found.first()
    if invoice is None or invoice.document_id is None:
        return None
    file = StoredFile.objects.get(id=invoice.document_id)
    return NamedFile(safe_name(invoice.number), file.media_type, bytes(file.content))


def safe_name(number: str) -> str:
    """The name of an invoice's PDF, made of its number and safe on any system and in any header."""
    return f"{UNSAFE.sub('-', number).strip('-.') or 'facture'}.pdf"
