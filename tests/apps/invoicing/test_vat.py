"""The VAT that an invoice says: by rate, to the cent, once."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from quitus.apps.invoicing.models import Invoice, InvoiceVat
from quitus.apps.invoicing.vat import VatLine, record_vat, vat_of
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.refused import Refused
from tests.record import a_client, an_invoice, euros


def line(rate: str, net: str, vat: str) -> VatLine:
    return VatLine(Decimal(rate), euros(net), euros(vat))


TWENTY, TEN = line("20", "500.00", "100.00"), line("10", "500.00", "50.00")


@pytest.fixture
def invoice_id(inside) -> int:
    return an_invoice(a_client(), "FA-1", "1150.00").invoice_id


def test_the_rates_of_an_invoice_from_the_highest(invoice_id):
    record_vat({invoice_id: [TEN, TWENTY]})
    assert vat_of([invoice_id]) == {invoice_id: [TWENTY, TEN]}
    assert vat_of([invoice_id + 1]) == {}


REFUSED = [
    ("a cent too much", [TWENTY, line("10", "500.01", "50.00")], "vat_does_not_add_up"),
    ("a rate that no invoice bears", [TWENTY, line("19", "500.00", "50.00")], "vat_rate_unknown"),
    ("a rate twice", [line("20", "500.00", "100.00"), line("20", "500.00", "50.00")], "vat_rate_twice"),
    ("nothing taxed", [line("20", "0.00", "1150.00")], "vat_not_positive"),
    ("a negative tax", [VatLine(Decimal(20), euros("1250.00"), -euros("100.00"))], "vat_not_positive"),
    ("no line", [], "vat_does_not_add_up"),
]


@pytest.mark.parametrize(("lines", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_the_invoice(invoice_id, lines, code):
    with pytest.raises(Refused) as refusal:
        record_vat({invoice_id: lines})
    assert refusal.value.code == code
    assert InvoiceVat.objects.count() == 0


def test_it_is_said_once_and_never_edited(invoice_id):
    record_vat({invoice_id: [TWENTY, TEN]})
    with pytest.raises(Refused, match="invoice_vat_known"):
        record_vat({invoice_id: [TWENTY, TEN]})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        InvoiceVat.objects.update(vat_minor=1)


def test_another_firm_s_invoice_is_none(organisation):
    other = Organisation.objects.create(name="Autre")
    with tenant(organisation.id):
        invoice_id = an_invoice(a_client(), "FA-1", "1150.00").invoice_id
    with tenant(other.id), pytest.raises(Invoice.DoesNotExist):
        record_vat({invoice_id: [TWENTY, TEN]})
