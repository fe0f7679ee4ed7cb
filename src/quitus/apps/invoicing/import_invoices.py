"""Take in a file of open invoices with their PDFs; nothing of it leaves before a person releases it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from quitus.apps.clients.actions import NewClient, add_contact, create_clients, update_client
from quitus.apps.clients.details import ClientDetails, ContactDetails, details_of
from quitus.apps.clients.models import Client
from quitus.apps.clients.queries import recipients
from quitus.apps.files.actions import keep
from quitus.apps.invoicing.actions import attach_documents, mark_sent, record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.imports import (
    ImportFile,
    ImportReport,
    already_imported,
    keep_batch,
    known_batch,
    lock_imports,
    proposed_columns,
)
from quitus.apps.invoicing.known_rows import Compared, compare
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.importing.columns import Proposal
from quitus.domain.importing.debtors import KnownClient, new_clients
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.invoices import Assumptions, InvoiceRow, plan_invoices
from quitus.domain.importing.plan import ImportPlan, in_line_order, row_fingerprint
from quitus.domain.importing.problems import from_refusal
from quitus.domain.importing.table import Table
from quitus.domain.refused import Refused
from quitus.ports.document_folders import DocumentFolder, MatchedDocuments
from quitus.ports.registry import adapters

PDF = "application/pdf"


def import_invoices(file: ImportFile, *, on: date, actor: str, preview: bool = False) -> ImportReport:
    """Import a file of open invoices, whole or not at all; a preview writes nothing.

    Clients that the file names for the first time are made. Reminders of what came wait for `release_import`.
    Refused, besides what stands in the report's problems: what makes the file no table or the documents no
    folder, import_header_unknown.
    """
    if not preview:
        lock_imports()
    batch = known_batch(Kind.INVOICES, file)
    if batch and file.documents is None:
        return already_imported(Kind.INVOICES, file, batch)
    table = adapters().tables.read(file.content)
    proposal = proposed_columns(table, Kind.INVOICES, file)
    plan = _plan(table, proposal, file, on)
    compared = compare(plan.rows)
    with _documents(file, [row.number for row in plan.rows]) as documents:
        report = ImportReport(
            kind=Kind.INVOICES,
            file_name=file.name,
            columns=proposal.columns,
            rows=len(table.rows),
            problems=in_line_order((*proposal.problems, *plan.problems, *compared.problems)),
            notices=in_line_order((*proposal.notices, *plan.notices, *documents.matched.problems)),
            created=len(compared.new),
            unchanged=len(compared.known),
            new_clients=len(new_clients(compared.new)),
            updated_clients=len(_learnt(compared.new)),
            documents=len(documents.wanted(compared)),
            already_on=batch.imported_on if batch else None,
            batch_id=batch.id if batch else None,
        )
        if preview or report.problems or not report.changes:
            return report
        batch_id = keep_batch(report, file, on=on, actor=actor)
        _write(compared, documents, batch_id, on, actor)
    return replace(report, batch_id=batch_id, written=True)


def _plan(table: Table, proposal: Proposal, file: ImportFile, on: date) -> ImportPlan[InvoiceRow]:
    """What the rows say; nothing while the columns are in question."""
    nothing: ImportPlan[InvoiceRow] = ImportPlan((), (), (), len(table.rows))
    if proposal.problems:
        return nothing
    clients = [KnownClient(*row) for row in Client.objects.values_list("id", "number", "name")]
    assumptions = Assumptions(on, current_organisation().currency, file.due_after_days)
    try:
        return plan_invoices(table, proposal.mapping, assumptions, clients)
    except Refused as refusal:
        return replace(nothing, problems=(from_refusal(refusal, None),))


@dataclass(frozen=True, slots=True)
class _Documents:
    """The PDFs at hand, each matched to an invoice number of the file."""

    folder: DocumentFolder | None
    matched: MatchedDocuments

    def wanted(self, compared: Compared) -> list[str]:
        """The numbers whose PDF is not on record yet."""
        undocumented = {row.number for row in compared.new} | compared.undocumented.keys()
        return sorted(undocumented & self.matched.files.keys())

    def kept(self, numbers: Iterable[str]) -> dict[str, int]:
        """Store the PDFs of these invoices; the stored file of each number."""
        if self.folder is None:
            return {}
        return {number: keep(self.folder.read(number), PDF).id for number in numbers}


@contextmanager
def _documents(file: ImportFile, numbers: Iterable[str]) -> Iterator[_Documents]:
    if file.documents is None:
        yield _Documents(None, MatchedDocuments({}, ()))
        return
    with adapters().documents.open(file.documents) as folder:
        yield _Documents(folder, folder.match(numbers))


def _write(compared: Compared, documents: _Documents, batch_id: int, on: date, actor: str) -> None:
    clients = _clients_of(compared.new, on, actor)
    files = documents.kept(documents.wanted(compared))
    ids = record_invoices(
        [_new_invoice(row, clients, files) for row in compared.new],
        on=on,
        actor=actor,
        released=False,
        batch_id=batch_id,
    )
    record_vat(
        {
            invoice_id: [VatLine(row.vat.rate, row.amount - row.vat.vat, row.vat.vat)]
            for invoice_id, row in zip(ids, compared.new, strict=True)
            if row.vat
        }
    )
    attach_documents({id_: files[n] for n, id_ in compared.undocumented.items() if n in files})
    for sent_on, invoice_ids in compared.sent.items():
        mark_sent(invoice_ids, on=sent_on, actor=actor)


def _clients_of(rows: tuple[InvoiceRow, ...], on: date, actor: str) -> dict[int, int]:
    """The client of each line: known, or made now. Known ones learn the number or address they lacked."""
    for client_id, row in _learnt(rows).items():
        client = Client.objects.get(id=client_id)
        if row.client_reference and not client.number:
            card = replace(details_of(client), number=row.client_reference)
            update_client(client_id, card, on=on, actor=actor)
        if row.client_email and not recipients([client_id]):
            add_contact(client_id, ContactDetails(email=row.client_email), on=on, actor=actor)
    asked = new_clients(rows)
    organisation = current_organisation()
    made = create_clients(
        [
            NewClient(
                ClientDetails(
                    name=client.name,
                    number=client.reference,
                    language=organisation.language,
                    country=organisation.country,
                ),
                (ContactDetails(email=client.email),) if client.email else (),
            )
            for client in asked
        ],
        on=on,
        actor=actor,
    )
    new = {line: id_ for id_, client in zip(made, asked, strict=True) for line in client.lines}
    return {row.line: row.known_client or new[row.line] for row in rows}


def _learnt(rows: Iterable[InvoiceRow]) -> dict[int, InvoiceRow]:
    """For each known client that lacks its number or any address, the first row that gives it."""
    told = [row for row in rows if row.known_client and (row.client_reference or row.client_email)]
    ids = {row.known_client for row in told if row.known_client}
    numbered = set(Client.objects.filter(id__in=ids).exclude(number="").values_list("id", flat=True))
    reachable = recipients(ids)
    learnt: dict[int, InvoiceRow] = {}
    for row in told:
        client_id = row.known_client or 0
        new_number = row.client_reference and client_id not in numbered
        new_address = row.client_email and client_id not in reachable
        if new_number or new_address:
            learnt.setdefault(client_id, row)
    return learnt


def _new_invoice(row: InvoiceRow, clients: Mapping[int, int], files: Mapping[str, int]) -> NewInvoice:
    return NewInvoice(
        client_id=clients[row.line],
        number=row.number,
        issued_on=row.issued_on,
        total=row.amount,
        instalments=(NewInstalment(row.due_on, row.remaining),) if row.remaining else (),
        label=row.label,
        sent_on=row.sent_on,
        document_id=files.get(row.number),
        fingerprint=row_fingerprint(row),
    )
