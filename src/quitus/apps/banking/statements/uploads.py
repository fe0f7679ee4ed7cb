"""Several bank files at once, as people drop them onto a page: each is taken in whole, or refused with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.db import transaction

from quitus.apps.banking.statements.importing import Imported, Stored, match_stored, store_bank_file
from quitus.apps.banking.tables.waiting_files import keep_waiting, may_wait
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
    """What became of one file: `imported`, or why it was `refused`; it is kept as `waiting` where a word is enough."""

    name: str
    imported: Imported | None = None
    refused: Refused | None = None
    waiting: int | None = None


def import_uploads(
    uploads: Iterable[Upload], *, on: date, actor: str, account_id: int | None = None
) -> list[Turned]:
    """Take in each file by itself, in the order given: one that is refused leaves no trace, the others stay.

    A table whose columns or account nobody knows waits for a word. `account_id`: the account of files that do not say
    theirs.
    """
    turned: list[Stored | Refused] = []
    names, waiting = [], {}
    for place, upload in enumerate(uploads):
        names.append(upload.name)
        content = b""
        try:
            if place >= MOST_FILES:
                raise Refused("bank_uploads_too_many", most=MOST_FILES)
            if upload.size > LARGEST_UPLOAD_BYTES:
                raise Refused("bank_upload_too_large", megabytes=LARGEST_UPLOAD_BYTES // 1024**2)
            content = upload.stream.read()
            with transaction.atomic():
                turned.append(store_bank_file(content, upload.name, on=on, account_id=account_id))
        except Refused as refusal:
            turned.append(refusal)
            if content and may_wait(refusal, content):
                try:
                    waiting[place] = keep_waiting(
                        content, upload.name, on=on, actor=actor, account_id=account_id
                    )
                except Refused as full:
                    turned[place] = full
    imported = iter(match_stored([one for one in turned if isinstance(one, Stored)], on=on, actor=actor))
    return [
        Turned(name, imported=next(imported))
        if isinstance(one, Stored)
        else Turned(name, refused=one, waiting=waiting.get(place))
        for place, (name, one) in enumerate(zip(names, turned, strict=True))
    ]
