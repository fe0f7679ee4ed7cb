"""How often a debtor's own word holds reminders: a postponement is believed, silence for ever is not.

The first answer is always believed. Beyond what is said here the debtor is asked to write, or the answer is kept
and told to the firm while reminders go on. What the firm itself notes is bounded by nothing here: it agreed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.domain.refused import Refused

MOVES = 1  # a customer's payment slips once; who puts off twice is talked to
FARTHEST_IN_ALL = timedelta(days=60)  # from the first promised day: beyond it, it is a payment plan
NEW_PAYMENTS = 1  # the first transfer came back, a second one was ordered; a third time somebody looks


@dataclass(frozen=True, slots=True)
class Promised:
    """The days promised until now for one instalment of invoice `number`, the oldest first.

    Those that were not kept, broken ones too, since the last one that the firm noted, which is among them: with
    it the debtor begins anew.
    """

    number: str
    days: Sequence[date]


def check_moves(promised_for: date, former: Iterable[Promised]) -> None:
    """Refuse a debtor's promise that puts off once too often, or too far from the first promised day.

    The same or an earlier day puts nothing off. A promise that was broken, and given again, was put off.
    """
    for promised in former:
        if not promised.days or promised_for <= max(promised.days):
            continue
        first = promised.days[0]
        if _moves(promised.days) >= MOVES:
            raise Refused("promise_moved_too_often", number=promised.number, day=max(promised.days))
        if promised_for > first + FARTHEST_IN_ALL:
            farthest = first + FARTHEST_IN_ALL
            raise Refused(
                "promise_moved_too_far", number=promised.number, day=promised_for, farthest=farthest
            )


def claim_holds(not_found_on: Sequence[date], paid_on: date | None) -> bool:
    """Whether "already paid" holds reminders, after the firm answered on these days that nothing had come.

    Said again it does only for another payment: one made no earlier than the answer.
    """
    if not not_found_on:
        return True
    another = paid_on is not None and paid_on >= max(not_found_on)
    return another and len(not_found_on) <= NEW_PAYMENTS


def dispute_holds(unfounded: int) -> bool:
    """Whether a dispute holds reminders, when so many on the same instalment were answered as unfounded."""
    return unfounded == 0


def _moves(days: Sequence[date]) -> int:
    """How often a later day took the place of all before it."""
    return sum(day > max(days[:place]) for place, day in enumerate(days) if place)
