"""Early-payment discounts: vector V6.1 of domain/france.md, both ways of the VAT."""

from decimal import Decimal

import pytest

from quitus.domain.books.discounts import early_payment_discount
from quitus.domain.money import Money


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.mark.parametrize(
    ("total", "vat", "percent", "net_of_tax", "discount"),
    [
        (120_000, 20_000, "2", False, (2_000, 400)),  # V6.1
        (120_000, 20_000, "2", True, (2_000, 0)),
        (100_00, 16_67, "1.5", False, (125, 25)),
        (100_00, 16_67, "1.5", True, (125, 0)),
        (50_000, 0, "3", False, (1_500, 0)),  # no VAT at all: both ways are one
        (50_000, 0, "3", True, (1_500, 0)),
        (120_000, 20_000, "0", False, (0, 0)),
    ],
)
def test_a_discount_and_the_vat_within_it(total, vat, percent, net_of_tax, discount):
    found = early_payment_discount(eur(total), eur(vat), Decimal(percent), net_of_tax=net_of_tax)
    assert (found.net.minor, found.vat.minor) == discount
    assert found.total.minor == sum(discount)
