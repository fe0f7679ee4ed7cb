"""Figures that only a calculation shows: rates with all their decimals, interest before it is rounded."""

from decimal import Decimal

from babel.numbers import format_decimal, get_currency_symbol

from quitus.domain.money import Money, round_half_away
from quitus.ports import formats

DECIMALS = 4


def rate(percent: Decimal, language: str) -> str:
    """`12,15 %`, `12.15%`; two decimals at least, four where they say something."""
    text = format_decimal(percent, "0.00##", locale=formats.locale(language)).replace("-", formats.MINUS)
    return f"{text}%" if language.startswith("en") else f"{text}{formats.NARROW}%"


def exact(units: Decimal, language: str) -> str:
    """`39,3419`: four decimals, whatever the currency."""
    rounded = Decimal(round_half_away(units.scaleb(DECIMALS))).scaleb(-DECIMALS)
    text = format_decimal(rounded, "#,##0.0000", locale=formats.locale(language))
    return text.replace("-", formats.MINUS)


def symbol(amount: Money, language: str) -> str:
    """`€`, `CHF`: what heads a column of bare figures."""
    return get_currency_symbol(amount.currency, locale=formats.locale(language))
