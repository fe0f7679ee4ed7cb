"""How the statements of one account go on from one another: without a gap, over the same days twice, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quitus.domain.banking.coverage import touches

DAY = timedelta(days=1)


class JointKind(StrEnum):
    OVERLAP = "overlap"  # both tell the same days
    DAYS_MISSING = "days_missing"  # neither tells the days between, and something may have happened
    BALANCES_APART = (
        "balances_apart"  # no day between, yet the second does not open with what the first closed with
    )


@dataclass(frozen=True, slots=True)
class ToldPeriod:
    """A statement: its days, both included, and its balances in minor units, None when not told."""

    id: int
    first: date
    last: date
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """What is to be said where a statement follows another: over which days, and the balances that differ."""

    before: int
    after: int
    kind: JointKind
    first: date
    last: date
    closing: int | None = None
    opening: int | None = None


def joints(statements: Iterable[ToldPeriod]) -> list[Joint]:
    """Where the statements of one account, given in any order, do not simply go on from one another.

    Each is held against the one that reached furthest before it.
    """
    found: list[Joint] = []
    furthest: ToldPeriod | None = None
    for one in sorted(statements, key=lambda told: (told.first, told.last, told.id)):
        if furthest and (joint := _joint(furthest, one)):
            found.append(joint)
        if furthest is None or one.last >= furthest.last:
            furthest = one
    return found


def _joint(before: ToldPeriod, after: ToldPeriod) -> Joint | None:
    told = before.closing is not None and after.opening is not None
    if told and before.closing == after.opening and after.first >= before.last:
        return None
    if after.first > before.last:
        if touches(before.last, after.first):
            return _apart(before, after) if told else None
        days = (before.last + DAY, after.first - DAY)
        return Joint(before.id, after.id, JointKind.DAYS_MISSING, *days, before.closing, after.opening)
    same_day = after.first == before.last and before.opening != after.opening
    if told and same_day and before.first < after.first:
        return _apart(before, after)
    return Joint(before.id, after.id, JointKind.OVERLAP, after.first, min(before.last, after.last))


def _apart(before: ToldPeriod, after: ToldPeriod) -> Joint:
    kind = JointKind.BALANCES_APART
    return Joint(before.id, after.id, kind, before.last, after.first, before.closing, after.opening)
