"""The VAT of an imported invoice, where its row says it in a way that can only mean one rate.

Nobody is chased over VAT: what does not agree to the cent is left unknown, and stops nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from quitus.domain.importing.amounts import AmountStyle, amount_style, read_money
from quitus.domain.importing.cells import Cells
from quitus.domain.importing.columns import Columns
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.invoice_amounts import AmountStyles
from quitus.domain.importing.table import Row
from quitus.domain.law.fr.vat_rates import RATES
from quitus.domain.money import Money
from quitus.domain.refused import Refused

_RATE = re.compile(r"\s*([0-9]{1,2})(?:[.,]([0-9]{1,4}))?\s*%?\s*")
# Tools that round each line are a cent away from the rate of the sum.
ROUNDED_BY_LINE = 1
LONGEST = 10_000  # what is longer would be a problem of the row, and stop it


@dataclass(frozen=True, slots=True)
class RowVat:
    """One rate, in percent, with the VAT within the invoice's amount."""

    rate: Decimal
    vat: Money


def vat_style(rows: Sequence[Row], columns: Columns, others: AmountStyles) -> AmountStyle:
    """How the column of VAT writes amounts; as the file's other amounts when it shows nothing."""
    places = columns.get(Field.VAT_AMOUNT, ())
    own = amount_style(row.cells[place] for row in rows for place in places)
    return own.with_help_of(others.values())


def read_vat(cells: Cells, style: AmountStyle, amount: Money) -> RowVat | None:
    """The only rate that makes this VAT of this amount, which includes it; None when there is none, or two."""
    said = _read_amount(cells, style, amount.currency)
    if said is None or not 0 <= said.minor < amount.minor or said.currency != amount.currency:
        return None
    net = amount - said
    stated = cells.texts(Field.VAT_RATE, LONGEST)
    rates = _read_rate(stated[0]) if len(stated) == 1 else RATES
    exact = [rate for rate in rates if _vat_of(net, rate) == said]
    near = [rate for rate in rates if abs(_vat_of(net, rate).minor - said.minor) <= ROUNDED_BY_LINE]
    fitting = exact or near
    return RowVat(fitting[0], said) if len(fitting) == 1 else None


def _read_amount(cells: Cells, style: AmountStyle, currency: str) -> Money | None:
    """What its only column says, or the only one of several that is not zero."""
    try:
        said = [read_money(raw, style, currency) for raw in cells.texts(Field.VAT_AMOUNT, LONGEST)]
    except Refused:
        return None
    taxed = [amount for amount in said if amount]
    if len(taxed) > 1 or not said:
        return None
    return taxed[0] if taxed else said[0]


def _read_rate(raw: str) -> tuple[Decimal, ...]:
    """The rate of a cell ("20 %", "5,5", "0.2"); none for what is no rate of an invoice."""
    found = _RATE.fullmatch(raw)
    if found is None:
        return ()
    value = Decimal(f"{found[1]}.{found[2] or '0'}")
    return tuple(rate for rate in RATES if value in (rate, rate / 100))


def _vat_of(net: Money, rate: Decimal) -> Money:
    return net.times(rate / 100)
