"""The dated rates, half-year by half-year, as published."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.domain.law.countries import COUNTRIES, law_of
from quitus.domain.law.rates import Confidence, RateTable, half_year, half_year_named

# ECB; C. com. L441-10 II (ECB + 10 points); CMF L313-2 (legal rates, two kinds); three times the second of them.
FRENCH = """
2013H1  0.75 10.75 0.04 0.04  0.12
2013H2  0.50 10.50 0.04 0.04  0.12
2014H1  0.25 10.25 0.04 0.04  0.12
2014H2  0.15 10.15 0.04 0.04  0.12
2015H1  0.05 10.05 4.06 0.93  2.79
2015H2  0.05 10.05 4.29 0.99  2.97
2016H1  0.05 10.05 4.54 1.01  3.03
2016H2  0.00 10.00 4.35 0.93  2.79
2017H1  0.00 10.00 4.16 0.90  2.70
2017H2  0.00 10.00 3.94 0.90  2.70
2018H1  0.00 10.00 3.73 0.89  2.67
2018H2  0.00 10.00 3.60 0.88  2.64
2019H1  0.00 10.00 3.40 0.86  2.58
2019H2  0.00 10.00 3.26 0.87  2.61
2020H1  0.00 10.00 3.15 0.87  2.61
2020H2  0.00 10.00 3.11 0.84  2.52
2021H1  0.00 10.00 3.14 0.79  2.37
2021H2  0.00 10.00 3.12 0.76  2.28
2022H1  0.00 10.00 3.13 0.76  2.28
2022H2  0.00 10.00 3.15 0.77  2.31
2023H1  2.50 12.50 4.47 2.06  6.18
2023H2  4.00 14.00 6.82 4.22 12.66
2024H1  4.50 14.50 8.01 5.07 15.21
2024H2  4.25 14.25 8.16 4.92 14.76
2025H1  3.15 13.15 7.21 3.71 11.13
2025H2  2.15 12.15 6.65 2.76  8.28
2026H1  2.15 12.15 6.67 2.62  7.86
2026H2  2.40 12.40 6.84 2.75  8.25
"""
ROWS = [line.split() for line in FRENCH.split("\n") if line]
TABLES = ("FR ecb", "FR late_payment", "FR legal_private", "FR legal_other", "FR contract_floor")
# Basiszinssatz, as listed for each half-year.
GERMAN_BASE = {
    "2023H1": "1.62",
    "2023H2": "3.12",
    "2024H1": "3.62",
    "2024H2": "3.37",
    "2025H1": "2.27",
    "2025H2": "1.27",
    "2026H1": "1.27",
    "2026H2": "1.52",
}


def tables(country: str) -> dict[str, RateTable]:
    return {table.name: table for table in law_of(country).tables}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_french_half_years(row):
    first, last = half_year_named(row[0])
    found = tables("FR")
    for table, percent in zip(TABLES, row[1:], strict=True):
        for day in (first, last):
            assert found[table].on(day).percent == Decimal(percent), table
    if first >= date(2013, 7, 1):  # décret n° 2013-269; CCP R2192-31
        assert found["FR public_late_payment"].on(first).percent == Decimal(row[1]) + 8


def test_there_are_no_others():
    assert {len(tables("FR")[table].rates) for table in TABLES} == {len(ROWS)}


@pytest.mark.parametrize("half", GERMAN_BASE)
def test_the_german_base_rate_follows_the_ecb(half):
    """A cross-check from another source: BGB § 247's rate lies 0.88 points below, so § 288(2)'s is known too."""
    first, _ = half_year_named(half)
    base = Decimal(GERMAN_BASE[half])
    assert tables("FR")["FR ecb"].on(first).percent - Decimal("0.88") == base
    rate = tables("DE")["DE late_payment"].on(first)
    assert (rate.percent, rate.confidence) == (base + 9, Confidence.READ)


@pytest.mark.parametrize(
    ("country", "half", "percent", "confidence"),
    [
        ("DE", "2026H1", "10.27", Confidence.READ),
        ("DE", "2026H2", "10.52", Confidence.READ),
        ("DE", "2022H2", "8.12", Confidence.MEDIUM),
        ("BE", "2026H1", "10.50", Confidence.READ),
        ("BE", "2026H2", "10.50", Confidence.MEDIUM),
        ("BE", "2025H1", "11.50", Confidence.MEDIUM),
        ("BE", "2023H2", "12.00", Confidence.MEDIUM),
        ("IT", "2026H1", "10.15", Confidence.READ),
        ("NL", "2024H2", "12.25", Confidence.READ),
        ("ES", "2026H2", "10.40", Confidence.MEDIUM),
        ("LU", "2026H2", "10.40", Confidence.MEDIUM),
    ],
)
def test_other_countries(country, half, percent, confidence):
    rate = law_of(country).business.rates.on(half_year_named(half)[0])
    assert (rate.percent, rate.confidence) == (Decimal(percent), confidence)


@pytest.mark.parametrize(
    ("table", "half", "confidence"),
    [
        ("FR late_payment", "2026H2", Confidence.READ),
        ("FR late_payment", "2018H1", Confidence.HIGH),
        ("FR public_late_payment", "2026H2", Confidence.MEDIUM),
        ("FR legal_other", "2013H1", Confidence.HIGH),
        ("FR legal_other", "2026H2", Confidence.READ),
        ("FR legal_other", "2018H1", Confidence.MEDIUM),  # published lists differ
        ("FR legal_other", "2019H1", Confidence.MEDIUM),
        ("FR legal_private", "2018H1", Confidence.READ),
        ("FR contract_floor", "2019H1", Confidence.MEDIUM),
    ],
)
def test_how_sure_we_are(table, half, confidence):
    assert tables("FR")[table].on(half_year_named(half)[0]).confidence is confidence


@pytest.mark.parametrize("country", COUNTRIES)
def test_tables_have_no_gap_and_every_rate_its_source(country):
    for table in law_of(country).tables:
        assert table.name.startswith(f"{country} ")
        for rate, following in zip(table.rates, table.rates[1:], strict=False):
            assert (following.since - rate.until).days == 1
        for rate in table.rates:
            assert (rate.since, rate.until) == half_year(rate.since)
            assert len(rate.source) > 8
        assert table.known_until == date(2026, 12, 31)


def test_a_source_says_what_was_added_and_by_which_article():
    rates = law_of("FR").business.rates
    assert rates.on(date(2025, 8, 1)).source == "BCE 2,15 % + 10 points, C. com. L441-10 II"
    floor = tables("FR")["FR contract_floor"].on(date(2026, 8, 1))
    assert floor.source.startswith("3 × arrêté du 26 juin 2026 (taux légal, tous les autres cas)")
    doubted = tables("FR")["FR legal_other"].on(date(2018, 1, 1))
    assert "arrêté du 28 décembre 2017" in doubted.source
    assert "0,88" in doubted.source
