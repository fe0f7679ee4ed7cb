"""A payment over debts that bear charges: which debt first is for `allocation.py`, what within a debt is said here.

C. civ. 1343-1: a payment that is not the whole settles interest before principal, unless a clause says otherwise.
The indemnity and costs are no interest: they come last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from quitus.domain.law.worksheet import Order
from quitus.domain.money import Money, total
from quitus.domain.payments.allocation import Allocation, OpenItem, allocate

INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """A claimed charge with what is left of it. `kind`: interest, indemnity, costs."""

    id: int
    kind: str
    remaining: Money
    claimed_on: date = date.min


@dataclass(frozen=True, slots=True)
class Debt:
    """An instalment, what is left of its principal (perhaps nothing), and its open charges."""

    item: OpenItem
    charges: tuple[OpenCharge, ...] = ()

    @property
    def remaining(self) -> Money:
        """Principal and charges together."""
        return total(
            (self.item.remaining, *(c.remaining for c in self.charges)), self.item.remaining.currency
        )


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a payment settles, to the cent: principal by instalment, charges by charge, and the client's credit."""

    parts: tuple[tuple[int, Money], ...]
    charges: tuple[tuple[int, Money], ...]
    left_over: Money


def settle_debts(
    payment: Money, debts: Sequence[Debt], order: Order, chosen: Sequence[int] = ()
) -> Settlement:
    """Divide a payment among debts (C. civ. 1342-10), then within each by `order`; `chosen` are instalment ids.

    Refused: what `allocate` refuses.
    """
    by_id = {debt.item.id: debt for debt in debts}
    whole = [
        OpenItem(debt.item.id, debt.item.due, debt.remaining, debt.item.issued) for debt in by_id.values()
    ]
    division = allocate(payment, whole, chosen)
    parts, charges = [], []
    for item_id, share in division.parts:
        principal, settled = _within(share, by_id[item_id], order)
        if principal:
            parts.append((item_id, principal))
        charges += settled
    return Settlement(tuple(parts), tuple(charges), division.left_over)


def settle_charges_with_the_rest(division: Allocation, debts: Sequence[Debt]) -> Settlement:
    """A payment whose principal was divided as somebody said; what that leaves settles the charges.

    Those of the debts it names come first, then the others', each by due date. Nobody who pays an invoice and its
    charges in one transfer is asked for the charges again.
    """
    named = {item_id for item_id, _ in division.parts}
    in_order = sorted(debts, key=lambda debt: (debt.item.id not in named, debt.item.due, debt.item.id))
    left, settled = division.left_over, []
    for debt in in_order:
        for charge in sorted(debt.charges, key=_rank):
            part = min(left.minor, charge.remaining.minor)
            if part > 0:
                settled.append((charge.id, Money(part, left.currency)))
                left = left - Money(part, left.currency)
    return Settlement(division.parts, tuple(settled), left)


def _within(share: Money, debt: Debt, order: Order) -> tuple[Money, list[tuple[int, Money]]]:
    """What of a debt's share goes to its principal, and what to each charge."""
    interest = [charge for charge in debt.charges if charge.kind == INTEREST]
    others = sorted((charge for charge in debt.charges if charge.kind != INTEREST), key=_rank)
    principal: list[OpenCharge | None] = [None]
    first = [*interest, *principal] if order is Order.INTEREST else [*principal, *interest]
    paid, settled = Money(0, share.currency), []
    for step in [*first, *others]:
        most = debt.item.remaining if step is None else step.remaining
        part = Money(min(share.minor, most.minor), share.currency)
        share = share - part
        if step is None:
            paid = part
        elif part:
            settled.append((step.id, part))
    return paid, settled


def _rank(charge: OpenCharge) -> tuple[bool, bool, int]:
    """Interest before the indemnity, the indemnity before costs, the older before the newer."""
    return (charge.kind != INTEREST, charge.kind != "indemnity", charge.id)


def as_known_on(debts: Iterable[Debt], day: date) -> list[Debt]:
    """The debts without charges that were claimed later: money that came before a claim was not sent to pay it."""
    return [
        Debt(debt.item, tuple(charge for charge in debt.charges if charge.claimed_on <= day))
        for debt in debts
    ]


def after(debts: Iterable[Debt], settlement: Settlement) -> list[Debt]:
    """The debts as the next payment finds them."""
    principal: Mapping[int, Money] = dict(settlement.parts)
    charged: Mapping[int, Money] = dict(settlement.charges)
    left = []
    for debt in debts:
        item, currency = debt.item, debt.item.remaining.currency
        nothing = Money(0, currency)
        charges = tuple(replace(c, remaining=c.remaining - charged.get(c.id, nothing)) for c in debt.charges)
        rest = OpenItem(item.id, item.due, item.remaining - principal.get(item.id, nothing), item.issued)
        smaller = Debt(rest, tuple(charge for charge in charges if charge.remaining))
        if smaller.remaining:
            left.append(smaller)
    return left
