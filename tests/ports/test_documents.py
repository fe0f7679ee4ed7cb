"""What a document says adds up, and comes out of a calculation unchanged."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.law.rates import Confidence, Rate
from quitus.domain.law.worksheet import Conventions, Segment, Worksheet
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.documents import (
    Creditor,
    Debtor,
    DocumentHead,
    WorksheetCost,
    WorksheetDocument,
    WorksheetReduction,
    WorksheetRow,
    worksheet_claim,
)

RATE = Rate(
    Decimal("13.15"), date(2025, 1, 1), date(2025, 6, 30), "BCE 3,15 % + 10 points", Confidence.MEDIUM
)
CALCULATED = Worksheet(
    segments=(
        Segment(
            date(2025, 4, 1), date(2025, 6, 30), 91, Money(1200_00, "EUR"), RATE, Decimal("39.341917808219")
        ),
    ),
    interest=Money(39_34, "EUR"),
    conventions=Conventions(),
)


def claim(**changes):
    facts = {
        "invoice": "FA-2025-0031",
        "issued": date(2025, 3, 1),
        "due": date(2025, 3, 31),
        "principal": Money(1200_00, "EUR"),
    }
    return worksheet_claim(CALCULATED, **{**facts, **changes})


def document(*claims):
    head = DocumentHead("fr", Creditor("Studio Marelle"), Debtor("Berthier"), "DI-1", date(2025, 7, 1))
    return WorksheetDocument(head, date(2025, 6, 30), claims, Conventions())


def test_a_calculation_becomes_rows():
    assert claim().rows == (
        WorksheetRow(
            first=date(2025, 4, 1),
            last=date(2025, 6, 30),
            days=91,
            base=Money(1200_00, "EUR"),
            percent=Decimal("13.15"),
            source="BCE 3,15 % + 10 points",
            exact=Decimal("39.341917808219"),
            confidence=Confidence.MEDIUM,
        ),
    )
    assert claim().interest == Money(39_34, "EUR")


@pytest.mark.parametrize(
    ("changes", "remaining"),
    [
        ({}, 1239_34),
        ({"indemnity": Money(40_00, "EUR")}, 1279_34),
        ({"costs": [WorksheetCost("avocat", Money(110_00, "EUR"))]}, 1349_34),
        (
            {
                "reductions": [
                    WorksheetReduction(
                        date(2025, 6, 10), "virement", Money(700_00, "EUR"), Money(669_30, "EUR")
                    )
                ]
            },
            539_34,
        ),
    ],
)
def test_what_is_left_of_a_claim(changes, remaining):
    assert claim(**changes).remaining == Money(remaining, "EUR")


def test_what_is_left_of_all_claims():
    assert document(claim(), claim(indemnity=Money(40_00, "EUR"))).remaining == Money(2518_68, "EUR")


def test_a_document_has_one_currency():
    with pytest.raises(Refused, match="currencies_differ"):
        _ = claim(indemnity=Money(40_00, "CHF")).remaining
