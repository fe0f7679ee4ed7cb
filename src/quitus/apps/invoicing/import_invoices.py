"""Take in a file of open invoices with their PDFs; nothing of it leaves before a person releases it."""

from dataclasses import replace
from datetime import date

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.imports import (
    ImportFile,
    ImportReport,
    already_imported,
    keep_batch,
    known_batch,
    lock_imports,
    proposed_columns,
    refuse_fec,
)
from quitus.apps.invoicing.known_rows import compare
from quitus.apps.invoicing.taking_rows import learnt, open_documents, write_rows
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.importing.columns import Proposal
from quitus.domain.importing.debtors import KnownClient, new_clients
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.invoices import Assumptions, InvoiceRow, plan_invoices
from quitus.domain.importing.plan import ImportPlan, in_line_order
from quitus.domain.importing.problems import from_refusal
from quitus.domain.importing.table import Table
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters


def import_invoices(file: ImportFile, *, on: date, actor: str, preview: bool = False) -> ImportReport:
    """Import a file of open invoices, whole or not at all; a preview writes nothing.

    Clients that the file names for the first time are made. Reminders of what came wait for `release_import`.
    Refused, besides what stands in the report's problems: what makes the file no table or the documents no
    folder, import_file_is_fec, import_header_unknown.
    """
    if not preview:
        lock_imports()
    batch = known_batch(Kind.INVOICES, file)
    if batch and file.documents is None:
        return already_imported(Kind.INVOICES, file, batch)
    refuse_fec(file)
    table = adapters().tables.read(file.content)
    proposal = proposed_columns(table, Kind.INVOICES, file)
    plan = _plan(table, proposal, file, on)
    compared = compare(plan.rows)
    with open_documents(file.documents, [row.number for row in plan.rows]) as documents:
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
            updated_clients=len(learnt(compared.new)),
            documents=len(documents.wanted(compared)),
            already_on=batch.imported_on if batch else None,
            batch_id=batch.id if batch else None,
        )
        if preview or report.problems or not report.changes:
            return report
        batch_id = keep_batch(report, file, on=on, actor=actor)
        write_rows(compared, documents, batch_id, on, actor)
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
