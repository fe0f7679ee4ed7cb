"""Rows of a file beside the invoices on record: which are new, which are known, which contradict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.organisations.queries import books_currency
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.invoices import InvoiceRow
from quitus.domain.importing.plan import row_fingerprint
from quitus.domain.importing.problems import Problem
from quitus.domain.money import Money


@dataclass(frozen=True, slots=True)
class Compared:
    """`known` rows say what is on record. `undocumented`: known invoices without a document, by number.

    `sent`: known invoices of which the file says for the first time when they were sent, by that day.
    `problems`: rows that contradict an invoice, which never changes, and currencies that are not kept.
    """

    new: tuple[InvoiceRow, ...]
    known: tuple[InvoiceRow, ...]
    undocumented: dict[str, int]
    sent: dict[date, list[int]]
    problems: tuple[Problem, ...]


def compare(rows: Sequence[InvoiceRow]) -> Compared:
    """Sort the rows of a plan by what is on record."""
    numbers = [row.number for row in rows]
    stored = {
        invoice.number: invoice
        for invoice in Invoice.objects.filter(number__in=numbers).select_related("client")
    }
    due = dict(
        Instalment.objects.filter(invoice__number__in=stored, position=1).values_list(
            "invoice__number", "due_on"
        )
    )
    kept = books_currency()
    new, known, problems = [], [], []
    undocumented: dict[str, int] = {}
    sent: dict[date, list[int]] = {}
    for row in rows:
        invoice = stored.get(row.number)
        if invoice is None and row.amount.currency == kept:
            new.append(row)
        elif invoice is None:
            facts = {"currency": row.amount.currency, "kept": kept}
            problems.append(Problem("import_currency_not_kept", row.line, None, row.number, facts))
        elif differing := list(_differences(row, invoice, due.get(row.number))):
            problems += differing
        else:
            known.append(row)
            if invoice.document_id is None:
                undocumented[row.number] = invoice.id
            if invoice.sent_on is None and row.sent_on:
                sent.setdefault(row.sent_on, []).append(invoice.id)
    return Compared(tuple(new), tuple(known), undocumented, sent, tuple(problems))


def _differences(row: InvoiceRow, invoice: Invoice, due_on: date | None) -> Iterator[Problem]:
    """What the row says otherwise than the invoice. The client's address and the day of sending may change."""
    if invoice.fingerprint == row_fingerprint(row):
        return
    stored: list[tuple[Field, object, object]] = [
        (Field.ISSUED_ON, invoice.issued_on, row.issued_on),
        (Field.DUE_ON, due_on or row.due_on, row.due_on),
        (Field.AMOUNT, Money(invoice.total_minor, invoice.currency), row.amount),
        (Field.PAID, Money(invoice.already_paid_minor, invoice.currency), row.paid),
        (Field.LABEL, invoice.label, row.label),
    ]
    if row.known_client != invoice.client_id:
        stored.append((Field.CLIENT_NAME, invoice.client.name, row.client_name or row.client_reference))
    for field, kept, given in stored:
        if kept != given:
            facts = {"field": field, "kept": kept, "given": given}
            yield Problem("import_invoice_differs", row.line, None, row.number, facts)
