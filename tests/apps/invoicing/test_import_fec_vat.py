"""The VAT of invoices that come from a FEC, on record: what their entries say, or nothing."""

from decimal import Decimal

from quitus.apps.invoicing.import_fec import FecFile, import_fec
from quitus.apps.invoicing.imports import ImportReport
from quitus.apps.invoicing.models import Invoice
from quitus.apps.invoicing.vat import VatLine, vat_of
from tests.fec import NAME, Line, fec
from tests.record import CAMILLE, TODAY, euros

BOOKS = (Line("F2", 30_000, on="20260120"), Line("F3", 8_050, on="20260210", client="C0009", name="ACME"))


def take_in(content: bytes) -> ImportReport:
    return import_fec(FecFile(lambda: [content], NAME), on=TODAY, actor=CAMILLE)


def with_vat(content: bytes, net: str, vat: str, *, document: str = "F3") -> bytes:
    """The file in which the income of one invoice is divided into income and VAT."""
    lines = content.decode().split("\r\n")
    place = next(n for n, line in enumerate(lines) if "\t707000\t" in line and f"\t{document}\t" in line)
    income = lines[place].split("\t")
    tax = [*income[:4], "445710", "TVA collectée", *income[6:11], "0,00", vat, *income[13:]]
    income[12] = net
    lines[place : place + 1] = ["\t".join(income), "\t".join(tax)]
    return "\r\n".join(lines).encode()


def test_the_vat_of_an_invoice_comes_from_its_entry(inside):
    report = take_in(with_vat(fec(*BOOKS), "67,08", "13,42"))
    assert report.written
    vat = vat_of(Invoice.objects.values_list("id", flat=True))
    assert vat[Invoice.objects.get(number="F3").id] == [
        VatLine(Decimal("20.00"), euros("67.08"), euros("13.42"))
    ]
    assert vat[Invoice.objects.get(number="F2").id] == [VatLine(Decimal("0.00"), euros("300.00"), euros("0"))]


def test_a_vat_that_is_not_certain_stays_unknown(inside):
    report = take_in(with_vat(fec(*BOOKS), "70,00", "10,50"))
    assert report.written
    assert (4, "import_fec_vat_unknown") in [(notice.line, notice.code) for notice in report.notices]
    assert Invoice.objects.get(number="F3").id not in vat_of(Invoice.objects.values_list("id", flat=True))
