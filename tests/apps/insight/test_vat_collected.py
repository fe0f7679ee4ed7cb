"""VAT on collection: the worked cases of `domain/france.md` §4.4, reversals, closed months, what is not known."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.apps.books.closing import close_books
from quitus.apps.insight.vat_collected import collected, vat_collected
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.payments.reductions import take_back_reduction
from tests.apps.books.business import credit_note, invoice, payment, write_off
from tests.record import CAMILLE, a_client, euros

JANUARY, FEBRUARY = (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))
V4_1 = [("20", "1000.00", "200.00"), ("10", "500.00", "50.00")]  # 1,750.00 in all
V4_2 = [("20", "100.00", "20.00"), ("10", "100.00", "10.00"), ("5.5", "100.00", "5.50")]  # 335.50


def told(first: date, last: date) -> list[tuple[str, str, str]]:
    """(rate, collected with VAT, VAT) of a period."""
    report = vat_collected(first, last)
    return [
        (f"{one.rate.normalize():f}", f"{one.amount.decimal}", f"{one.vat.decimal}") for one in report.rates
    ]


def an_invoice_of(client: int, number: str, rates, total: str) -> None:
    instalment = invoice(client, number, total, date(2026, 1, 2))
    lines = [VatLine(Decimal(rate), euros(net), euros(vat)) for rate, net, vat in rates]
    record_vat({instalment.invoice_id: lines})


def test_v4_1_two_receipts_of_two_rates(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    payment(client, "700.00", date(2026, 1, 20))
    payment(client, "333.33", date(2026, 2, 3))
    assert told(*JANUARY) == [("20", "480.00", "80.00"), ("10", "220.00", "20.00")]
    assert told(*FEBRUARY) == [("20", "228.57", "38.10"), ("10", "104.76", "9.52")]
    report = vat_collected(*JANUARY)
    assert (str(report.net), str(report.vat), str(report.credit)) == ("600.00 EUR", "100.00 EUR", "0.00 EUR")


def test_v4_2_no_cent_is_made(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", V4_2, "335.50")
    payment(client, "100.00", date(2026, 1, 20))
    assert [amount for _, amount, _ in told(*JANUARY)] == ["35.77", "32.79", "31.44"]
    payment(client, "235.50", date(2026, 2, 3))
    whole = vat_collected(JANUARY[0], FEBRUARY[1])
    assert [(str(one.net), str(one.vat)) for one in whole.rates] == [
        ("100.00 EUR", "20.00 EUR"),
        ("100.00 EUR", "10.00 EUR"),
        ("100.00 EUR", "5.50 EUR"),
    ]


def test_what_is_taken_back_is_negative_on_its_own_day(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    mistaken = payment(client, "700.00", date(2026, 1, 20))
    reverse(mistaken.id, on=date(2026, 2, 2), actor=CAMILLE)
    assert told(*JANUARY) == [("20", "480.00", "80.00"), ("10", "220.00", "20.00")]
    assert told(*FEBRUARY) == [("20", "-480.00", "-80.00"), ("10", "-220.00", "-20.00")]
    assert str(vat_collected(*FEBRUARY).received) == "-700.00 EUR"


def test_a_payment_typed_anew_with_an_earlier_day(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    mistaken = payment(client, "1750.00", date(2026, 1, 20))
    reverse(mistaken.id, on=date(2026, 1, 25), actor=CAMILLE)
    payment(client, "1750.00", date(2026, 1, 22))
    assert told(*JANUARY) == [("20", "1200.00", "200.00"), ("10", "550.00", "50.00")]
    assert len(list(collected(*JANUARY))) == 3


def test_an_undone_match_and_its_replacement_each_count_on_their_day(inside):
    """The bank's line is of January; the match is undone, and made again, in February."""
    client = a_client()
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    first = payment(client, "700.00", date(2026, 1, 20))
    reverse(first.id, on=date(2026, 2, 2), actor=CAMILLE)
    close_books(JANUARY[1], on=date(2026, 2, 3), actor=CAMILLE)
    payment(client, "700.00", date(2026, 1, 20), slot="again")  # booked on the first open day
    assert told(*JANUARY) == [("20", "480.00", "80.00"), ("10", "220.00", "20.00")]
    assert told(*FEBRUARY) == [("20", "0.00", "0.00"), ("10", "0.00", "0.00")]


def test_a_write_off_taken_back_after_a_payment_of_an_earlier_day(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    lost = write_off(client, "FA-1", "1750.00", "250.00", date(2026, 1, 10))
    take_back_reduction(lost.id, on=date(2026, 2, 15), actor=CAMILLE)
    payment(client, "1750.00", date(2026, 2, 1))
    assert told(*JANUARY) == []
    assert told(*FEBRUARY) == [("20", "1200.00", "200.00"), ("10", "550.00", "50.00")]


def test_a_receipt_that_comes_after_its_month_was_closed_counts_in_the_first_open_one(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    close_books(JANUARY[1], on=date(2026, 2, 5), actor=CAMILLE)
    payment(client, "700.00", date(2026, 1, 20))
    assert told(*JANUARY) == []
    assert told(*FEBRUARY) == [("20", "480.00", "80.00"), ("10", "220.00", "20.00")]


def test_the_parts_make_up_what_was_received(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", [("20", "100.00", "20.00")], "120.00")
    invoice(client, "FA-2", "50.00", date(2026, 1, 3))  # nobody said its VAT
    payment(client, "200.00", date(2026, 1, 20))
    report = vat_collected(*JANUARY)
    assert (str(report.amount), str(report.unknown), report.unknown_invoices, str(report.credit)) == (
        "120.00 EUR",
        "50.00 EUR",
        1,
        "30.00 EUR",
    )
    assert str(report.received) == "200.00 EUR"
    an_invoice_of(client, "FA-3", [("10", "20.00", "2.00")], "22.00")
    allocate_credit(client, on=date(2026, 2, 4), actor=CAMILLE)
    february = vat_collected(*FEBRUARY)
    assert (told(*FEBRUARY), str(february.credit)) == ([("10", "22.00", "2.00")], "-22.00 EUR")


def test_a_credit_note_is_not_collected(inside):
    client = a_client()
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    credit_note(client, "FA-1", "875.00", "125.00", date(2026, 1, 10))
    payment(client, "875.00", date(2026, 1, 20))
    assert told(*JANUARY) == [("20", "600.00", "100.00"), ("10", "275.00", "25.00")]


def test_what_was_paid_before_the_import_came_first(inside):
    client = a_client()
    instalment = invoice(client, "FA-1", "1050.00", date(2026, 1, 2), total="1750.00")
    record_vat({instalment.invoice_id: [VatLine(Decimal(r), euros(n), euros(v)) for r, n, v in V4_1]})
    payment(client, "333.33", date(2026, 2, 3))
    assert told(*FEBRUARY) == [("20", "228.57", "38.10"), ("10", "104.76", "9.52")]


def test_each_receipt_is_told_with_its_invoice(inside):
    client = a_client("Maison Berthier")
    an_invoice_of(client, "FA-1", V4_1, "1750.00")
    invoice(client, "FA-2", "50.00", date(2026, 1, 3))
    payment(client, "1800.00", date(2026, 1, 20))
    first, second = collected(*JANUARY)
    assert (first.number, first.client, first.day, str(first.amount), len(first.shares)) == (
        "FA-1",
        "Maison Berthier",
        date(2026, 1, 20),
        "1750.00 EUR",
        2,
    )
    assert (second.number, second.shares) == ("FA-2", ())


@pytest.mark.parametrize("period", [JANUARY, FEBRUARY])
def test_a_period_without_receipts(inside, period):
    report = vat_collected(*period)
    assert (report.rates, str(report.received), str(report.credit)) == ((), "0.00 EUR", "0.00 EUR")


def test_another_firm_collects_its_own(organisation):
    other = Organisation.objects.create(name="Autre")
    with tenant(organisation.id):
        client = a_client()
        an_invoice_of(client, "FA-1", V4_1, "1750.00")
        payment(client, "700.00", date(2026, 1, 20))
    with tenant(other.id):
        assert told(*JANUARY) == []
