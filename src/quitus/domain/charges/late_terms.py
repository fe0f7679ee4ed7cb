"""What firm and client agreed for the case that money comes late, or early."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from quitus.domain.law.worksheet import Conventions
from quitus.domain.refused import Refused

HIGHEST_RATE = Decimal(100)
HIGHEST_DISCOUNT = Decimal(50)
LONGEST_DISCOUNT_DAYS = 120


class Claims(StrEnum):
    """Which charges the firm chose to claim; what the law grants is shown to it all the same."""

    NOTHING = "nothing"
    INTEREST = "interest"
    ALL = "all"  # interest and the indemnity


class DiscountVat(StrEnum):
    """An early-payment discount lowers the VAT by a credit note, or leaves it as it was ("net de taxe")."""

    CREDIT_NOTE = "credit_note"
    NET_OF_TAX = "net_of_tax"


@dataclass(frozen=True, slots=True)
class LateTerms:
    """The late rules of a client: its own, else the firm's, else these.

    `rate` is the contractual percentage a year, None for the law's. `working_day_grace`: a due date on a day of
    rest is late only after the next working day (no law says so; many firms do). `discount_percent` for whoever
    pays within `discount_days` of the invoice; 0 for none. `own`: agreed with this very client, not the firm's for all.
    """

    claims: Claims = Claims.NOTHING
    rate: Decimal | None = None
    conventions: Conventions = field(default_factory=Conventions)
    working_day_grace: bool = False
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0
    discount_vat: DiscountVat = DiscountVat.CREDIT_NOTE
    own: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        """Refused: late_rate_out_of_reach, discount_out_of_reach."""
        if self.rate is not None and not 0 < self.rate <= HIGHEST_RATE:
            raise Refused("late_rate_out_of_reach", rate=self.rate, highest=HIGHEST_RATE)
        days, percent = self.discount_days, self.discount_percent
        if not (0 <= percent <= HIGHEST_DISCOUNT and 0 <= days <= LONGEST_DISCOUNT_DAYS):
            raise Refused("discount_out_of_reach", percent=percent, days=days)
        if bool(days) != bool(percent):
            raise Refused("discount_out_of_reach", percent=percent, days=days)
