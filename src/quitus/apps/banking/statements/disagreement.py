"""Movements that one statement tells and another, of the same days, does not: both count, and one of them is wrong.

A file of another account, or one that is not whole, is the usual reason. A statement tells a day whole when it lies
between its first and its last. The edges too where a bank's standard ends with its days and both balances are there: a
table, OFX or QIF ends when somebody downloaded it, and the afternoon is told by the next one.
"""

from collections.abc import Mapping, Sequence

from django.db.models import F, Q

from quitus.apps.banking.models import BankLine, Statement
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import rows
from quitus.domain.banking.joints import DAY, Joint
from quitus.domain.banking.statement import ENDS_WITH_ITS_DAYS

_IN_ONE_ONLY = """
SELECT pair.before_id, pair.after_id, count(*)
FROM unnest(%(before)s::bigint[], %(after)s::bigint[], %(first)s::date[], %(last)s::date[])
    AS pair(before_id, after_id, first_on, last_on)
JOIN banking_statement before ON before.id = pair.before_id
JOIN banking_statement after ON after.id = pair.after_id
JOIN banking_bankline line ON line.bank_account_id = after.bank_account_id AND line.withdrawn_on IS NULL
    AND line.booked_on BETWEEN pair.first_on AND pair.last_on
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(statement_id = before.id), false) AS by_before,
        coalesce(bool_or(statement_id = after.id), false) AS by_after
    FROM banking_linetelling telling WHERE telling.line_id = line.id AND statement_id IN (before.id, after.id)
) AS told
WHERE (told.by_after AND NOT told.by_before AND (
        (before.opening_minor IS NOT NULL AND before.closing_minor IS NOT NULL AND before.format = ANY(%(days)s))
        OR (before.first_on < line.booked_on AND line.booked_on < before.last_on)))
    OR (told.by_before AND NOT told.by_after AND (
        (after.opening_minor IS NOT NULL AND after.closing_minor IS NOT NULL AND after.format = ANY(%(days)s))
        OR (after.first_on < line.booked_on AND line.booked_on < after.last_on)))
GROUP BY pair.before_id, pair.after_id
"""


def in_one_only(overlaps: Sequence[Joint]) -> Mapping[tuple[int, int], int]:
    """How many movements of the days that two statements share stand in one of them only; none: left out. One query."""
    told = {
        "before": array_literal(joint.before for joint in overlaps),
        "after": array_literal(joint.after for joint in overlaps),
        "first": array_literal(joint.first for joint in overlaps),
        "last": array_literal(joint.last for joint in overlaps),
        "days": list(ENDS_WITH_ITS_DAYS),
    }
    return {(before, after): count for before, after, count in rows(_IN_ONE_ONLY, told)}


def untold_by(statement: Statement) -> int:
    """How many movements of its account and whole days a statement does not tell, though another does.

    A day that two statements share in turn, one closing with what the other opens with, is told by both together.
    """
    first, last = statement.first_on, statement.last_on
    if statement.opening_minor is None or statement.closing_minor is None or first is None or last is None:
        return 0
    if statement.format not in ENDS_WITH_ITS_DAYS:
        first, last = first + DAY, last - DAY
    in_turn = Statement.objects.filter(bank_account=statement.bank_account_id, announces=False).filter(
        Q(closing_minor=statement.opening_minor, last_on__lte=statement.first_on)
        | Q(opening_minor=statement.closing_minor, first_on__gte=statement.last_on)
    )
    within = BankLine.objects.filter(bank_account=statement.bank_account_id, booked_on__range=(first, last))
    others = within.exclude(tellings__statement=statement).exclude(tellings__statement__in=in_turn)
    return others.filter(tellings__statement__announces=False).values(one=F("id")).distinct().count()
