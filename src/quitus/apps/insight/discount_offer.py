"""The early-payment discount that a client's late terms grant on one invoice."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from quitus.apps.invoicing.models import Invoice
from quitus.apps.invoicing.vat import vat_of
from quitus.apps.law.queries import late_terms_of
from quitus.domain.books.discounts import early_payment_discount
from quitus.domain.charges.late_terms import DiscountVat, LateTerms
from quitus.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class DiscountOffer:
    """What was agreed: so many percent for whoever pays by `until`; `percent` zero for nothing.

    `amount` is the discount with what it holds of VAT; None where it cannot be known: "net de taxe" it counts on
    the price without VAT, which this invoice never said.
    """

    percent: Decimal
    days: int
    until: date
    vat: DiscountVat
    amount: Money | None

    def holds(self, paid_on: date) -> bool:
        """Whether money that came on this day was early enough."""
        return bool(self.percent) and paid_on <= self.until


def discount_offer(invoice_id: int) -> DiscountOffer:
    """By the terms that hold today; raises Invoice.DoesNotExist."""
    invoice = Invoice.objects.get(id=invoice_id)
    terms = late_terms_of([invoice.client_id])[invoice.client_id]
    return DiscountOffer(
        percent=terms.discount_percent,
        days=terms.discount_days,
        until=invoice.issued_on + timedelta(days=terms.discount_days),
        vat=terms.discount_vat,
        amount=_amount(invoice, terms) if terms.discount_percent else None,
    )


def _amount(invoice: Invoice, terms: LateTerms) -> Money | None:
    lines = vat_of([invoice.id]).get(invoice.id, [])
    net_of_tax = terms.discount_vat is DiscountVat.NET_OF_TAX
    if net_of_tax and not lines:
        return None
    vat = total((line.vat for line in lines), invoice.currency)
    whole = Money(invoice.total_minor, invoice.currency)
    return early_payment_discount(whole, vat, terms.discount_percent, net_of_tax=net_of_tax).total
