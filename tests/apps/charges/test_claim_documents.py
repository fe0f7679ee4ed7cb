"""The claim as it is printed: what is left to pay of all that was claimed, and how it was calculated."""

import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from quitus.apps.charges.actions import Cost, Wanted, claim_charges
from quitus.apps.charges.models import ChargeClaim
from quitus.apps.files.actions import keep
from quitus.domain.books.entries import BANK
from quitus.domain.refused import Refused
from tests.record import a_payment, an_invoice, euros

ON = date(2025, 8, 15)
BY = {"on": ON, "actor": "camille@studio-marelle.example"}


def printed(claim: ChargeClaim) -> str:
    """The document's words, blanks made plain."""
    pages = PdfReader(BytesIO(bytes(claim.document.content))).pages
    return re.sub(r"[\s\u202f\u00a0]+", " ", " ".join(page.extract_text() for page in pages))


def test_a_second_claim_says_what_of_the_first_is_still_owed(debtor, late):
    """39.34 and 40.00 claimed up to June, 18.37 since; 30.00 of the first were paid: 49.34 are left of it."""
    claim_charges(Wanted(client_id=debtor, until=date(2025, 6, 30)), **BY)
    a_payment(debtor, "30.00", received_on=ON, account=BANK, parts={})
    words = printed(claim_charges(Wanted(client_id=debtor, until=ON), **BY))
    assert "Réclamé auparavant, encore dû 49,34 €" in words
    assert "Reste à payer 1 267,71 €" in words  # 1,200.00 + 18.37 + 49.34
    assert "dont 18,37 € de pénalités, réclamés par ce document" in words


def test_a_first_claim_says_nothing_of_others(debtor, late):
    assert "auparavant" not in printed(claim_charges(Wanted(client_id=debtor, until=ON), **BY))


def test_the_calculation_says_how_payments_before_it_were_counted(debtor, late):
    """700.00 of 10 June lower the principal whole: V1.7 with principal first, 41.96 and not 42.65."""
    a_payment(debtor, "700.00", received_on=date(2025, 6, 10), account=BANK)
    words = printed(claim_charges(Wanted(client_id=debtor, until=ON), **BY))
    assert "41,96 €" in words
    assert "a été déduit du principal" in words
    assert "règle d’abord les intérêts" not in words


def test_one_bill_is_claimed_once_whichever_invoice_it_is_put_to(debtor, late):
    other = an_invoice(debtor, "FA-2025-0043", "500.00", due_on=date(2025, 3, 31), issued_on=date(2025, 3, 1))
    cost = Cost(
        euros("150.00"), "Facture 2025-118 de Maître Lenoir", keep(b"%PDF-1.7 bill", "application/pdf")
    )
    claim_charges(Wanted(client_id=debtor, until=ON, costs={late.invoice_id: cost}), **BY)
    with pytest.raises(Refused) as refused:
        claim_charges(Wanted(client_id=debtor, until=ON, costs={other.invoice_id: cost}), **BY)
    assert (refused.value.code, refused.value.facts["number"]) == ("costs_claimed_already", "FA-2025-0042")
