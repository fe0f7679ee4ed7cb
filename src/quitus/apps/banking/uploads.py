"""Several bank files at once, as people drop them onto a page: each is taken in whole, or refused with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.db import transaction

from quitus.apps.banking.importing import Imported, import_bank_file
from quitus.domain.refused import Refused

# A year of a busy account is about 20 MB of XML; what is larger goes through the command line.
LARGEST_UPLOAD_BYTES = 32 * 1024 * 1024
MOST_FILES = 40


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived, not read yet. `name` is what its sender called it, `size` its bytes."""

    name: str
    size: int
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of one file: `imported`, or why it was `refused`."""

    name: str
    imported: Imported | None = None
    refused: Refused | None = None


def import_uploads(uploads: Iterable[Upload], *, on: date, actor: str) -> list[Turned]:
    """Take in each file by itself, in the order given: one that is refused leaves no trace, the others stay."""
    results = []
    for place, upload in enumerate(uploads):
        try:
            if place >= MOST_FILES:
                raise Refused("bank_uploads_too_many", most=MOST_FILES)
            if upload.size > LARGEST_UPLOAD_BYTES:
                raise Refused("bank_upload_too_large", megabytes=LARGEST_UPLOAD_BYTES // 1024**2)
            with transaction.atomic():
                imported = import_bank_file(upload.stream.read(), upload.name, on=on, actor=actor)
            results.append(Turned(upload.name, imported=imported))
        except Refused as refusal:
            results.append(Turned(upload.name, refused=refusal))
    return results
