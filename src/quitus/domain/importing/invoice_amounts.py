"""What a row says is owed: the amount, what was paid of it, and whether the other tool's status agrees."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from quitus.domain.importing.amounts import AmountStyle, amount_style, read_currency, read_money
from quitus.domain.importing.cells import Cells
from quitus.domain.importing.columns import Columns
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.standing import Standing, read_standing
from quitus.domain.importing.table import Row, Table
from quitus.domain.importing.text import shown
from quitus.domain.importing.values import is_nothing
from quitus.domain.money import Money

AmountStyles = Mapping[Field, AmountStyle]
_COLUMNS = (Field.AMOUNT, Field.PAID, Field.REMAINING)


def amount_styles(rows: Sequence[Row], columns: Columns) -> AmountStyles:
    """The style of each amount column; one that shows none takes what all of them together show."""
    styles = {
        column: amount_style(row.cells[columns[column][0]] for row in rows)
        for column in _COLUMNS
        if columns.get(column)
    }
    return {column: style.with_help_of(styles.values()) for column, style in styles.items()}


def read_owed(cells: Cells, styles: AmountStyles, default_currency: str) -> tuple[Money, Money] | None:
    """The amount including VAT and what was paid of it; None when they cannot be told, which is a problem."""
    stated = cells.read_strictly(Field.CURRENCY, read_currency)
    read = partial(read_money, currency=stated or default_currency, stated=bool(stated))
    parts = {
        column: cells.read_strictly(column, partial(read, style=style)) for column, style in styles.items()
    }
    leading = Field.AMOUNT if Field.AMOUNT in parts else Field.REMAINING
    paid, remaining = parts.get(Field.PAID), parts.get(Field.REMAINING)
    amount = parts[leading]
    if amount is None:
        if not cells.raw(leading):
            cells.problem("import_value_missing", leading, field=leading)
        return None
    if any(part is not None and part.currency != amount.currency for part in (paid, remaining)):
        cells.problem("import_currencies_differ", leading)
        return None
    if leading is Field.REMAINING and paid is not None:
        amount = amount + paid
    if amount.minor <= 0:
        cells.problem("import_amount_negative" if amount else "import_amount_zero", leading)
        return None
    return amount, _paid(cells, amount, paid, remaining)


def unknown_statuses(table: Table, rows: Sequence[Row], columns: Columns) -> Iterable[Problem]:
    """A notice for each status that is not understood: such invoices count as open."""
    for place in columns.get(Field.STATUS, ())[:1]:
        for status in sorted({row.cells[place] for row in rows}):
            if not is_nothing(status) and read_standing(status) is None:
                yield Problem("import_status_unknown", column=table.headers[place], value=shown(status))


def _paid(cells: Cells, amount: Money, paid: Money | None, remaining: Money | None) -> Money:
    """What came in so far, from either column or from the status; they must not contradict each other."""
    for column, part in ((Field.PAID, paid), (Field.REMAINING, remaining)):
        if part is not None and part.minor < 0:
            cells.problem("import_part_negative", column)
        elif part is not None and part > amount:
            cells.problem("import_part_above_amount", column, amount=amount)
    if paid is not None and remaining is not None and paid + remaining != amount:
        cells.problem("import_parts_differ", Field.REMAINING, paid=paid, amount=amount)
    if paid is None and remaining is not None:
        paid = amount - remaining
    paid = _agreed_with_status(cells, amount, paid)
    if paid == amount:
        cells.notice("import_invoice_settled", Field.NUMBER)
    return paid


def _agreed_with_status(cells: Cells, amount: Money, paid: Money | None) -> Money:
    """What was paid, from the status where no column says it. "Paid" with a balance is a contradiction."""
    standing = read_standing(cells.raw(Field.STATUS))
    if standing is Standing.NOT_CLAIMED:
        cells.problem("import_invoice_not_claimed", Field.STATUS)
    elif standing is Standing.PAID and paid is None:
        return amount
    elif standing is Standing.PAID and paid != amount:
        cells.problem("import_status_contradicts", Field.STATUS)
    elif standing is Standing.PARTLY_PAID and paid is None:
        cells.problem("import_paid_part_missing", Field.STATUS)
    return Money(0, amount.currency) if paid is None else paid
