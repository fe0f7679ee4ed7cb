"""The VAT of an imported invoice: only what can mean one rate; everything else is left unknown and stops nothing."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.importing.columns import propose_columns
from quitus.domain.importing.header_words import Kind
from quitus.domain.importing.invoice_vat import RowVat
from quitus.domain.importing.invoices import Assumptions, plan_invoices
from quitus.domain.importing.plan import row_fingerprint
from quitus.domain.money import Money
from tests.domain.importing.tables import table

HEADERS = ["Numéro", "Client", "E-mail", "Date facture", "Échéance", "Montant TTC"]
ROW = ["FA-1", "Maison Berthier", "c@berthier.example", "05/01/2026", "04/02/2026"]


def planned(amount: str, **more: str):
    """The only row of a file with these further columns."""
    file = table("|".join([*HEADERS, *more]), "|".join([*ROW, amount, *more.values()]))
    mapping = propose_columns(file.headers, Kind.INVOICES).mapping
    plan = plan_invoices(file, mapping, Assumptions(date(2026, 3, 1)))
    assert plan.problems == ()
    return plan.rows[0]


@pytest.mark.parametrize(
    ("amount", "more", "rate", "vat"),
    [
        ("1200,00", {"TVA": "200,00"}, "20", 20_000),
        ("1 200,00 €", {"Montant TVA": "200,00 €", "Montant HT": "1 000,00 €"}, "20", 20_000),
        ("105,50", {"TVA": "5,50"}, "5.5", 550),
        ("100,00", {"TVA": "16,67"}, "20", 1_667),  # V3.2
        ("120,00", {"TVA": "20,01"}, "20", 2_001),  # V3.1: rounded line by line
        ("500,00", {"TVA": "0,00"}, "0", 0),
        ("110,00", {"TVA": "10,00", "Taux de TVA": "10 %"}, "10", 1_000),
        ("110,00", {"TVA": "10,00", "Taux de TVA": "0,1"}, "10", 1_000),
        ("120,00", {"TVA 20 %": "20,00", "TVA 10 %": "0,00"}, "20", 2_000),
        ("120,00", {"TVA 20 %": "20,00", "TVA 10 %": ""}, "20", 2_000),
    ],
)
def test_a_vat_that_means_one_rate(amount, more, rate, vat):
    assert planned(amount, **more).vat == RowVat(Decimal(rate), Money(vat, "EUR"))


@pytest.mark.parametrize(
    ("amount", "more"),
    [
        ("1200,00", {}),
        ("1200,00", {"TVA": ""}),
        ("1200,00", {"TVA": "exonéré"}),
        ("1200,00", {"TVA": "20 %"}),  # a rate where an amount was expected
        ("1200,00", {"TVA": "150,00"}),  # several rates in one invoice
        ("1200,00", {"TVA": "200,05"}),
        ("1200,00", {"TVA": "-200,00"}),
        ("1200,00", {"TVA": "1200,00"}),
        ("1200,00", {"TVA": "9999,00"}),
        ("1200,00", {"TVA": "200,00 USD"}),
        ("120,00", {"TVA": "20,00", "Taux de TVA": "10 %"}),  # they contradict each other
        ("120,00", {"TVA": "20,00", "Taux de TVA": "19 %"}),
        ("0,05", {"TVA": "0,00"}),  # a cent of VAT would be of several rates
        ("230,00", {"TVA 20 %": "20,00", "TVA 10 %": "10,00"}),
        ("1200,00", {"TVA": "2" * 300}),
    ],
)
def test_everything_else_is_left_unknown_and_stops_nothing(amount, more):
    row = planned(amount, **more)
    assert row.vat is None
    assert row.number == "FA-1"


def test_it_makes_no_other_row():
    assert row_fingerprint(planned("1200,00", TVA="200,00")) == row_fingerprint(planned("1200,00"))
