"""Is each bank line on record told by a statement that stands, and each withdrawn one by none?"""

from collections.abc import Iterator

from quitus.apps.doctor.finding import Finding, rows


def lines_are_told_by_a_statement() -> Iterator[Finding]:
    """Which lines count, against the statements that were not withdrawn."""
    for id_, booked_on, counts in rows(
        """
        SELECT line.id, line.booked_on, line.withdrawn_on IS NULL FROM banking_bankline AS line
        WHERE line.withdrawn_why IN ('', 'undone') AND (line.withdrawn_on IS NULL) <> EXISTS (
            SELECT FROM banking_linetelling AS telling
            JOIN banking_statement AS statement ON statement.id = telling.statement_id
            WHERE telling.line_id = line.id AND statement.withdrawn_on IS NULL)
        ORDER BY line.id
        """
    ):
        words = {True: "on record", False: "withdrawn"}
        yield Finding("told_lines", f"bank line {id_} ({booked_on})", words[not counts], words[counts])
