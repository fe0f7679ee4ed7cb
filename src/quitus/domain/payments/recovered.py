"""What money pays of claims that were written off: a loss gives nothing up, so the claim stands and comes last.

The VAT that the write-off took off is owed again in proportion (CGI 272-1); with the last cent all of it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from quitus.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class Lost:
    """A write-off, or a part of one: what was lost of each instalment, VAT included, and the VAT of it all."""

    id: int
    on: date
    parts: tuple[tuple[int, Money], ...]
    vat: Money

    @property
    def amount(self) -> Money:
        return total((part for _, part in self.parts), self.vat.currency)

    @property
    def net(self) -> Money:
        return self.amount - self.vat


def recover(money: Money, losses: Sequence[Lost]) -> tuple[list[Lost], list[Lost]]:
    """The losses, or parts of them, that this money pays, the oldest first; and what stays lost."""
    paid, left = [], []
    for loss in sorted(losses, key=lambda loss: (loss.on, loss.id)):
        found = _of_one(money, loss)
        money -= found.amount
        if found.parts:
            paid.append(found)
        kept = dict(found.parts)
        parts = ((id_, part - kept.get(id_, Money(0, part.currency))) for id_, part in loss.parts)
        rest = replace(
            loss, parts=tuple((id_, part) for id_, part in parts if part), vat=loss.vat - found.vat
        )
        if rest.parts:
            left.append(rest)
    return paid, left


def _of_one(money: Money, loss: Lost) -> Lost:
    """As much of a loss as the money pays, its instalments in their order."""
    left, parts = min(money, loss.amount), []
    share = Decimal(left.minor) / loss.amount.minor
    for id_, part in loss.parts:
        taken = min(left, part)
        left -= taken
        if taken:
            parts.append((id_, taken))
    return replace(loss, parts=tuple(parts), vat=loss.vat.times(share))
