"""The VAT within an amount that includes it, by one rate."""

from decimal import Decimal

from quitus.domain.money import Money, round_half_away


def vat_within(amount: Money, rate: Decimal) -> Money:
    """360.00 at 20 % hold 60.00 of VAT: amount × rate ÷ (100 + rate), half away from zero.

    Raises ValueError for a negative rate.
    """
    if rate < 0:
        raise ValueError(f"{rate} is no rate of VAT")
    return Money(round_half_away(amount.minor * rate / (100 + rate)), amount.currency)
