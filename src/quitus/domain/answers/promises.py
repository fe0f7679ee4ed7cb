"""A debtor's promise: what may be promised, and whether it was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quitus.domain.refused import Refused

FARTHEST = timedelta(days=60)  # beyond it, a payment plan with somebody who says yes to it is the right way
GRACE = timedelta(days=3)  # a transfer made on the promised day shows on the statement some days later


class Outcome(StrEnum):
    """How a promise ended, or that it has not."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PromisedPart:
    """What was promised for one instalment and what has been paid on it since, in minor units."""

    promised: int
    paid_since: int
    remaining: int


def check_promise(
    promised_for: date, on: date, amounts: Mapping[int, int], open_amounts: Mapping[int, int]
) -> None:
    """Refuse a promise that promises nothing: a past or distant day, an amount that is not owed.

    `amounts` and `open_amounts`: minor units by instalment.
    """
    if promised_for < on:
        raise Refused("promise_in_the_past", day=promised_for)
    if promised_for > on + FARTHEST:
        raise Refused("promise_too_far", day=promised_for, farthest=on + FARTHEST)
    if not amounts:
        raise Refused("promise_of_nothing")
    for instalment_id, amount in amounts.items():
        if amount <= 0 or amount > open_amounts.get(instalment_id, 0):
            raise Refused("promise_amount_not_owed", instalment=instalment_id)


def outcome(promised_for: date, parts: Sequence[PromisedPart], on: date) -> Outcome:
    """Kept as soon as each part is paid (or nothing of it is owed any more); broken once the grace is over."""
    if all(part.paid_since >= part.promised or part.remaining == 0 for part in parts):
        return Outcome.KEPT
    return Outcome.BROKEN if on > promised_for + GRACE else Outcome.OPEN
