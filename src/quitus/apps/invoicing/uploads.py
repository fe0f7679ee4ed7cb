"""A file between its upload and its import: kept once by its content, shown with some of its cells, then taken in.

What a person sends is stored as it came, behind the firm's wall, and called by its hash: no path ever comes from a
person, and the file that is imported is the very file that was previewed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from quitus.apps.files.actions import keep
from quitus.apps.files.queries import content_of
from quitus.apps.invoicing.import_clients import import_clients
from quitus.apps.invoicing.import_fec import FecFile, import_fec
from quitus.apps.invoicing.import_invoices import import_invoices
from quitus.apps.invoicing.imports import ImportFile, ImportReport
from quitus.domain.importing.fec_files import is_fec, refuse_unreadable
from quitus.domain.importing.header_words import FIELDS, Field, Kind
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters

# What a page can preview while somebody waits; larger files go through the command line.
LARGEST_TABLE = 8 * 1024 * 1024  # bytes
LARGEST_FEC = 24 * 1024 * 1024  # some 190,000 lines: seven seconds
LARGEST_ARCHIVE = 64 * 1024 * 1024
SAMPLES = 3
SAMPLE_LENGTH = 40
ZIP, ZIP_MARK = "application/zip", b"PK"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to import as it was sent, and what a person said about its columns since.

    `table` and `documents` are hashes of stored files. `columns`: for each field the places of its columns, from 0;
    None while nobody has looked, so that all are proposed. A FEC's are fixed.
    """

    kind: Kind
    name: str
    table: bytes
    documents: bytes | None = None
    columns: Mapping[Field, Sequence[int]] | None = None
    due_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What the import would do, and the first cells of each column that hold something."""

    report: ImportReport
    samples: Sequence[Sequence[str]] = field(default_factory=tuple)


def keep_upload(kind: Kind, name: str, table: bytes, documents: bytes | None = None) -> Upload:
    """Keep what was sent. Refused: import_file_empty, import_upload_too_large, documents_upload_too_large, and what
    makes the file no table and no FEC, or the documents no archive.

    A FEC is known by its content, and holds invoices, whatever was said of it.
    """
    if not table:
        raise Refused("import_file_empty")
    most = largest(table)
    if len(table) > most:
        raise Refused("import_upload_too_large", megabytes=most // 1024**2)
    if documents is not None and len(documents) > LARGEST_ARCHIVE:
        raise Refused("documents_upload_too_large", megabytes=LARGEST_ARCHIVE // 1024**2)
    # What is no table, or no archive, is refused before it is kept.
    fec = is_fec(table)
    if fec:
        refuse_unreadable(_pieces(table))
    else:
        adapters().tables.read(table)
    if documents is not None:
        with adapters().documents.open(documents):
            pass
    return Upload(
        Kind.INVOICES if fec else kind,
        name,
        bytes(keep(table, _type(table, fec=fec)).sha256),
        None if documents is None else bytes(keep(documents, ZIP).sha256),
    )


def _type(table: bytes, *, fec: bool) -> str:
    """What kind of file it is, for whoever downloads it again; the only tables in a zip are workbooks."""
    if table.startswith(ZIP_MARK):
        return WORKBOOK
    return "text/plain" if fec else "text/csv"


def largest(head: bytes) -> int:
    """The most bytes of a file that begins like this."""
    return LARGEST_FEC if is_fec(head) else LARGEST_TABLE


def preview(upload: Upload, *, on: date, actor: str) -> Preview:
    """What importing it would do; writes nothing. Raises StoredFile.DoesNotExist."""
    content = content_of(upload.table)
    report = _import(upload, content, on=on, actor=actor, preview=True)
    if is_fec(content):
        return Preview(report)
    table = adapters().tables.read(content)
    samples = [
        [cell[:SAMPLE_LENGTH] for row in table.rows[: SAMPLES * 10] if (cell := row.cells[place].strip())][
            :SAMPLES
        ]
        for place in range(len(table.headers))
    ]
    return Preview(report, samples)


def take_in(upload: Upload, *, on: date, actor: str) -> ImportReport:
    """Import it, whole or not at all. Raises StoredFile.DoesNotExist."""
    return _import(upload, content_of(upload.table), on=on, actor=actor, preview=False)


def _import(upload: Upload, content: bytes, *, on: date, actor: str, preview: bool) -> ImportReport:
    documents = None if upload.documents is None else content_of(upload.documents)
    if is_fec(content):
        fec = FecFile(lambda: _pieces(content), upload.name, upload.due_after_days, documents)
        return import_fec(fec, on=on, actor=actor, preview=preview)
    file = ImportFile(
        content=content,
        name=upload.name,
        chosen=_chosen(upload, content),
        due_after_days=upload.due_after_days,
        documents=documents,
    )
    if upload.kind is Kind.CLIENTS:
        return import_clients(file, on=on, actor=actor, preview=preview)
    return import_invoices(file, on=on, actor=actor, preview=preview)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


def _chosen(upload: Upload, content: bytes) -> dict[Field, list[str]]:
    """The headers that a person chose for each field of the kind; a field without a column is left out."""
    if upload.columns is None:
        return {}
    headers = adapters().tables.read(content).headers
    return {
        name: [headers[place] for place in upload.columns.get(name, ()) if 0 <= place < len(headers)]
        for name in FIELDS[upload.kind]
    }
