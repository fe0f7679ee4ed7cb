"""All that ever settled an invoice, as the division of its VAT reads it: in the order in which it became known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quitus.apps.invoicing.models import Instalment, Invoice
from quitus.apps.invoicing.vat import VatLine, vat_of
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import Row, few_rows
from quitus.domain.books.vat_on_collection import (
    RateShare,
    RateTotal,
    Settled,
    left_of,
    most_vat,
    split_history,
)
from quitus.domain.books.vat_within import vat_within
from quitus.domain.law.fr.vat_rates import RATES
from quitus.domain.money import Money

# One row for each allocation, and for each reduction of an invoice: what it takes back, of which rate it is, the VAT
# that it says (where all of it is of this invoice), the day of its paper, its entry in the books.
SETTLED = """
SELECT instalment.invoice_id, TRUE AS is_money, part.id, part.reverses_id AS takes_back, part.recorded_at,
    part.amount_minor AS minor, NULL::numeric AS rate, NULL::bigint AS vat_minor, part.allocated_on AS day,
    'payment:' || coalesce(payment.reverses_id || ':reversed', payment.id::text) AS source
FROM payments_allocation AS part
JOIN payments_payment AS payment ON payment.id = part.payment_id
JOIN invoicing_instalment AS instalment ON instalment.id = part.instalment_id
UNION ALL
SELECT instalment.invoice_id, FALSE, reduction.id, coalesce(reduction.reverses_id, reduction.recovers_id),
    reduction.recorded_at, sum(part.amount_minor)::bigint, reduction.rate,
    CASE WHEN sum(part.amount_minor) = reduction.amount_minor THEN nullif(reduction.vat_minor, 0) END,
    reduction.happened_on,
    'reduction:' || coalesce(reduction.reverses_id || ':reversed', reduction.id::text)
FROM payments_reductionpart AS part
JOIN payments_reduction AS reduction ON reduction.id = part.reduction_id
JOIN invoicing_instalment AS instalment ON instalment.id = part.instalment_id
GROUP BY instalment.invoice_id, reduction.id
"""
IN_ORDER = "settled.recorded_at, settled.is_money, settled.id"
# What `history_of` reads of a row.
COLUMNS = "settled.is_money, settled.id, settled.takes_back, settled.minor, settled.rate, settled.vat_minor"
_OF_INVOICES = f"""
SELECT settled.invoice_id, {COLUMNS} FROM ({SETTLED}) AS settled
WHERE settled.invoice_id = ANY(%(ids)s::bigint[]) ORDER BY settled.invoice_id, {IN_ORDER}
"""  # noqa: S608 - texts of ours


@dataclass(frozen=True, slots=True)
class VatHistory:
    """An invoice that said its VAT, and what settled it. What was paid before the import came first."""

    totals: Sequence[RateTotal]
    history: Sequence[Settled]

    def bears(self, rate: Decimal) -> bool:
        """Whether the invoice has this rate."""
        return any(total.rate == rate for total in self.totals)

    @property
    def shares(self) -> list[tuple[RateShare, ...]]:
        """How each row divides."""
        return split_history(self.history, self.totals)[1:]

    def within(self, amount: Money, rate: Decimal | None = None) -> Money:
        """The VAT within what is taken off next, in proportion or of one rate; with the last cent, all that is left.

        Less than the amount, and never negative: where one cent would make up several of rounding, it does not.
        """
        *_, shares = split_history([*self.history, Settled(amount, rate=rate)], self.totals)
        vat = sum(share.vat.minor for share in shares)
        return Money(max(0, min(vat, amount.minor - 1)), amount.currency)

    def most_within(self, amount: Money) -> Money:
        """The most VAT that so much of what is left can hold."""
        return most_vat(amount, left_of(self.history, self.totals))


def history_of(already_paid: Money, lines: Sequence[VatLine], found: Sequence[Row]) -> VatHistory:
    """From rows of `COLUMNS`, in order."""
    currency = already_paid.currency
    totals = [RateTotal(line.rate, line.net + line.vat, line.vat) for line in lines]
    history, places = [Settled(already_paid)], {}
    for is_money, id_, takes_back, minor, rate, vat in found:
        places[is_money, id_] = len(history)
        first = places.get((is_money, takes_back))
        said = Money(vat, currency) if vat else None
        history.append(Settled(Money(minor, currency), first, rate, said))
    return VatHistory(totals, history)


def vat_histories(invoice_ids: Collection[int]) -> dict[int, VatHistory]:
    """Of those of the invoices that said their VAT; three statements."""
    lines = vat_of(invoice_ids)
    if not lines:
        return {}
    found: dict[int, list[Row]] = {id_: [] for id_ in lines}
    for invoice_id, *row in few_rows(_OF_INVOICES, {"ids": array_literal(lines)}):
        found[invoice_id].append(tuple(row))
    paid = dict(Invoice.objects.filter(id__in=lines).values_list("id", "already_paid_minor"))
    currency = books_currency()
    return {id_: history_of(Money(paid[id_], currency), lines[id_], own) for id_, own in found.items()}


def most_vat_within(parts: Mapping[int, Money]) -> Money:
    """The most VAT that these parts of instalments can hold: what their invoices bear; by the highest rate that the
    law ever knew where they never said.
    """
    currency = books_currency()
    amounts: dict[int, Money] = {}
    invoices = dict(Instalment.objects.filter(id__in=list(parts)).values_list("id", "invoice_id"))
    for instalment_id, part in parts.items():
        known = amounts.get(invoices[instalment_id], Money(0, currency))
        amounts[invoices[instalment_id]] = known + part
    histories = vat_histories(amounts)
    most = (
        histories[id_].most_within(amount) if id_ in histories else vat_within(amount, max(RATES))
        for id_, amount in amounts.items()
    )
    return sum(most, Money(0, currency))
