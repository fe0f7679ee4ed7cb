"""What may make a payment differ from what is owed, and when it usually comes: facts for matching, a query each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Sum

from quitus.apps.charges.models import Charge
from quitus.apps.invoicing.models import Instalment
from quitus.apps.invoicing.vat import vat_of
from quitus.apps.law.queries import late_terms_of
from quitus.domain.books.discounts import early_payment_discount
from quitus.domain.charges.late_terms import DiscountVat
from quitus.domain.matching.facts import ClaimedCharges, EarlyDiscount
from quitus.domain.money import Money, total

LATEST_PAYMENTS = 24
FEWEST_PAYMENTS = 6
WIDEST_HABIT = 21  # days: beyond it, the money comes at any time

# The delays of the latest allocations of each client, from the tenth to the ninetieth of a hundred.
_USUAL_DELAYS = """
SELECT client_id, percentile_disc(0.1) WITHIN GROUP (ORDER BY days), percentile_disc(0.9) WITHIN GROUP (ORDER BY days)
FROM (
    SELECT payment.client_id, payment.received_on - instalment.due_on AS days,
        row_number() OVER (PARTITION BY payment.client_id ORDER BY payment.received_on DESC, payment.id DESC) AS place
    FROM payments_payment payment
    JOIN payments_allocation allocation
        ON allocation.payment_id = payment.id AND allocation.organisation_id = payment.organisation_id
    JOIN invoicing_instalment instalment
        ON instalment.id = allocation.instalment_id AND instalment.organisation_id = payment.organisation_id
    WHERE payment.client_id = ANY(%s) AND payment.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM payments_payment reversal
        WHERE reversal.reverses_id = payment.id AND reversal.organisation_id = payment.organisation_id)
) AS latest
WHERE place <= %s
GROUP BY client_id
HAVING count(*) >= %s
"""


@dataclass(frozen=True, slots=True)
class OpenCharges:
    """What is claimed and open: by instalment, and all in all by client."""

    of_instalments: Mapping[int, ClaimedCharges]
    of_clients: Mapping[int, ClaimedCharges]


def open_charges(clients: Collection[int]) -> OpenCharges:
    """What is claimed of these clients and open; a firm has one currency."""
    rows = (
        Charge.objects.filter(client_id__in=clients, remaining_minor__gt=0)
        .order_by("claim_id")
        .values_list("client_id", "instalment_id", "claim__number", "claim__claimed_on", "currency")
        .annotate(minor=Sum("remaining_minor"))
    )
    of_instalments: dict[int, ClaimedCharges] = {}
    of_clients: dict[int, ClaimedCharges] = {}
    for client_id, instalment_id, number, claimed_on, currency, minor in rows:
        claimed = ClaimedCharges(Money(minor, currency), (number,), claimed_on)
        of_instalments[instalment_id] = _together(of_instalments.get(instalment_id), claimed)
        of_clients[client_id] = _together(of_clients.get(client_id), claimed)
    return OpenCharges(of_instalments, of_clients)


def _together(one: ClaimedCharges | None, other: ClaimedCharges) -> ClaimedCharges:
    if one is None:
        return other
    numbers = tuple(dict.fromkeys((*one.numbers, *other.numbers)))
    return ClaimedCharges(one.amount + other.amount, numbers, max(one.claimed_on, other.claimed_on))


def early_discounts(clients: Collection[int]) -> Mapping[int, EarlyDiscount]:
    """By instalment: what the client's terms allow whoever pays early, of invoices of one instalment, not paid yet.

    "Net de taxe" it counts on the price without VAT: nothing is said of an invoice whose VAT is not known.
    """
    terms = (
        {id_: one for id_, one in late_terms_of(clients).items() if one.discount_percent} if clients else {}
    )
    if not terms:
        return {}
    rows = [
        row
        for row in Instalment.objects.filter(client_id__in=terms, remaining_minor__gt=0).values_list(
            "id",
            "client_id",
            "invoice_id",
            "invoice__issued_on",
            "invoice__total_minor",
            "remaining_minor",
            "currency",
        )
        if row[4] == row[5]
    ]
    vat = vat_of([row[2] for row in rows])
    found = {}
    for instalment_id, client_id, invoice_id, issued_on, minor, _, currency in rows:
        agreed, lines = terms[client_id], vat.get(invoice_id, [])
        net_of_tax = agreed.discount_vat is DiscountVat.NET_OF_TAX
        if net_of_tax and not lines:
            continue
        taxed = total((line.vat for line in lines), currency)
        discount = early_payment_discount(
            Money(minor, currency), taxed, agreed.discount_percent, net_of_tax=net_of_tax
        )
        found[instalment_id] = EarlyDiscount(discount.total, issued_on + timedelta(days=agreed.discount_days))
    return found


def usual_delays(clients: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """By client: between how many days after the due date its money comes, where that is a habit."""
    with connection.cursor() as cursor:
        cursor.execute(_USUAL_DELAYS, [sorted(clients), LATEST_PAYMENTS, FEWEST_PAYMENTS])
        return {
            client: (first, last) for client, first, last in cursor.fetchall() if last - first <= WIDEST_HABIT
        }
