"""Amounts and days of a refusal are told in the reader's form, wherever it is told."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.readable import readable
from quitus.ports.refusals import sentence


@pytest.mark.parametrize(
    ("fact", "french", "english"),
    [
        (Money(123_450, "EUR"), "1\u202f234,50\xa0€", "€1,234.50"),
        (Money(-500, "EUR"), "−5,00\xa0€", "−€5.00"),
        (Money(1200, "JPY"), "1\u202f200\xa0JPY", "JP¥1,200"),
        (date(2026, 3, 3), "3\xa0mars 2026", "3\xa0March 2026"),
        (date(2026, 3, 1), "1er\xa0mars 2026", "1\xa0March 2026"),
        (Decimal("12.5"), "12,5", "12.5"),
        (Decimal("1E+3"), "1000", "1000"),
        (Decimal("NaN"), Decimal("NaN"), Decimal("NaN")),
        (2026, 2026, 2026),  # a year is no amount
        ("2026-03-03", "2026-03-03", "2026-03-03"),  # what somebody typed stays as it was typed
        (None, None, None),
    ],
)
def test_a_fact_as_its_reader_writes_it(fact, french, english):
    assert str(readable(fact, "fr")) == str(french)
    assert str(readable(fact, "en")) == str(english)
    assert str(readable(fact, "en-gb")) == str(english)


def test_a_refusal_tells_its_facts_so():
    refusal = Refused("cash_above_limit", amount=Money(150_000, "EUR"), limit=Money(100_000, "EUR"))
    assert "1\u202f500,00\xa0€" in sentence(refusal, "fr")
    assert "€1,500.00" in sentence(refusal, "en")
    closed = Refused("books_closed", day=date(2026, 1, 31), first_open=date(2026, 2, 1))
    assert "31\xa0janvier 2026" in sentence(closed)
    assert "1\xa0February 2026" in sentence(closed, "en")
    assert closed.facts["day"] == date(2026, 1, 31)  # as it was: a program may read it afterwards
