"""The rules of VAT numbers by themselves: checking one needs no database, key or calendar."""

from quitus.adapters.numbers.european_vat import EuropeanVatNumbers
from quitus.ports.vat_numbers import VatNumbers


def vat_numbers() -> VatNumbers:
    """The rules of every country that Quitus knows."""
    return EuropeanVatNumbers()
