"""An interest calculation as a court reads it: one row for each stretch of days with one base and one rate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from quitus.domain.law.rates import Rate
from quitus.domain.money import Money


class Basis(StrEnum):
    """How many days a year has: 365, as most do; the year's own 365 or 366; 360, as banks did."""

    DAYS_365 = "365"
    ACTUAL = "actual"
    DAYS_360 = "360"


class Rounding(StrEnum):
    """Round the exact sum once for each stretch between payments, or each row by itself."""

    ONCE = "once"
    SEGMENT = "segment"


class Order(StrEnum):
    """What a partial payment settles first: interest (C. civ. 1343-1), or principal where a clause says so."""

    INTEREST = "interest"
    PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the parties or the law leave open; printed on every worksheet.

    `compound`: interest due for a whole year bears interest itself (C. civ. 1343-2: by contract or by a court).
    """

    basis: Basis = Basis.DAYS_365
    rounding: Rounding = Rounding.ONCE
    order: Order = Order.INTEREST
    compound: bool = False


@dataclass(frozen=True, slots=True)
class Reduction:
    """Principal that is owed no more from the day after `day`: by a payment, a credit note, a set-off."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Segment:
    """One row: `base` bore `rate` from `first` to `last`, both included. `exact` is in units, not rounded."""

    first: date
    last: date
    days: int
    base: Money
    rate: Rate
    exact: Decimal


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Rows in the order of time, and their sum rounded by the conventions."""

    segments: tuple[Segment, ...]
    interest: Money
    conventions: Conventions
