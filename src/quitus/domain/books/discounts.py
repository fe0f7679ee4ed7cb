"""What an early-payment discount is worth, and what of it is VAT (`domain/france.md` §6)."""

from dataclasses import dataclass
from decimal import Decimal

from quitus.domain.money import Money


@dataclass(frozen=True, slots=True)
class Discount:
    """What the client need not pay: `net` on 665, `vat` off the VAT owed."""

    net: Money
    vat: Money

    @property
    def total(self) -> Money:
        return self.net + self.vat


def early_payment_discount(total: Money, vat: Money, percent: Decimal, *, net_of_tax: bool) -> Discount:
    """The discount on an amount, VAT included (`total`, and the `vat` within it).

    It lowers the VAT base (CGI 267 II-1°), the VAT comes back by a credit note; or, "net de taxe", it is counted on
    the price without VAT, and the VAT stays as it was invoiced.
    """
    rate = percent / 100
    if net_of_tax:
        return Discount((total - vat).times(rate), Money(0, total.currency))
    vat_part = vat.times(rate)
    return Discount(total.times(rate) - vat_part, vat_part)
