"""What cannot be true of a debt is refused, in a sentence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.law.countries import DebtorKind, law_of
from quitus.domain.law.debt import Debt
from quitus.domain.law.late_payment import late_claim
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence

FRANCE = law_of("FR")
DEBT = Debt(Money(1200_00, "EUR"), date(2025, 3, 31), date(2025, 8, 15))
JUNE = date(2025, 6, 10)
CONSUMER = {"debtor": DebtorKind.CONSUMER, "notice": date(2025, 4, 15)}


def cents(minor: int) -> Money:
    return Money(minor, "EUR")


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("principal_not_positive", {"principal": cents(0)}),
        ("principal_not_positive", {"principal": cents(-5_00)}),
        ("amount_too_large", {"principal": cents(10**14)}),
        ("amount_too_large", {"costs": cents(10**14)}),
        ("until_before_due", {"until": date(2025, 3, 30)}),
        ("paid_before_due", {"payments": ((date(2025, 3, 30), cents(1)),)}),
        ("movement_after_until", {"payments": ((date(2025, 8, 16), cents(1)),)}),
        ("movement_after_until", {"credit_notes": ((date(2025, 8, 16), cents(1)),)}),
        ("movement_not_positive", {"payments": ((JUNE, cents(0)),)}),
        ("movement_not_positive", {"credit_notes": ((JUNE, cents(-1)),)}),
        ("paid_above_owed", {"payments": ((JUNE, cents(1270_71)),)}),
        ("paid_above_owed", {"payments": ((date(2025, 3, 31), cents(1200_01)),)}),
        ("credit_note_above_principal", {"credit_notes": ((JUNE, cents(1200_01)),)}),
        ("costs_negative", {"costs": cents(-1)}),
        ("consumer_owes_no_costs", {"costs": cents(1), **CONSUMER}),
        ("indemnity_in_other_currency", {"principal": Money(1200_00, "USD")}),
        ("rate_out_of_reach", {"rate": Decimal(-1)}),
        ("rate_out_of_reach", {"rate": Decimal(1000)}),
        ("rate_missing", {"due": date(1999, 1, 31)}),
        ("rate_missing", {"until": date(2027, 1, 1)}),
    ],
)
def test_impossible_debts(code, facts):
    with pytest.raises(Refused) as refused:
        late_claim(replace(DEBT, **facts), FRANCE)
    assert refused.value.code == code
    assert sentence(refused.value, "fr") != sentence(refused.value, "en")


def test_all_that_is_owed_may_be_paid():
    claim = late_claim(replace(DEBT, payments=((JUNE, cents(1270_70)),)), FRANCE)
    assert claim.total == cents(0)


def test_just_below_the_limit():
    assert late_claim(replace(DEBT, principal=cents(10**14 - 1)), FRANCE).interest == cents(48097260273_97)


def test_a_consumer_in_another_currency_owes_no_indemnity_anyway():
    debt = replace(DEBT, principal=Money(1200_00, "CHF"), **CONSUMER)
    assert late_claim(debt, FRANCE).total.currency == "CHF"
