"""What the imports of clients and of invoices share: the request, the report, and the lock.

All or nothing: a file with one problem changes nothing. The same file again, or the same rows in another one,
change nothing either, and the report says so.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from quitus.apps.invoicing.models import ImportBatch
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.timeline.actions import Event, record
from quitus.domain.importing.columns import ColumnProposal, Columns, Proposal, propose_columns
from quitus.domain.importing.fec_files import is_fec
from quitus.domain.importing.fec_invoices import FecInvoice
from quitus.domain.importing.fec_lines import FecTotals
from quitus.domain.importing.header_words import Field, Kind
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Table
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

FILE_NAME_LENGTH = 200


class NamedContent(Protocol):
    """A file, known by its content."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file to take in, and what a person said about it.

    `chosen`: the headers of the columns for some fields, () to leave a field out; the others are proposed.
    `due_after_days` makes a missing due date. `documents`: a folder or zip with the invoices' PDFs.
    """

    content: bytes
    name: str
    chosen: Mapping[Field, Sequence[str]] = field(default_factory=dict)
    due_after_days: int | None = None
    documents: Path | bytes | None = None

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.content).digest()


@dataclass(frozen=True, slots=True)
class FecDetails:
    """What a FEC gives: how many lines were read, its open invoices that are new, and the sums behind them.

    `days`: after how many an invoice is due where its client has no terms.
    """

    lines: int
    invoices: tuple[FecInvoice, ...]
    totals: FecTotals
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do: `written` tells. With problems nothing was or will be written.

    `created` and `unchanged` count rows, of clients or of invoices; `updated` counts clients of the file that
    were known and learnt something; `new_clients` those made for invoices. `already_on`: the day on which
    this very file was imported. `fec`: what a FEC gives besides; there, rows are its open documents.
    """

    kind: Kind
    file_name: str
    columns: tuple[ColumnProposal, ...] = ()
    rows: int = 0
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    created: int = 0
    unchanged: int = 0
    new_clients: int = 0
    updated_clients: int = 0
    documents: int = 0
    already_on: date | None = None
    batch_id: int | None = None
    written: bool = False
    fec: FecDetails | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.created or self.updated_clients or self.documents)


def lock_imports() -> None:
    """One import of a firm at a time: the second of two at once sees what the first has done."""
    Organisation.objects.select_for_update(no_key=True).get(id=current_organisation_id())


def known_batch(kind: Kind, file: NamedContent) -> ImportBatch | None:
    """The import of this very file, if there was one."""
    return ImportBatch.objects.filter(kind=kind.value, file_sha256=file.sha256).first()


def already_imported(kind: Kind, file: NamedContent, batch: ImportBatch) -> ImportReport:
    """The report on a file that is known by its content."""
    return ImportReport(
        kind=kind,
        file_name=file.name,
        rows=batch.rows,
        unchanged=batch.rows,
        already_on=batch.imported_on,
        batch_id=batch.id,
    )


def refuse_fec(file: ImportFile) -> None:
    """Refused for a FEC, which is no table of one row an invoice: import_file_is_fec."""
    if is_fec(file.content):
        raise Refused("import_file_is_fec", file=file.name)


def proposed_columns(table: Table, kind: Kind, file: ImportFile) -> Proposal:
    """The columns that a person chose, and a proposal for the others. Refused: import_header_unknown."""
    places = {header: place for place, header in enumerate(table.headers)}
    chosen: dict[Field, tuple[int, ...]] = {}
    for name, headers in file.chosen.items():
        unknown = [header for header in headers if header not in places]
        if unknown:
            raise Refused("import_header_unknown", header=unknown[0], known=", ".join(table.headers))
        chosen[name] = tuple(places[header] for header in headers)
    columns: Columns = chosen
    return propose_columns(table.headers, kind, columns)


def keep_batch(report: ImportReport, file: NamedContent, *, on: date, actor: str) -> int:
    """Remember that the file was taken in, here and on the firm's own timeline; the batch's id."""
    batch, _ = ImportBatch.objects.get_or_create(
        kind=report.kind.value,
        file_sha256=file.sha256,
        defaults={
            "file_name": file.name[-FILE_NAME_LENGTH:],
            "imported_on": on,
            "recorded_at": real_now(),
            "imported_by": actor,
            "rows": report.rows,
            "created": report.created,
        },
    )
    facts = {
        "batch": batch.id,
        "kind": report.kind.value,
        "file": batch.file_name,
        "rows": report.rows,
        "created": report.created,
        "new_clients": report.new_clients,
        "updated_clients": report.updated_clients,
        "documents": report.documents,
    }
    record(Event("file_imported", on, actor, None, facts))
    return batch.id
