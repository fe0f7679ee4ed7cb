"""Does each bank line know whether it is settled, and the history each bank line?"""

from collections.abc import Iterator

from quitus.apps.banking.models import BankLine
from quitus.apps.doctor.finding import Finding, rows
from quitus.apps.history.models import Movement


def lines_are_settled_by_a_standing_match() -> Iterator[Finding]:
    """The stored flag of each bank line, and what is decided of it, against its matches."""
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
    yield from _decided_parts()


def _decided_parts() -> Iterator[Finding]:
    """What is decided of lines whose rest waits, against the matches of a part."""
    for id_, booked_on, stored, counted in rows(
        """
        SELECT line.id, line.booked_on, line.decided_minor, COALESCE(taken.minor, 0)
        FROM banking_bankline AS line
        LEFT JOIN (
            SELECT match.line_id, sum(part.amount_minor) AS minor
            FROM banking_match AS match JOIN banking_matchpart AS part ON part.match_id = match.id
            WHERE match.state = 'part' AND part.rank = 0
            GROUP BY match.line_id
        ) AS taken ON taken.line_id = line.id
        WHERE line.decided_minor <> COALESCE(taken.minor, 0)
        ORDER BY line.id
        """
    ):
        yield Finding("bank_lines", f"bank line {id_} ({booked_on}), decided", str(counted), str(stored))


def lines_are_movements_of_the_history() -> Iterator[Finding]:
    """Each bank line is one movement, with its day and amount; no movement is of a line that counts no more."""
    known = dict(BankLine.objects.order_by("id").values_list("id", "amount_minor"))
    told = (
        Movement.objects.filter(line__isnull=False).order_by("line_id").values_list("line_id", "amount_minor")
    )
    listed = dict(told)
    for line_id in sorted(known.keys() | listed.keys()):
        if known.get(line_id) != listed.get(line_id):
            here, there = known.get(line_id), listed.get(line_id)
            yield Finding("history", f"bank line {line_id}", str(here), str(there))
