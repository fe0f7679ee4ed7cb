"""What a creditor must do in the insolvency of a debtor: declare what is of before it, or ask for relief."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quitus.domain.law.fr.procedure import KNOWN_SINCE, ProcedureEvent, claim_declared_by, relief_asked_by

# Where the Code de commerce opens insolvencies and the BODACC publishes them. Between any two of these, and from
# abroad, a claim is declared two months later (R622-24).
COURTS = frozenset({"FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF"})


@dataclass(frozen=True, slots=True)
class Duty:
    """Declare the claim by `day`; or, for `relief`, ask to be relieved of having missed that.

    `day`: None where the law of another country says it. `since`: the day it is counted from, that of the BODACC when
    `published`, else that of the judgment, which is always earlier.
    """

    relief: bool
    day: date | None
    since: date
    published: bool


def opening_after(issued: date, openings: Iterable[date]) -> date | None:
    """The first judgment that found a claim there, that of its own day included; None for a claim of afterwards.

    A later one, such as a conversion, asks nothing anew of who has declared (C. com. L641-3, L626-27).
    """
    return min((day for day in openings if issued <= day), default=None)


def duty(opened: date, published: date | None, on: date, *, creditor: str, debtor: str) -> Duty | None:
    """What is to be done on a day by a creditor who has not declared; None when it is too late for anything.

    `creditor`, `debtor`: their countries.
    """
    since = published or opened
    if debtor not in COURTS:
        return Duty(relief=False, day=None, since=opened, published=False)
    if since < KNOWN_SINCE[ProcedureEvent.INSOLVENCY_PUBLISHED]:
        return None
    declare = claim_declared_by(since, creditor_abroad=creditor != debtor).day
    relief = relief_asked_by(since).day
    if on > relief:
        return None
    late = on > declare
    return Duty(late, relief if late else declare, since, published is not None)
