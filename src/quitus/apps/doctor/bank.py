"""Does each bank line know whether it is settled?"""

from collections.abc import Iterator

from quitus.apps.doctor.finding import Finding, rows


def lines_are_settled_by_a_standing_match() -> Iterator[Finding]:
    """The stored flag of each bank line against the matches accepted or ignored."""
    for id_, booked_on, settled in rows(
        """
        SELECT line.id, line.booked_on, line.settled FROM banking_bankline AS line
        WHERE line.settled <> EXISTS (
            SELECT FROM banking_match AS match
            WHERE match.line_id = line.id AND match.state IN ('accepted', 'ignored')
            UNION ALL SELECT FROM banking_linereturn AS back
            WHERE back.line_id = line.id AND back.state = 'accepted')
        ORDER BY line.id
        """
    ):
        words = {True: "settled", False: "open"}
        yield Finding("bank_lines", f"bank line {id_} ({booked_on})", words[not settled], words[settled])
