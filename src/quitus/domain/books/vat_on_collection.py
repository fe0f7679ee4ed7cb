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


@dataclass(frozen=True, slots=True)
class Settled:
    """What settled a part of an invoice, money or not; negative when that was taken back.

    `takes_back`: the place, in the history, of what it takes back whole or in part. A credit note may be of one `rate`
    alone, and say its `vat`: a few cents beside what the rates give are those of its own rounding.
    """

    amount: Money
    takes_back: int | None = None
    rate: Decimal | None = None
    vat: Money | None = None


@dataclass(frozen=True, slots=True)
class RateLeft:
    """What nothing has settled yet of one rate of an invoice: VAT included, and the VAT within it."""

    rate: Decimal
    amount: Money
    vat: Money


def split_history(history: Sequence[Settled], totals: Sequence[RateTotal]) -> list[tuple[RateShare, ...]]:
    """All that ever settled one invoice by rate, in the order in which it became known; never refused.

    What settles divides in proportion to what its rates still have open, by largest remainder; what takes back
    divides as what it takes back did, so that the two cancel. Each depends on what was known before it alone: a
    period that was declared stays as it was. The whole invoice paid, each rate has received its total and each VAT is
    the invoice's, to the cent: a cent of rounding that was taken back with its payment is made up by the next one.
    """
    book = _Book(totals)
    return [book.add(settled) for settled in history]


def left_of(history: Sequence[Settled], totals: Sequence[RateTotal]) -> list[RateLeft]:
    """What a history leaves of each rate."""
    settled = split_history(history, totals)
    return [
        RateLeft(
            total.rate,
            total.total - sum((shares[place].amount for shares in settled), Money(0, total.total.currency)),
            total.vat - sum((shares[place].vat for shares in settled), Money(0, total.vat.currency)),
        )
        for place, total in enumerate(totals)
    ]


def most_vat(amount: Money, left: Sequence[RateLeft]) -> Money:
    """The most VAT that a part of what is left can hold: all of it of the highest rates, up to the next cent."""
    vat, rest = 0, amount.minor
    for one in sorted(left, key=lambda one: -one.rate):
        part = min(rest, max(0, one.amount.minor))
        if part:
            vat += max(0, -(-part * one.vat.minor // one.amount.minor))
        rest -= part
    return Money(vat, amount.currency)


def split_receipts(receipts: Sequence[Money], totals: Sequence[RateTotal]) -> list[tuple[RateShare, ...]]:
    """The same of receipts; a negative one (refund, returned debit) takes back in proportion to what was received.

    Raises ValueError when more is paid than was open, or more taken back than was received.
    """
    received, whole = 0, sum(rate.total.minor for rate in totals)
    for receipt in receipts:
        most = whole - received if receipt.minor > 0 else received
        if abs(receipt.minor) > most:
            raise ValueError(f"{receipt} is more than {most}")
        received += receipt.minor
    return split_history([Settled(receipt) for receipt in receipts], totals)


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


class _Book:
    """What an invoice has received by rate so far, and what of each event stands."""

    def __init__(self, totals: Sequence[RateTotal]) -> None:
        self._totals = totals
        self._amounts = [0] * len(totals)
        self._vats = [0] * len(totals)
        self._standing: list[_Standing] = []

    def add(self, settled: Settled) -> tuple[RateShare, ...]:
        """How it divides, once all that came before it has."""
        amount, place = settled.amount.minor, settled.takes_back
        first = self._standing[place] if place is not None and place < len(self._standing) else None
        if first is not None and amount * sum(first.amounts) >= 0:  # nothing of it is left to take back
            first = None
        amounts, vats = self._back(amount, first) if first else self._anew(settled)
        self._standing.append(_Standing([0] * len(amounts), [0] * len(vats), first))
        self._standing[-1].move(amounts, vats)
        _add(self._amounts, amounts)
        _add(self._vats, vats)
        currency = settled.amount.currency
        return tuple(
            RateShare(total.rate, Money(part, currency), Money(vat, currency))
            for total, part, vat in zip(self._totals, amounts, vats, strict=True)
        )

    def _anew(self, settled: Settled) -> tuple[list[int], list[int]]:
        """The VAT is that of all received so far less that of what came before: its roundings never add up."""
        amount, whole = settled.amount.minor, [total.total.minor for total in self._totals]
        pairs = zip(whole, self._amounts, strict=True)
        room = self._amounts if amount < 0 else [total - received for total, received in pairs]
        own = [
            one if total.rate == settled.rate else 0 for one, total in zip(room, self._totals, strict=True)
        ]
        amounts = _signed(_divided(abs(amount), (own, room), whole), amount)
        vats = [
            _vat_within(total, received + part) - before if part else 0
            for total, received, part, before in zip(
                self._totals, self._amounts, amounts, self._vats, strict=True
            )
        ]
        if settled.vat is not None:
            _round_as_said(settled.vat.minor - sum(vats), amounts, vats)
        return amounts, vats

    def _back(self, amount: int, first: "_Standing") -> tuple[list[int], list[int]]:
        """In proportion to what stands of the first, with as much of its VAT; all of it, with all of its VAT."""
        room = [abs(part) for part in first.amounts]
        parts = _divided(abs(amount), (room,), [total.total.minor for total in self._totals])
        vats = []
        for total, part, most, vat in zip(self._totals, parts, room, first.vats, strict=True):
            own = min(part, most)
            back = vat if own == most else round_half_away(Decimal(vat * own) / most)
            more = _vat_within(total, part - own)
            vats.append((more if amount > 0 else -more) - back)
        return _signed(parts, amount), vats


@dataclass(slots=True)
class _Standing:
    """What is left of an event once others took of it back; `first` is what it took back itself."""

    amounts: list[int]
    vats: list[int]
    first: "_Standing | None"

    def move(self, amounts: Sequence[int], vats: Sequence[int]) -> None:
        one: _Standing | None = self
        while one is not None:
            _add(one.amounts, amounts)
            _add(one.vats, vats)
            one = one.first


def _divided(amount: int, rooms: Sequence[Sequence[int]], whole: Sequence[int]) -> list[int]:
    """By what there is room for, the first room first; what has none, as the order of events is lost, by the whole."""
    parts = [0] * len(whole)
    for room in rooms:
        free = [max(0, one - part) for one, part in zip(room, parts, strict=True)]
        within = min(amount, sum(free))
        _add(parts, share_out(within, free))
        amount -= within
    if amount:
        _add(parts, share_out(amount, whole))
    return parts


def _round_as_said(difference: int, amounts: Sequence[int], vats: list[int]) -> None:
    """Put a paper's own rounding on the largest rate; a larger difference is no rounding, and is not believed."""
    largest = max(range(len(amounts)), key=lambda place: abs(amounts[place]))
    if abs(difference) <= len(amounts) and 0 <= vats[largest] + difference <= abs(amounts[largest]):
        vats[largest] += difference


def _add(sums: list[int], more: Sequence[int]) -> None:
    for place, one in enumerate(more):
        sums[place] += one


def _signed(amounts: Sequence[int], like: int) -> list[int]:
    return [-one for one in amounts] if like < 0 else list(amounts)


def _vat_within(total: RateTotal, amount: int) -> int:
    if not total.total.minor:
        return 0
    return round_half_away(Decimal(amount * total.vat.minor) / total.total.minor)
