"""How a receipt divides among the VAT rates of what it pays: one amount a rate, no cent lost (`domain/france.md` §4.4).

VAT on services falls due with the money (CGI 269-2 c): the return and the "Encaissée" status want it by rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quitus.domain.money import Money, round_half_away


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What an invoice says of one rate (Decimal("20")): the total with its VAT, and that VAT."""

    rate: Decimal
    total: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class RateShare:
    """What a receipt pays of one rate: VAT included, and the VAT within it."""

    rate: Decimal
    amount: Money
    vat: Money

    @property
    def net(self) -> Money:
        return self.amount - self.vat


def split_receipts(receipts: Sequence[Money], totals: Sequence[RateTotal]) -> list[tuple[RateShare, ...]]:
    """Each receipt of one invoice by rate, in proportion to what its rates still have open, by largest remainder.

    A negative receipt (refund, returned debit) takes back in proportion to what was received. The whole invoice
    paid, each rate has received its total and each VAT is the invoice's, to the cent. Raises ValueError when more is
    paid than was open, or more taken back than was received.
    """
    received = [0] * len(totals)
    split = []
    for receipt in receipts:
        before = list(received)
        weights = (
            received
            if receipt.minor < 0
            else [rate.total.minor - r for rate, r in zip(totals, received, strict=True)]
        )
        if abs(receipt.minor) > sum(weights):
            raise ValueError(f"{receipt} is more than {sum(weights)}")
        shares = share_out(abs(receipt.minor), weights)
        received = [r + (s if receipt.minor > 0 else -s) for r, s in zip(received, shares, strict=True)]
        split.append(tuple(_share(*one) for one in zip(totals, before, received, strict=True)))
    return split


def share_out(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide whole units by weights: each gets its floor, the rest go to the largest remainders, then to the first."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [divmod(amount * weight, whole) for weight in weights]
    shares = [floor for floor, _ in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: -exact[place][1])
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def _share(total: RateTotal, before: int, after: int) -> RateShare:
    """The VAT is that of all received so far less that of what came before: its roundings never add up."""
    currency = total.total.currency
    vat = _vat_within(total, after) - _vat_within(total, before)
    return RateShare(total.rate, Money(after - before, currency), Money(vat, currency))


def _vat_within(total: RateTotal, amount: int) -> int:
    if not total.total.minor:
        return 0
    return round_half_away(Decimal(amount * total.vat.minor) / total.total.minor)
