"""Which debts a payment settles: the debtor's choice, else the order of the Code civil, art. 1342-10.

This room divides money between debts. Inside one debt, interest comes before principal (art. 1343-1): what a
charge takes is taken from the payment before the rest is divided here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from quitus.domain.money import Money, total
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A debt with what is left to pay on it; `issued` is the day it arose, where known."""

    id: int
    due: date
    remaining: Money
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """The payment divided, to the cent: `parts` (item id, amount) and `left_over`, the client's credit."""

    parts: tuple[tuple[int, Money], ...]
    left_over: Money


def allocate(payment: Money, open_items: Sequence[OpenItem], chosen: Sequence[int] = ()) -> Allocation:
    """Divide a payment among open items; the order of `open_items` never matters.

    First the items the debtor chose, in the order given. Then by due date, which puts what is due before
    what is not; on one date the debt that arose first; debts equal in both share pro rata, odd cents going
    to the largest remainders, then to the lowest ids. Items with nothing left are passed over.
    Refuses a payment that is not positive, another currency, and a choice that is not open.
    """
    if payment.minor <= 0:
        raise Refused("payment_not_positive", amount=payment)
    owed = {item.id: item for item in open_items if item.remaining > Money(0, payment.currency)}
    missing = [item_id for item_id in chosen if item_id not in owed]
    if missing:
        raise Refused("chosen_item_not_open", item=missing[0])
    parts: list[tuple[int, Money]] = []
    left = payment
    for group in _in_legal_order(owed, chosen):
        if not left:
            break
        shares = _shares(left, group)
        parts += shares
        left = left - total((amount for _, amount in shares), payment.currency)
    return Allocation(tuple(parts), left)


def _in_legal_order(owed: dict[int, OpenItem], chosen: Sequence[int]) -> Iterable[list[OpenItem]]:
    """Groups of equal rank, the first to be paid first."""
    for item_id in dict.fromkeys(chosen):
        yield [owed[item_id]]
    others = [item for item_id, item in owed.items() if item_id not in chosen]
    others.sort(key=lambda item: (_age(item), item.id))
    for _, group in groupby(others, key=_age):
        yield list(group)


def _age(item: OpenItem) -> tuple[date, date]:
    return (item.due, item.issued or item.due)


def _shares(payment: Money, group: list[OpenItem]) -> list[tuple[int, Money]]:
    """What each of the equal debts gets: all of it, or its pro rata share of too little money."""
    owed = sum(item.remaining.minor for item in group)
    if owed <= payment.minor:
        return [(item.id, item.remaining) for item in group]
    exact = [divmod(payment.minor * item.remaining.minor, owed) for item in group]
    odd_cents = payment.minor - sum(whole for whole, _ in exact)
    by_remainder = sorted(range(len(group)), key=lambda n: (-exact[n][1], group[n].id))
    rounded_up = set(by_remainder[:odd_cents])
    amounts = [whole + (n in rounded_up) for n, (whole, _) in enumerate(exact)]
    return [
        (item.id, Money(amount, payment.currency))
        for item, amount in zip(group, amounts, strict=True)
        if amount
    ]
