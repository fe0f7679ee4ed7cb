"""The dates of a row: issued, due, sent; read in the order that its columns show."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from quitus.domain.importing.cells import Cells
from quitus.domain.importing.columns import Columns
from quitus.domain.importing.dates import DateOrder, DateStyle, date_style, is_no_date, read_date
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.table import Row, Table
from quitus.domain.typed_days import FILES_AHEAD, FIRST_DAY

DateStyles = Mapping[Field, DateStyle]
FAR_DUE_DAYS = 400  # a due date beyond is lawful for nobody, and a slip of one digit in the year
_COLUMNS = (Field.ISSUED_ON, Field.DUE_ON, Field.SENT_ON)


def date_styles(rows: Sequence[Row], columns: Columns) -> DateStyles:
    """The style of each date column; one that would assume the order takes the one that another shows."""
    styles = {
        column: date_style(row.cells[columns[column][0]] for row in rows)
        for column in _COLUMNS
        if columns.get(column)
    }
    orders = {style.order for style in styles.values() if style.shown}
    if len(orders) != 1:
        return styles
    (order,) = orders
    return {column: DateStyle(order) if style.assumed else style for column, style in styles.items()}


def how_dates_were_read(table: Table, columns: Columns, styles: DateStyles) -> Iterable[Problem]:
    """A notice for each column whose reading somebody should check."""
    for column, style in styles.items():
        header = table.headers[columns[column][0]]
        if style.assumed:
            yield Problem("import_dates_day_first", column=header)
        elif style.order is DateOrder.MONTH_FIRST:
            yield Problem("import_dates_month_first", column=header)
        elif style.excel:
            yield Problem("import_dates_excel", column=header)


def read_issue_and_due(
    cells: Cells, styles: DateStyles, today: date, due_after_days: int | None
) -> tuple[date, date] | None:
    """Issue and due date; None when one cannot be told, which is a problem."""
    issued_on = _read(cells, styles, Field.ISSUED_ON)
    if is_no_date(cells.raw(Field.ISSUED_ON)):
        cells.problem("import_value_missing", Field.ISSUED_ON, field=Field.ISSUED_ON)
    due_on = _read(cells, styles, Field.DUE_ON)
    if is_no_date(cells.raw(Field.DUE_ON)):
        if due_after_days is None:
            cells.problem("import_value_missing", Field.DUE_ON, field=Field.DUE_ON)
        else:
            due_on = issued_on and issued_on + timedelta(days=due_after_days)
    if issued_on is None or due_on is None:
        return None
    if due_on < issued_on:
        cells.problem("import_due_before_issue", Field.DUE_ON, issued_on=issued_on)
    elif due_on - issued_on > timedelta(days=FAR_DUE_DAYS):
        cells.notice("import_due_far", Field.DUE_ON, days=(due_on - issued_on).days)
    latest = (today + FILES_AHEAD).year
    if issued_on.year > latest:
        cells.problem("import_date_implausible", Field.ISSUED_ON, earliest=FIRST_DAY.year, latest=latest)
    elif issued_on > today:
        cells.notice("import_issued_in_future", Field.ISSUED_ON)
    return issued_on, due_on


def read_sent(cells: Cells, styles: DateStyles, today: date) -> date | None:
    """When it was sent; None when the row does not say. A day to come is a problem."""
    sent_on = _read(cells, styles, Field.SENT_ON)
    if sent_on is not None and sent_on > today:
        cells.problem("import_sent_in_future", Field.SENT_ON)
    return sent_on


def _read(cells: Cells, styles: DateStyles, column: Field) -> date | None:
    if is_no_date(cells.raw(column)):
        return None
    return cells.read_strictly(column, partial(read_date, style=styles[column]))
