"""VAT on collection: what was collected in a period, by rate (CGI 269-2 c; `domain/france.md` §4.4).

A receipt counts on its day in the books, so that the report of a closed month stays as it was declared. What reduces an
invoice without money (a credit note, a discount) takes its part of every rate and is not collected.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from quitus.apps.invoicing.vat import VatLine, vat_of
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import Row, rows
from quitus.apps.payments.vat_history import COLUMNS, IN_ORDER, SETTLED, history_of
from quitus.domain.books.vat_on_collection import RateShare
from quitus.domain.money import Money

# What the books have on another day than its paper, because that one was closed.
_MOVED = "SELECT source, happened_on FROM books_journalentry WHERE happened_on > document_on"
_OF_PAYMENT = "moved.source = 'payment:' || coalesce(payment.reverses_id || ':reversed', payment.id::text)"
_OF_CHARGE = f"""
CASE WHEN part.from_credit
    THEN moved.source = 'charge of credit:' || coalesce(part.reverses_id || ':reversed', part.id::text)
    ELSE {_OF_PAYMENT} END
"""
# Of each invoice that received money in the period: all that ever settled it, in the order in which it became known,
# so that what is noted later changes no earlier month.
_RECEIVED = f"""
WITH moved AS ({_MOVED}), settled AS (
    SELECT known.*, greatest(known.day, moved.happened_on) AS booked_on
    FROM ({SETTLED}) AS known LEFT JOIN moved ON moved.source = known.source
)
SELECT settled.invoice_id, invoice.number, client.name, invoice.already_paid_minor, settled.booked_on, {COLUMNS}
FROM settled
JOIN invoicing_invoice AS invoice ON invoice.id = settled.invoice_id
JOIN clients_client AS client ON client.id = invoice.client_id
WHERE settled.invoice_id IN (
    SELECT invoice_id FROM settled WHERE is_money AND booked_on BETWEEN %(first)s AND %(last)s
)
ORDER BY settled.invoice_id, {IN_ORDER}
"""  # noqa: S608 - texts of ours
_SUMS = f"""
WITH moved AS ({_MOVED})
SELECT
    (SELECT coalesce(sum(payment.amount_minor), 0)::bigint
     FROM payments_payment AS payment LEFT JOIN moved ON {_OF_PAYMENT}
     WHERE greatest(payment.received_on, moved.happened_on) BETWEEN %(first)s AND %(last)s),
    (SELECT coalesce(sum(part.amount_minor), 0)::bigint
     FROM payments_chargeallocation AS part JOIN payments_payment AS payment ON payment.id = part.payment_id
     LEFT JOIN moved ON {_OF_CHARGE}
     WHERE greatest(part.allocated_on, moved.happened_on) BETWEEN %(first)s AND %(last)s)
"""  # noqa: S608 - texts of ours


@dataclass(frozen=True, slots=True)
class Collected:
    """What one receipt paid of one invoice; negative when it was taken back. No `shares`: its VAT is unknown."""

    invoice_id: int
    number: str
    client: str
    day: date
    amount: Money
    shares: tuple[RateShare, ...]


@dataclass(frozen=True, slots=True)
class RateCollected:
    """What was collected of a rate (percent), VAT included, and the VAT within it."""

    rate: Decimal
    amount: Money
    vat: Money

    @property
    def net(self) -> Money:
        return self.amount - self.vat

    @property
    def share(self) -> Decimal:
        """The rate as a ratio: 0.2 for 20 %."""
        return self.rate / 100


@dataclass(frozen=True, slots=True)
class VatCollected:
    """The period's receipts: by rate, of invoices that never said their VAT, for charges, and what settles nothing yet.

    The four make up `received`; `credit` is negative when more of older credit was used than new one came.
    """

    first: date
    last: date
    rates: tuple[RateCollected, ...]
    unknown: Money
    unknown_invoices: int
    charges: Money
    received: Money

    @property
    def amount(self) -> Money:
        """Collected with a known VAT, VAT included."""
        return sum((rate.amount for rate in self.rates), self.nothing)

    @property
    def vat(self) -> Money:
        return sum((rate.vat for rate in self.rates), self.nothing)

    @property
    def net(self) -> Money:
        return self.amount - self.vat

    @property
    def credit(self) -> Money:
        return self.received - self.amount - self.unknown - self.charges

    @property
    def nothing(self) -> Money:
        return Money(0, self.received.currency)


def vat_collected(first: date, last: date) -> VatCollected:
    """What was collected from `first` to `last`, both included."""
    currency = books_currency()
    ((received, charges),) = rows(_SUMS, {"first": first, "last": last})
    sums: dict[Decimal, list[int]] = defaultdict(lambda: [0, 0])
    unknown, invoices = 0, set()
    for one in collected(first, last):
        for share in one.shares:
            sums[share.rate][0] += share.amount.minor
            sums[share.rate][1] += share.vat.minor
        if not one.shares:
            unknown += one.amount.minor
            invoices.add(one.invoice_id)
    rates = tuple(
        RateCollected(rate, Money(amount, currency), Money(vat, currency))
        for rate, (amount, vat) in sorted(sums.items(), reverse=True)
    )
    return VatCollected(
        first,
        last,
        rates,
        Money(unknown, currency),
        len(invoices),
        Money(charges, currency),
        Money(received, currency),
    )


def collected(first: date, last: date) -> Iterator[Collected]:
    """Each receipt of the period, invoice by invoice, divided among the rates."""
    currency = books_currency()
    found = rows(_RECEIVED, {"first": first, "last": last})
    vat = vat_of({row[0] for row in found})
    for invoice_id, settled in groupby(found, key=itemgetter(0)):
        events = list(settled)
        shares = _shares(events, vat.get(invoice_id, ()), currency)
        for (_, number, client, _, day, is_money, _, _, minor, *_), parts in zip(events, shares, strict=True):
            if is_money and first <= day <= last:
                yield Collected(invoice_id, number, client, day, Money(minor, currency), parts)


def _shares(
    events: Sequence[Row], lines: Sequence[VatLine], currency: str
) -> Iterable[tuple[RateShare, ...]]:
    """How each event of one invoice divides."""
    if not lines:
        return [()] * len(events)
    already_paid = Money(events[0][3], currency)
    return history_of(already_paid, lines, [row[5:] for row in events]).shares
