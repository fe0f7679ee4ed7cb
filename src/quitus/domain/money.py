"""Exact amounts: integers of the currency's smallest unit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from quitus.domain.refused import Refused

# ISO 4217 minor units that are not two. A currency missing here has two places.
NO_PLACES = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
    "XAF", "XOF", "XPF",
}  # fmt: skip
THREE_PLACES = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
MINOR_UNITS = {**dict.fromkeys(NO_PLACES, 0), **dict.fromkeys(THREE_PLACES, 3)}
CURRENCY = re.compile(r"[A-Z]{3}\Z")
LARGEST_MINOR = 10**15  # ten thousand billion euros: beyond it, somebody mistook a column


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount in the smallest unit: 12.34 EUR is Money(1234, "EUR")."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not CURRENCY.match(self.currency):
            raise Refused("currency_unknown", currency=self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, rate: Decimal) -> "Money":
        """The only place where a rate meets money, hence the only one that rounds."""
        return Money(round_half_away(Decimal(self.minor) * rate), self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in whole units, exactly: Decimal("12.34")."""
        return Decimal(self.minor).scaleb(-places(self.currency))

    def __str__(self) -> str:
        return f"{self.decimal:f} {self.currency}"

    def _same(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise Refused("currencies_differ", first=self.currency, second=other.currency)
        return other


def places(currency: str) -> int:
    """How many decimal places the currency has: EUR 2, JPY 0, TND 3."""
    return MINOR_UNITS.get(currency, 2)


def round_half_away(exact: Decimal) -> int:
    """Half away from zero: 13.455 euros are 13.46, -13.455 are -13.46."""
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def from_decimal(amount: Decimal, currency: str) -> Money:
    """Money from a decimal of whole units; refuses fractions of the smallest unit and absurd sizes."""
    minor = amount.scaleb(places(currency))
    if not amount.is_finite() or abs(minor) > LARGEST_MINOR:
        raise Refused("amount_too_large", amount=str(amount))
    if minor != minor.to_integral_value():
        raise Refused("amount_too_precise", amount=str(amount), currency=currency)
    return Money(int(minor), currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero of `currency` for none."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result
