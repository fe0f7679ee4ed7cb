"""The open documents of a FEC as invoices: read through the same rules as rows of any file, due by terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from quitus.domain.importing.columns import Columns
from quitus.domain.importing.debtors import KnownClient
from quitus.domain.importing.fec_lines import OpenDocument
from quitus.domain.importing.fec_vat import VatPart
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.invoices import LONGEST_LABEL, Assumptions, InvoiceRow, plan_invoices
from quitus.domain.importing.plan import ImportPlan, in_line_order
from quitus.domain.importing.problems import Problem, from_refusal
from quitus.domain.importing.table import Row, Table
from quitus.domain.importing.text import name_key, shown
from quitus.domain.importing.values import PaymentDelay
from quitus.domain.law.payment_terms import End, Method, Terms, due_date
from quitus.domain.money import Money
from quitus.domain.refused import Refused

# C. com. L441-10 I: thirty days where nothing was agreed.
DAYS_WITHOUT_TERMS = 30
_FIELDS = (
    (Field.NUMBER, "PieceRef"),
    (Field.CLIENT_REFERENCE, "CompAuxNum"),
    (Field.CLIENT_NAME, "CompAuxLib"),
    (Field.ISSUED_ON, "PieceDate"),
    (Field.AMOUNT, "Debit"),
    (Field.PAID, "Credit"),
    (Field.LABEL, "EcritureLib"),
)
_HEADERS = tuple(name for _, name in _FIELDS)
_COLUMNS: Columns = {field: (place,) for place, (field, _) in enumerate(_FIELDS)}


class DueBy(StrEnum):
    """Where a due date comes from."""

    TERMS = "terms"  # of the client
    DAYS = "days"  # the same for all without terms


@dataclass(frozen=True, slots=True)
class FecInvoice:
    """An open document as an invoice to record. `opening`: an opening balance is all that is known of it."""

    row: InvoiceRow
    due_by: DueBy
    opening: bool
    vat: tuple[VatPart, ...] = ()


def plan_fec_invoices(
    documents: Sequence[OpenDocument],
    clients: Iterable[KnownClient],
    terms: Mapping[int, PaymentDelay],
    *,
    today: date,
    days: int = DAYS_WITHOUT_TERMS,
) -> tuple[tuple[FecInvoice, ...], ImportPlan[InvoiceRow]]:
    """The documents as invoices, beside the plan with its problems; `terms` are those of clients on record.

    A due date is the client's terms after the document's date, else `days` after it.
    """
    table = Table(_HEADERS, tuple(_row(document) for document in documents))
    known = list(clients)
    plan = plan_invoices(table, _COLUMNS, Assumptions(today, due_after_days=days), known)
    by_line = {document.line: document for document in documents}
    invoices, problems = [], list(plan.problems)
    for row in plan.rows:
        delay = terms.get(row.known_client or 0)
        try:
            due_on = row.due_on if delay is None else _due_on(row.issued_on, delay)
        except Refused as refusal:
            problems.append(from_refusal(refusal, row.line, "PieceDate", f"{row.issued_on:%Y%m%d}"))
            continue
        due_by = DueBy.DAYS if delay is None else DueBy.TERMS
        document = by_line[row.line]
        invoices.append(FecInvoice(replace(row, due_on=due_on), due_by, document.opening, document.vat))
    notices = (*_about_addresses(plan.notices), *_namesakes(plan.rows, known))
    return tuple(invoices), replace(plan, problems=in_line_order(problems), notices=in_line_order(notices))


def _row(document: OpenDocument) -> Row:
    cells = (
        document.document,
        document.client,
        document.client_name,
        f"{document.issued_on:%Y%m%d}",
        _amount(document.total),
        _amount(document.paid),
        _legible(document.label),
    )
    return Row(document.line, cells)


def _amount(money: Money) -> str:
    return f"{money.minor // 100},{money.minor % 100:02}"


def _legible(label: str) -> str:
    """A label is for reading only: what cannot be read is left out, and no label is too long."""
    return "".join(letter if letter.isprintable() else " " for letter in label[:LONGEST_LABEL])


def _due_on(issued_on: date, delay: PaymentDelay) -> date:
    """ "45 days end of month" adds the days first, as everywhere where clients' terms are kept."""
    end = End.MONTH if delay.end_of_month else None
    return due_date(Terms(delay.days, end, Method.A), issued_on)


def _about_addresses(notices: Iterable[Problem]) -> Iterable[Problem]:
    """A FEC holds no address: said once, not for each new client."""
    without = 0
    for notice in notices:
        if notice.code == "import_client_without_email":
            without += 1
        else:
            yield notice
    if without:
        yield Problem("import_fec_no_addresses", facts={"count": without})


def _namesakes(rows: Iterable[InvoiceRow], known: Iterable[KnownClient]) -> Iterable[Problem]:
    """A notice for each client to be made whose name somebody on record bears under another number."""
    numbers = {name_key(client.name): client.reference for client in known if client.reference}
    told = set()
    for row in rows:
        if row.known_client is None and row.client_reference and row.client_reference not in told:
            told.add(row.client_reference)
            if number := numbers.get(name_key(row.client_name)):
                facts = {"name": shown(row.client_name), "number": shown(number)}
                yield Problem(
                    "import_fec_namesake", row.line, "CompAuxNum", shown(row.client_reference), facts
                )
