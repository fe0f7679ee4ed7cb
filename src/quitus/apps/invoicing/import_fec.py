"""Take in what clients owe by the FEC of an accounting program; nothing of it leaves before a person releases it.

The file may have millions of lines: it is read piece by piece, twice, and never held whole.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.imports import (
    FecDetails,
    ImportReport,
    already_imported,
    keep_batch,
    known_batch,
    lock_imports,
)
from quitus.apps.invoicing.known_fec_rows import compare_open, known_clients, open_numbers
from quitus.apps.invoicing.known_rows import Compared
from quitus.apps.invoicing.taking_rows import learnt, open_documents, write_rows
from quitus.apps.invoicing.vat import VatLine
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.books.fec.check import check_fec
from quitus.domain.books.fec.findings import Findings
from quitus.domain.books.fec.row import CURRENCY
from quitus.domain.importing.debtors import new_clients
from quitus.domain.importing.fec_faults import sort_faults
from quitus.domain.importing.fec_files import CLIENTS, is_fec, read_lines
from quitus.domain.importing.fec_invoices import DAYS_WITHOUT_TERMS, DueBy, FecInvoice, plan_fec_invoices
from quitus.domain.importing.fec_lines import OpenLines, net_lines
from quitus.domain.importing.fec_vat import INCOME, VAT
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.plan import in_line_order
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.values import PaymentDelay
from quitus.domain.money import Money
from quitus.domain.refused import Refused

READ = (CLIENTS, INCOME, *VAT)  # accounts
MOST_DOCUMENTS = 200_000  # as many as rows of a CSV file
# Worth a look before an invoice is recorded, and idle about one that is.
OF_NEW_ONES = frozenset(
    {
        "import_fec_no_sale",
        "import_fec_opening_day",
        "import_fec_other_currency",
        "import_fec_restated",
        "import_due_far",
        "import_issued_in_future",
    }
)
_SIREN = re.compile(r"([0-9]{9})FEC", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FecFile:
    """A FEC to take in; `pieces` gives its bytes anew each time.

    `days`: until due, for clients without terms; None for what the law says. `documents`: a folder or zip with the
    invoices' PDFs.
    """

    pieces: Callable[[], Iterable[bytes]]
    name: str
    days: int | None = None
    documents: Path | bytes | None = None
    sha256: bytes = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        object.__setattr__(self, "sha256", digest.digest())


@dataclass(frozen=True, slots=True)
class _Read:
    """What stands in the file, before anything on record is looked at."""

    lines: OpenLines
    line_count: int
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The file beside what is on record: the invoices that are new, and everything found on the way."""

    numbers: tuple[str, ...]
    new: tuple[FecInvoice, ...]
    compared: Compared
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


def import_fec(file: FecFile, *, on: date, actor: str, preview: bool = False) -> ImportReport:
    """Import the open invoices of a FEC, whole or not at all; a preview writes nothing.

    Clients that are new are made. Reminders of what came wait for `release_import`. Refused, besides what stands in
    the report's problems: what makes the documents no folder.
    """
    batch = known_batch(Kind.INVOICES, file)
    if batch and file.documents is None:
        return already_imported(Kind.INVOICES, file, batch)
    days = DAYS_WITHOUT_TERMS if file.days is None else file.days
    read = _read(file, open_numbers())
    if not preview:
        lock_imports()
        batch = known_batch(Kind.INVOICES, file)
        if batch and file.documents is None:
            return already_imported(Kind.INVOICES, file, batch)
    found = _sort(read, on, days)
    with open_documents(file.documents, found.numbers) as documents:
        report = ImportReport(
            kind=Kind.INVOICES,
            file_name=file.name,
            rows=len(read.lines.documents),
            problems=found.problems,
            notices=in_line_order((*found.notices, *documents.matched.problems)),
            created=len(found.new),
            unchanged=len(found.compared.known),
            new_clients=len(new_clients(found.compared.new)),
            updated_clients=len(learnt(found.compared.new)),
            documents=len(documents.wanted(found.compared)),
            already_on=batch.imported_on if batch else None,
            batch_id=batch.id if batch else None,
            fec=FecDetails(read.line_count, found.new, read.lines.totals, days),
        )
        if preview or report.problems or not report.changes:
            return report
        batch_id = keep_batch(report, file, on=on, actor=actor)
        write_rows(found.compared, documents, batch_id, on, actor, vat=_vat_lines(found.new))
    return replace(report, batch_id=batch_id, written=True)


def _sort(read: _Read, on: date, days: int) -> _Sorted:
    """The open documents as invoices, sorted by what is on record."""
    clients = known_clients(read.lines.documents)
    invoices, plan = plan_fec_invoices(read.lines.documents, clients, _terms(), today=on, days=days)
    compared, told = compare_open(invoices, read.lines.settled)
    is_new = {row.line for row in compared.new}
    new = tuple(invoice for invoice in invoices if invoice.row.line in is_new)
    known_lines = {row.line for row in compared.known}
    notices = [
        notice
        for notice in (*read.notices, *plan.notices)
        if notice.code not in OF_NEW_ONES or notice.line not in known_lines
    ]
    return _Sorted(
        tuple(invoice.row.number for invoice in invoices),
        new,
        compared,
        in_line_order((*read.problems, *plan.problems, *compared.problems)),
        (*_how_due(new, days), *notices, *told),
    )


def _vat_lines(new: Iterable[FecInvoice]) -> dict[str, list[VatLine]]:
    """What the entries say of the invoices' VAT, by number; an invoice may bear no other."""
    return {
        one.row.number: [
            VatLine(part.rate, Money(part.net, CURRENCY), Money(part.vat, CURRENCY)) for part in one.vat
        ]
        for one in new
    }


def _read(file: FecFile, watched: frozenset[str]) -> _Read:
    """Check the file, then read the lines of clients' accounts."""
    head = next(iter(file.pieces()), b"")
    if head and not is_fec(head):
        return _Read(net_lines(()), 0, (Problem("import_file_no_fec"),), ())
    checked = check_fec(file.pieces(), name=file.name)
    found = Findings()
    try:
        lines = net_lines(read_lines(file.pieces(), found, READ), watched)
    except Refused:
        lines = net_lines(())  # the checker has said why
    stopping, told = sort_faults(checked, found.kept, lines)
    problems = [*_of_another(file.name), *stopping, *lines.problems]
    if len(lines.documents) > MOST_DOCUMENTS:
        problems.append(Problem("import_too_many_rows", facts={"limit": MOST_DOCUMENTS}))
    return _Read(lines, checked.lines, tuple(problems), (*told, *lines.notices))


def _of_another(name: str) -> Iterable[Problem]:
    """That the file's name is another firm's, or that the books are in another currency than a FEC's."""
    organisation = current_organisation()
    named = _SIREN.match(name)
    if named and organisation.siren and named[1] != organisation.siren:
        facts = {"siren": named[1], "own": organisation.siren}
        yield Problem("import_fec_other_firm", facts=facts)
    if organisation.currency != CURRENCY:
        yield Problem("import_fec_not_in_euros", facts={"kept": organisation.currency})


def _terms() -> dict[int, PaymentDelay]:
    """The usual delay of each client whose delay is known."""
    known = Client.objects.exclude(payment_days=None)
    return {
        client_id: PaymentDelay(days, end_of_month)
        for client_id, days, end_of_month in known.values_list("id", "payment_days", "payment_end_of_month")
        if days is not None
    }


def _how_due(new: Iterable[FecInvoice], days: int) -> Iterable[Problem]:
    """Where the due dates come from: a FEC has none."""
    by = [invoice.due_by for invoice in new]
    if by:
        facts = {"days": days, "others": by.count(DueBy.TERMS), "count": by.count(DueBy.DAYS)}
        yield Problem("import_fec_due_dates", facts=facts)
