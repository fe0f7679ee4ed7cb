"""The conventions that the law leaves open: days of a year, rounding, compounding."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.law.countries import law_of
from quitus.domain.law.debt import Debt
from quitus.domain.law.interest import interest_on
from quitus.domain.law.late_payment import late_claim
from quitus.domain.law.rates import agreed_rate
from quitus.domain.law.worksheet import Basis, Conventions, Order, Reduction, Worksheet
from quitus.domain.money import Money
from quitus.domain.refused import Refused

TEN = agreed_rate(Decimal(10))
COMPOUND = Conventions(compound=True)


def day(text: str) -> date:
    return date.fromisoformat(text)


def euros(amount: str) -> Money:
    return Money(int(Decimal(amount) * 100), "EUR")


def ten_percent(first: str, until: str, conventions: Conventions, *reductions: tuple[str, str]) -> Worksheet:
    lowered = [Reduction(day(on), euros(amount)) for on, amount in reductions]
    return interest_on(euros("10000"), day(first), day(until), lowered, TEN, conventions)


def rows(worksheet: Worksheet) -> list[tuple[str, str, int, Decimal]]:
    return [
        (str(row.first), str(row.last), row.days, row.base.decimal.normalize()) for row in worksheet.segments
    ]


@pytest.mark.parametrize(
    ("basis", "first", "until", "interest", "days"),
    [
        (Basis.DAYS_365, "2023-07-01", "2024-06-30", "1002.74", [366]),
        (Basis.ACTUAL, "2023-07-01", "2024-06-30", "1001.38", [184, 182]),
        (Basis.DAYS_360, "2023-07-01", "2024-06-30", "1016.67", [366]),
        (Basis.ACTUAL, "2024-01-01", "2024-12-31", "1000.00", [366]),
        (Basis.ACTUAL, "2022-12-31", "2025-01-01", "2005.48", [1, 365, 366, 1]),
    ],
)
def test_days_of_a_year(basis, first, until, interest, days):
    worksheet = ten_percent(first, until, Conventions(basis=basis))
    assert worksheet.interest == euros(interest)
    assert [row.days for row in worksheet.segments] == days


def test_interest_of_whole_years_bears_interest():
    """C. civ. 1343-2: 1,000.00 after the first year, 1,100.00 after the second, then 12,100.00 for 10 days."""
    worksheet = ten_percent("2025-04-01", "2027-04-10", COMPOUND)
    assert rows(worksheet) == [
        ("2025-04-01", "2026-03-31", 365, Decimal("1E+4")),
        ("2026-04-01", "2027-03-31", 365, Decimal("1.1E+4")),
        ("2027-04-01", "2027-04-10", 10, Decimal("1.21E+4")),
    ]
    assert worksheet.interest == euros("1000") + euros("1100") + euros("33.15")


def test_nothing_compounds_before_a_whole_year():
    assert ten_percent("2025-04-01", "2026-03-31", COMPOUND).interest == euros("1000")
    assert ten_percent("2025-04-01", "2026-04-01", COMPOUND).interest == euros("1003.01")
    assert ten_percent("2025-04-01", "2026-04-01", Conventions()).interest == euros("1002.74")


def test_a_year_that_begins_on_29_february_ends_on_the_28th():
    assert rows(ten_percent("2024-02-29", "2025-03-01", COMPOUND)) == [
        ("2024-02-29", "2025-02-28", 366, Decimal("1E+4")),
        ("2025-03-01", "2025-03-01", 1, Decimal("11002.74")),
    ]


def test_interest_paid_every_year_never_compounds():
    """C. civ. 1343-1 and 1343-2: what is settled bears nothing; the year of what is left begins anew."""
    debt = Debt(
        euros("10000"),
        day("2025-03-31"),
        day("2027-03-31"),
        rate=Decimal(10),
        payments=((day("2026-03-31"), euros("1000")),),
    )
    claim = late_claim(debt, law_of("FR"), COMPOUND)
    assert [row.base for row in claim.worksheet.segments] == [euros("10000")] * 2
    assert (claim.interest, claim.interest_paid) == (euros("2000"), euros("1000"))


def test_a_payment_settles_compounded_interest_before_principal():
    debt = Debt(
        euros("10000"),
        day("2025-03-31"),
        day("2026-06-30"),
        rate=Decimal(10),
        payments=(
            (day("2026-04-10"), euros("1630.14")),
        ),  # 1,000.00 compounded, 30.14 since, 600.00 principal
    )
    claim = late_claim(debt, law_of("FR"), COMPOUND)
    assert (claim.interest_paid, claim.principal_left) == (euros("1030.14"), euros("9400"))
    assert claim.worksheet.segments[-1].base == euros("9400")


def test_principal_first_leaves_compounded_interest_bearing():
    debt = Debt(
        euros("10000"),
        day("2025-03-31"),
        day("2026-06-30"),
        rate=Decimal(10),
        payments=((day("2026-04-10"), euros("10000")),),
    )
    claim = late_claim(debt, law_of("FR"), Conventions(order=Order.PRINCIPAL, compound=True))
    assert claim.principal_left == euros("0")
    assert claim.worksheet.segments[-1].base == euros("1000")


def test_absurd_growth_is_refused():
    with pytest.raises(Refused, match="amount_too_large"):
        interest_on(
            euros("10000"), day("1990-01-01"), day("2200-01-01"), [], agreed_rate(Decimal(100)), COMPOUND
        )


def test_a_reduction_counts_from_the_day_after_its_own():
    worksheet = ten_percent("2025-04-01", "2025-04-30", Conventions(), ("2025-04-10", "4000"))
    assert rows(worksheet) == [
        ("2025-04-01", "2025-04-10", 10, Decimal("1E+4")),
        ("2025-04-11", "2025-04-30", 20, Decimal("6E+3")),
    ]
    assert worksheet.interest == euros("27.40") + euros("32.88")


@pytest.mark.parametrize(
    ("reductions", "bases"),
    [
        ((("2025-03-01", "4000"),), ["6000"]),  # before the first day
        ((("2025-04-30", "4000"),), ["10000"]),  # on the last, and after it
        ((("2025-05-01", "99999"),), ["10000"]),
        ((("2025-04-10", "10000"),), ["10000"]),  # to nothing: no more rows
        ((("2025-04-20", "1"), ("2025-04-10", "2")), ["10000", "9998", "9997"]),  # in any order
    ],
)
def test_reductions_at_the_edges(reductions, bases):
    worksheet = ten_percent("2025-04-01", "2025-04-30", Conventions(), *reductions)
    assert [row.base for row in worksheet.segments] == [euros(base) for base in bases]


@pytest.mark.parametrize("amount", ["-1", "10000.01"])
def test_a_base_neither_rises_nor_falls_below_nothing(amount):
    with pytest.raises(Refused, match="reduction_above_base"):
        ten_percent("2025-04-01", "2025-04-30", Conventions(), ("2025-04-10", amount))


def test_a_period_that_has_not_begun_bears_nothing():
    assert ten_percent("2025-05-01", "2025-04-30", Conventions()).interest == euros("0")


def test_currencies_with_other_places():
    yen = interest_on(Money(10_000, "JPY"), day("2025-01-01"), day("2025-12-31"), [], TEN, Conventions())
    assert yen.interest == Money(1000, "JPY")
    assert yen.segments[0].exact == 1000
