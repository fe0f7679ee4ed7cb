"""Invoices whose day is a slip of the keyboard keep the file out."""

import pytest

from tests.domain.importing.test_invoices import GOOD, HEADERS, codes, plan


@pytest.mark.parametrize("issued", ["24/12/2028", "01/01/2062", "31/12/2099", "10/11/0025", "31/12/1989"])
def test_an_invoice_of_an_impossible_year_is_a_problem(issued):
    result = plan(HEADERS, GOOD, f"F-2|Durand|{issued}|31/12/2099|12")
    assert codes(result.problems) == [(3, "Date facture", "import_date_implausible")]


@pytest.mark.parametrize("issued", ["24/11/2026", "31/12/2027"])
def test_one_that_is_a_little_ahead_is_only_told(issued):
    result = plan(HEADERS, f"F-2|Durand|{issued}|01/02/2028|12")
    assert (codes(result.problems), "import_issued_in_future" in {n.code for n in result.notices}) == (
        [],
        True,
    )
