"""Movements that a report or a notice announced, against what the statement of their day tells (docs/adr/0016)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from quitus.apps.banking.models import Withdrawn
from quitus.apps.banking.statements.record import AROUND
from quitus.apps.banking.statements.withdrawal import bring_back, free_lines, withdraw_lines
from quitus.apps.organisations.sql import rows
from quitus.domain.banking.statement import ENDS_WITH_ITS_DAYS

# A statement that adds up is a word about each day that it wholly tells: its first one began before it, but where it is
# its only one, and the last one of a table or an export goes on after it.
_ANNOUNCED = """
WITH announced AS (
    SELECT DISTINCT telling.line_id FROM banking_statement statement
    JOIN banking_linetelling telling ON telling.statement_id = statement.id
    WHERE statement.announces AND statement.withdrawn_on IS NULL AND {which}
)
SELECT line.id, line.withdrawn_on IS NOT NULL,
    line.settled OR line.decided_minor > 0,
    EXISTS (
        SELECT FROM banking_linetelling telling JOIN banking_statement statement ON statement.id = telling.statement_id
        WHERE telling.line_id = line.id AND NOT statement.announces AND statement.withdrawn_on IS NULL),
    EXISTS (
        SELECT FROM banking_statement statement
        WHERE statement.bank_account_id = line.bank_account_id AND NOT statement.announces
            AND statement.withdrawn_on IS NULL AND statement.balanced
            AND line.booked_on BETWEEN statement.first_on AND statement.last_on
            AND (statement.first_on < line.booked_on OR statement.first_on = statement.last_on)
            AND (line.booked_on < statement.last_on OR statement.format = ANY(%(days)s)))
FROM announced JOIN banking_bankline line ON line.id = announced.line_id
WHERE line.withdrawn_on IS NULL OR line.withdrawn_why = %(denied)s
ORDER BY line.booked_on, line.id
"""


_OF_DAYS = _ANNOUNCED.format(
    which="""(%(account)s::bigint IS NULL OR statement.bank_account_id = %(account)s)
        AND telling.booked_on BETWEEN %(first)s AND %(last)s"""
)
_OF_LINES = _ANNOUNCED.format(which="telling.line_id = ANY(%(lines)s)")
_FIXED = {"denied": Withdrawn.DENIED.value, "days": list(ENDS_WITH_ITS_DAYS)}


@dataclass(frozen=True, slots=True)
class AnnouncedLine:
    """A line that a report told: `decided`, somebody said what it is; `told`, a statement tells it too; `covered`, one
    that adds up tells its day.
    """

    id: int
    denied: bool
    decided: bool
    told: bool
    covered: bool

    @property
    def contradicted(self) -> bool:
        return self.covered and not self.told


@dataclass(frozen=True, slots=True)
class Weighed:
    """Lines that went out of the books because the statement of their day does not tell them, and that came back."""

    denied: tuple[int, ...] = ()
    back: tuple[int, ...] = ()


def announced_lines(account_id: int | None, first: date, last: date) -> list[AnnouncedLine]:
    """The lines of the account, or of all, of these days that a report told, by the day they were booked; one query."""
    values = {
        "account": account_id,
        "first": first,
        "last": last,
        "denied": Withdrawn.DENIED.value,
        "days": list(ENDS_WITH_ITS_DAYS),
    }
    return [AnnouncedLine(*row) for row in rows(_OF_DAYS, values)]


def not_told_yet(line_ids: Collection[int]) -> dict[int, bool]:
    """Those of these lines that only a report told, and whether the statement of their day is there without them; one
    query.
    """
    values = {**_FIXED, "lines": list(line_ids)}
    found = (AnnouncedLine(*row) for row in rows(_OF_LINES, values))
    return {line.id: line.covered for line in found if not line.told}


def weigh(account_id: int, first: date, last: date, *, on: date) -> Weighed:
    """What was announced of these days counts until the statement of its day does not tell it.

    About which somebody has decided, or decides at this moment, stays: a person is asked. What came back has to be
    matched, and what was suggested for the denied to be withdrawn, by the caller.
    """
    found = announced_lines(account_id, first - AROUND, last + AROUND)
    back = [line.id for line in found if line.denied and not line.contradicted]
    bring_back(back)
    doubtful = [line.id for line in found if line.contradicted and not line.denied and not line.decided]
    denied = free_lines(doubtful)
    withdraw_lines(denied, Withdrawn.DENIED, on=on)
    return Weighed(tuple(denied), tuple(back))
