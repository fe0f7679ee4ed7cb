"""What invoices say of their VAT, rate by rate."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quitus.apps.invoicing.models import Invoice, InvoiceVat
from quitus.apps.organisations.bulk import insert_all
from quitus.domain.law.fr.vat_rates import RATES
from quitus.domain.money import Money, total
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class VatLine:
    """One rate of an invoice, in percent: what is taxed, and its tax."""

    rate: Decimal
    net: Money
    vat: Money


def check_vat(number: str, whole: Money, lines: Sequence[VatLine]) -> None:
    """Refused: vat_rate_unknown, vat_not_positive, vat_rate_twice, vat_does_not_add_up."""
    rates = [line.rate for line in lines]
    for line in lines:
        if line.rate not in RATES:
            raise Refused("vat_rate_unknown", rate=f"{line.rate.normalize():f}", number=number)
        if line.net.minor <= 0 or line.vat.minor < 0:
            raise Refused("vat_not_positive", number=number)
    if len(set(rates)) < len(rates):
        raise Refused("vat_rate_twice", number=number)
    said = total((amount for line in lines for amount in (line.net, line.vat)), whole.currency)
    if said != whole:
        raise Refused("vat_does_not_add_up", number=number, said=said, total=whole)


def record_vat(vat: Mapping[int, Sequence[VatLine]]) -> None:
    """Say the VAT of invoices that did not say it yet: lines by invoice, in one statement.

    Refused: invoice_vat_known, and what `check_vat` refuses; raises Invoice.DoesNotExist.
    """
    invoices = Invoice.objects.in_bulk(vat)
    if missing := vat.keys() - invoices.keys():
        raise Invoice.DoesNotExist(f"invoices {sorted(missing)}")
    if (
        known := InvoiceVat.objects.filter(invoice_id__in=list(vat))
        .values_list("invoice_id", flat=True)
        .first()
    ):
        raise Refused("invoice_vat_known", number=invoices[known].number)
    for invoice_id, lines in vat.items():
        invoice = invoices[invoice_id]
        check_vat(invoice.number, Money(invoice.total_minor, invoice.currency), lines)
    rows = [(invoice_id, line) for invoice_id, lines in vat.items() for line in lines]
    insert_all(
        InvoiceVat,
        {
            "invoice_id": [invoice_id for invoice_id, _ in rows],
            "rate": [line.rate for _, line in rows],
            "net_minor": [line.net.minor for _, line in rows],
            "vat_minor": [line.vat.minor for _, line in rows],
        },
    )


def vat_of(invoice_ids: Collection[int]) -> dict[int, list[VatLine]]:
    """The lines of these invoices, by rate downwards; those that never said are missing."""
    found: dict[int, list[VatLine]] = {}
    rows = InvoiceVat.objects.filter(invoice_id__in=invoice_ids).order_by("invoice_id", "-rate")
    for invoice_id, currency, rate, net, vat in rows.values_list(
        "invoice_id", "invoice__currency", "rate", "net_minor", "vat_minor"
    ):
        found.setdefault(invoice_id, []).append(VatLine(rate, Money(net, currency), Money(vat, currency)))
    return found
