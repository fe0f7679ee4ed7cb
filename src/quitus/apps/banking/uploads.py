"""Several bank files at once, as people drop them onto a page: each is taken in whole, or refused with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.db import transaction

from quitus.apps.banking.importing import Imported, Stored, match_stored, store_bank_file
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


def import_uploads(
    uploads: Iterable[Upload], *, on: date, actor: str, account_id: int | None = None
) -> list[Turned]:
    """Take in each file by itself, in the order given: one that is refused leaves no trace, the others stay.

    `account_id`: the account of files that do not say theirs.
    """
    turned: list[Stored | Refused] = []
    names = []
    for place, upload in enumerate(uploads):
        names.append(upload.name)
        try:
            if place >= MOST_FILES:
                raise Refused("bank_uploads_too_many", most=MOST_FILES)
            if upload.size > LARGEST_UPLOAD_BYTES:
                raise Refused("bank_upload_too_large", megabytes=LARGEST_UPLOAD_BYTES // 1024**2)
            with transaction.atomic():
                content = upload.stream.read()
                turned.append(store_bank_file(content, upload.name, on=on, account_id=account_id))
        except Refused as refusal:
            turned.append(refusal)
    imported = iter(match_stored([one for one in turned if isinstance(one, Stored)], on=on, actor=actor))
    return [
        Turned(name, imported=next(imported)) if isinstance(one, Stored) else Turned(name, refused=one)
        for name, one in zip(names, turned, strict=True)
    ]
