"""Rows of a file of open invoices: what each says, and what is wrong with it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from quitus.domain.importing.amounts import AmountStyle, amount_style, read_currency, read_money
from quitus.domain.importing.cells import Cells, readable_rows
from quitus.domain.importing.columns import Columns, check_mapping
from quitus.domain.importing.dates import DateOrder, DateStyle, date_style, is_no_date, read_date
from quitus.domain.importing.debtors import Debtors, KnownClient
from quitus.domain.importing.header_words import Field, Kind
from quitus.domain.importing.plan import ImportPlan, in_line_order
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Row, Table
from quitus.domain.importing.text import plain
from quitus.domain.importing.values import read_email
from quitus.domain.money import Money
from quitus.domain.refused import Refused

LONGEST_NUMBER = 60
LONGEST_LABEL = 500
FAR_DUE_DAYS = 400  # a due date beyond is lawful for nobody, and a slip of one digit in the year
_AMOUNTS = (Field.AMOUNT, Field.PAID, Field.REMAINING)
_DATES = (Field.ISSUED_ON, Field.DUE_ON, Field.SENT_ON)
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
    """How the columns of this file are read."""

    columns: Columns
    amounts: dict[Field, AmountStyle]
    dates: dict[Field, DateStyle]
    assumptions: Assumptions


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
    reading = _Reading(
        columns, _amount_styles(readable, columns), _date_styles(readable, columns), assumptions
    )
    notices = [*table.notices, *_style_notices(table, reading)]
    rows: list[InvoiceRow] = []
    debtors = Debtors(clients, codes_under_names=not columns.get(Field.CLIENT_REFERENCE))
    first_lines: dict[str, int] = {}
    for row in readable:
        cells = Cells(row, table, columns, problems, notices)
        if _is_total(cells):
            cells.problem("import_total_row", Field.NUMBER)
            continue
        invoice = _invoice(cells, reading, debtors, first_lines)
        if invoice is not None and cells.sound:
            rows.append(invoice)
    return ImportPlan(tuple(rows), in_line_order(problems), in_line_order(notices), len(table.rows))


def _invoice(
    cells: Cells, reading: _Reading, debtors: Debtors, first_lines: dict[str, int]
) -> InvoiceRow | None:
    """Everything is read before anything is given up, so that all the problems of a row show at once."""
    number = _number(cells, first_lines)
    email = cells.read(Field.CLIENT_EMAIL, read_email) or ""
    reference, name = cells.text(Field.CLIENT_REFERENCE), cells.text(Field.CLIENT_NAME)
    known_client = debtors.find(cells, reference, name, email)
    dates = _dates(cells, reading)
    amounts = _amounts(cells, reading)
    sent_on = _sent_on(cells, reading)
    label = cells.text(Field.LABEL, LONGEST_LABEL)
    if dates is None or amounts is None:
        return None
    return InvoiceRow(
        cells.line, number, reference, name, email, *dates, *amounts, sent_on, label, known_client
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


def _dates(cells: Cells, reading: _Reading) -> tuple[date, date] | None:
    """Issue and due date."""
    issued_on = _date(cells, reading, Field.ISSUED_ON)
    if issued_on is None and is_no_date(cells.raw(Field.ISSUED_ON)):
        cells.problem("import_value_missing", Field.ISSUED_ON, field=Field.ISSUED_ON)
    due_on = _due_on(cells, reading, issued_on)
    if issued_on is None or due_on is None:
        return None
    if due_on < issued_on:
        cells.problem("import_due_before_issue", Field.DUE_ON, issued_on=issued_on)
    elif due_on - issued_on > timedelta(days=FAR_DUE_DAYS):
        cells.notice("import_due_far", Field.DUE_ON, days=(due_on - issued_on).days)
    if issued_on > reading.assumptions.today:
        cells.notice("import_issued_in_future", Field.ISSUED_ON)
    return issued_on, due_on


def _due_on(cells: Cells, reading: _Reading, issued_on: date | None) -> date | None:
    if not is_no_date(cells.raw(Field.DUE_ON)):
        return _date(cells, reading, Field.DUE_ON)
    days = reading.assumptions.due_after_days
    if days is None:
        cells.problem("import_value_missing", Field.DUE_ON, field=Field.DUE_ON)
        return None
    return issued_on and issued_on + timedelta(days=days)


def _date(cells: Cells, reading: _Reading, column: Field) -> date | None:
    """The date of a cell; None for one that says there is none."""
    if is_no_date(cells.raw(column)):
        return None
    return cells.read_strictly(column, partial(read_date, style=reading.dates[column]))


def _sent_on(cells: Cells, reading: _Reading) -> date | None:
    sent_on = _date(cells, reading, Field.SENT_ON)
    if sent_on is not None and sent_on > reading.assumptions.today:
        cells.problem("import_sent_in_future", Field.SENT_ON)
    return sent_on


def _amounts(cells: Cells, reading: _Reading) -> tuple[Money, Money] | None:
    """The amount including VAT and what is already paid."""
    stated = cells.read_strictly(Field.CURRENCY, read_currency)
    currency = stated or reading.assumptions.currency
    read = {
        column: cells.read_strictly(
            column, partial(read_money, style=style, currency=currency, stated=bool(stated))
        )
        for column, style in reading.amounts.items()
    }
    leading = Field.AMOUNT if Field.AMOUNT in read else Field.REMAINING
    amount = read[leading]
    if amount is None:
        if not cells.raw(leading):
            cells.problem("import_value_missing", leading, field=leading)
        return None
    paid, remaining = read.get(Field.PAID), read.get(Field.REMAINING)
    if any(other is not None and other.currency != amount.currency for other in (paid, remaining)):
        cells.problem("import_currencies_differ", leading)
        return None
    if amount.minor <= 0:
        cells.problem("import_amount_zero" if not amount else "import_amount_negative", leading)
        return None
    return amount, _paid(cells, amount, paid, remaining)


def _paid(cells: Cells, amount: Money, paid: Money | None, remaining: Money | None) -> Money:
    """What came in so far, from either column; the two must not contradict each other."""
    for column, part in ((Field.PAID, paid), (Field.REMAINING, remaining)):
        if part is not None and part.minor < 0:
            cells.problem("import_part_negative", column)
        elif part is not None and part > amount:
            cells.problem("import_part_above_amount", column, amount=amount)
    if paid is not None and remaining is not None and paid + remaining != amount:
        cells.problem("import_parts_differ", Field.REMAINING, paid=paid, amount=amount)
    if paid is None:
        paid = Money(0, amount.currency) if remaining is None else amount - remaining
    if paid == amount:
        cells.notice("import_invoice_settled", Field.NUMBER)
    return paid


def _is_total(cells: Cells) -> bool:
    """A line of totals that the other tool wrote below its invoices: no invoice lacks both dates."""
    if cells.raw(Field.ISSUED_ON) or cells.raw(Field.DUE_ON):
        return False
    return _TOTAL.fullmatch(plain(cells.first).strip()) is not None


def _amount_styles(rows: Sequence[Row], columns: Columns) -> dict[Field, AmountStyle]:
    """The style of each amount column; one that shows none takes what all of them together show."""
    styles = {
        column: amount_style(_column_texts(rows, columns[column]))
        for column in _AMOUNTS
        if columns.get(column)
    }
    return {column: style.with_help_of(styles.values()) for column, style in styles.items()}


def _date_styles(rows: Sequence[Row], columns: Columns) -> dict[Field, DateStyle]:
    """The style of each date column; one that would assume the order takes the one that another shows."""
    styles = {
        column: date_style(_column_texts(rows, columns[column])) for column in _DATES if columns.get(column)
    }
    orders = {style.order for style in styles.values() if style.shown}
    if len(orders) != 1:
        return styles
    (order,) = orders
    return {column: DateStyle(order) if style.assumed else style for column, style in styles.items()}


def _column_texts(rows: Sequence[Row], places: tuple[int, ...]) -> list[str]:
    return [row.cells[places[0]] for row in rows]


def _style_notices(table: Table, reading: _Reading) -> Iterable[Problem]:
    for column, style in reading.dates.items():
        header = table.headers[reading.columns[column][0]]
        if style.assumed:
            yield Problem("import_dates_day_first", column=header)
        elif style.order is DateOrder.MONTH_FIRST:
            yield Problem("import_dates_month_first", column=header)
        elif style.excel:
            yield Problem("import_dates_excel", column=header)
