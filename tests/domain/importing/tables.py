"""Tables for tests, written as a person would see them."""

from quitus.domain.importing.columns import propose_columns
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.table import Row, Table


def table(headers, *rows):
    """Headers on line 1, the rows below; cells are separated by "|"."""
    return Table(
        tuple(header.strip() for header in headers.split("|")),
        tuple(Row(line, tuple(cell.strip() for cell in row.split("|"))) for line, row in enumerate(rows, 2)),
    )


def proposed(table, kind):
    """The mapping that is proposed, with no question left."""
    proposal = propose_columns(table.headers, kind)
    assert proposal.problems == ()
    return proposal.mapping


CLIENTS, INVOICES = Kind.CLIENTS, Kind.INVOICES
