"""Amounts, percentages and dated amounts on the command line."""

import re
from datetime import date
from decimal import Decimal

import click

from quitus.cli.days import DAY
from quitus.domain.money import Money, from_decimal

CURRENCY = "EUR"
# No exponent, no "NaN", no digits of other scripts; a French decimal comma is as good as a point.
PLAIN = re.compile(r"[+-]?[0-9]{1,30}(?:[.,][0-9]{1,30})?\Z")


class Amount(click.ParamType[Money]):
    """Euros: 1200.00 or 1200,00. Raises Refused: amount_too_precise, amount_too_large."""

    name = "AMOUNT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        return from_decimal(_decimal(self, value, "an amount: 1200.00", param, ctx), CURRENCY)


class Percent(click.ParamType[Decimal]):
    """A yearly percentage: 12 or 12.15. Whether it is possible is for the rules to say."""

    name = "PERCENT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        return _decimal(self, value, "a percentage: 12.15", param, ctx)


class DatedAmount(click.ParamType[tuple[date, Money]]):
    """What happened on a day: 2025-06-10:700.00. Raises Refused as dates and amounts do."""

    name = "YYYY-MM-DD:AMOUNT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, Money]:
        day, colon, amount = str(value).partition(":")
        if not colon:
            self.fail(f"{value!r} is not a dated amount: YYYY-MM-DD:AMOUNT", param, ctx)
        return DAY.convert(day, param, ctx), AMOUNT.convert(amount, param, ctx)


def _decimal(
    kind: click.ParamType[Money] | click.ParamType[Decimal],
    value: object,
    wanted: str,
    param: click.Parameter | None,
    ctx: click.Context | None,
) -> Decimal:
    text = str(value).strip()
    if not PLAIN.match(text):
        kind.fail(f"{value!r} is not {wanted}", param, ctx)
    return Decimal(text.replace(",", "."))


AMOUNT = Amount()
PERCENT = Percent()
DATED_AMOUNT = DatedAmount()
country_option = click.option(
    "--country",
    default="FR",
    show_default=True,
    metavar="CODE",
    callback=lambda _ctx, _param, value: value.upper(),
    help="Whose law: two letters.",
)
