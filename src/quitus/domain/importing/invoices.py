"""Rows of a file of open invoices: what each says, and what is wrong with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from quitus.domain.importing.amounts import AmountStyle
from quitus.domain.importing.cells import Cells, readable_rows
from quitus.domain.importing.columns import Columns, check_mapping
from quitus.domain.importing.debtors import Debtors, KnownClient
from quitus.domain.importing.header_words import Field, Kind
from quitus.domain.importing.invoice_amounts import AmountStyles, amount_styles, read_owed, unknown_statuses
from quitus.domain.importing.invoice_dates import (
    DateStyles,
    date_styles,
    how_dates_were_read,
    read_issue_and_due,
    read_sent,
)
from quitus.domain.importing.invoice_vat import RowVat, read_vat, vat_style
from quitus.domain.importing.plan import ImportPlan, in_line_order
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.standing import is_other_document
from quitus.domain.importing.table import Table
from quitus.domain.importing.text import plain
from quitus.domain.importing.values import read_email
from quitus.domain.money import Money
from quitus.domain.refused import Refused

LONGEST_NUMBER = 60
LONGEST_LABEL = 500
_TOTAL = re.compile(r"(?:(?:sous|sub|grand)[- ]?)?tota(?:l|ux)\b(?: (?:general|ttc|ht|eur|des? .*))?[ :]*")
_SPREADSHEET_POWER = re.compile(r"[0-9]+[.,][0-9]+E\+?[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One open invoice as the file has it. `amount` includes VAT; `paid` is what came in before the import.

    `known_client` is the id of a client on record; None asks for one to be made from the `client_` fields.
    Two rows that say the same are equal, whatever their line and whether their client was known yet.
    """

    line: int = field(compare=False)
    number: str
    client_reference: str
    client_name: str
    client_email: str
    issued_on: date
    due_on: date
    amount: Money
    paid: Money
    sent_on: date | None = None
    label: str = ""
    known_client: int | None = field(default=None, compare=False)
    vat: RowVat | None = field(default=None, compare=False)  # learnt later, it makes no other row

    @property
    def remaining(self) -> Money:
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What holds where the file is silent, and the day of the import.

    `currency` for amounts without one; `due_after_days` makes a missing due date (None: it is a problem).
    """

    today: date
    currency: str = "EUR"
    due_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """How this file is read, and what its earlier rows said."""

    amounts: AmountStyles
    vat: AmountStyle
    dates: DateStyles
    assumptions: Assumptions
    debtors: Debtors
    first_lines: dict[str, int]


def plan_invoices(
    table: Table, columns: Columns, assumptions: Assumptions, clients: Iterable[KnownClient] = ()
) -> ImportPlan[InvoiceRow]:
    """Each row as an invoice, or its problems; `clients` are those on record.

    Raises Refused when the mapping cannot be used (see `check_mapping`; also without any due date).
    """
    check_mapping(columns, table.headers, Kind.INVOICES)
    if not columns.get(Field.DUE_ON) and assumptions.due_after_days is None:
        raise Refused("import_column_missing", field=Field.DUE_ON)
    problems: list[Problem] = []
    readable = list(readable_rows(table, problems))
    debtors = Debtors(clients, codes_under_names=not columns.get(Field.CLIENT_REFERENCE))
    amounts = amount_styles(readable, columns)
    reading = _Reading(
        amounts,
        vat_style(readable, columns, amounts),
        date_styles(readable, columns),
        assumptions,
        debtors,
        {},
    )
    notices = [
        *table.notices,
        *how_dates_were_read(table, columns, reading.dates),
        *unknown_statuses(table, readable, columns),
    ]
    rows: list[InvoiceRow] = []
    for row in readable:
        cells = Cells(row, table, columns, problems, notices)
        invoice = _invoice(cells, reading)
        if invoice is not None and cells.sound:
            rows.append(invoice)
    return ImportPlan(tuple(rows), in_line_order(problems), in_line_order(notices), len(table.rows))


def _invoice(cells: Cells, reading: _Reading) -> InvoiceRow | None:
    """Everything is read before anything is given up, so that all the problems of a row show at once."""
    if _is_total(cells):
        cells.problem("import_total_row", Field.NUMBER)
        return None
    if is_other_document(cells.raw(Field.INVOICE_KIND)):
        cells.problem("import_not_an_invoice", Field.INVOICE_KIND)
        return None
    today = reading.assumptions.today
    number = _number(cells, reading.first_lines)
    email = cells.read(Field.CLIENT_EMAIL, read_email) or ""
    reference, name = cells.text(Field.CLIENT_REFERENCE), cells.text(Field.CLIENT_NAME)
    known_client = reading.debtors.find(cells, reference, name, email)
    dates = read_issue_and_due(cells, reading.dates, today, reading.assumptions.due_after_days)
    owed = read_owed(cells, reading.amounts, reading.assumptions.currency)
    sent_on = read_sent(cells, reading.dates, today)
    label = cells.text(Field.LABEL, LONGEST_LABEL)
    if dates is None or owed is None:
        return None
    vat = read_vat(cells, reading.vat, owed[0])
    return InvoiceRow(
        cells.line, number, reference, name, email, *dates, *owed, sent_on, label, known_client, vat
    )


def _number(cells: Cells, first_lines: dict[str, int]) -> str:
    number = cells.required(Field.NUMBER)
    first_line = first_lines.setdefault(number.casefold(), cells.line)
    if not number:
        return number
    if len(number) > LONGEST_NUMBER:
        cells.problem("import_text_too_long", Field.NUMBER, limit=LONGEST_NUMBER)
    elif _SPREADSHEET_POWER.fullmatch(number):
        cells.problem("import_number_rounded", Field.NUMBER)
    elif first_line != cells.line:
        cells.problem("import_invoice_twice", Field.NUMBER, first_line=first_line)
    return number


def _is_total(cells: Cells) -> bool:
    """A line of totals that the other tool wrote below its invoices: no invoice lacks both dates."""
    if cells.raw(Field.ISSUED_ON) or cells.raw(Field.DUE_ON):
        return False
    return _TOTAL.fullmatch(plain(cells.first).strip()) is not None
