"""The European Central Bank's main refinancing rate on the first day of each half-year, and what laws add to it."""

from collections.abc import Collection, Iterator
from decimal import ROUND_CEILING, Decimal

from quitus.domain.law.rates import Confidence, RateTable, by_half_year

READ, HIGH, MEDIUM = Confidence.READ, Confidence.HIGH, Confidence.MEDIUM

# (half-year, percent, how it is known). In force on 1 January or 1 July; no later change touches the half-year.
_RATES = (
    ("2013H1", "0.75", READ),
    ("2013H2", "0.50", READ),
    ("2014H1", "0.25", READ),
    ("2014H2", "0.15", READ),
    ("2015H1", "0.05", READ),
    ("2015H2", "0.05", READ),
    ("2016H1", "0.05", READ),
    ("2016H2", "0.00", READ),
    ("2017H1", "0.00", HIGH),
    ("2017H2", "0.00", HIGH),
    ("2018H1", "0.00", HIGH),
    ("2018H2", "0.00", HIGH),
    ("2019H1", "0.00", HIGH),
    ("2019H2", "0.00", HIGH),
    ("2020H1", "0.00", HIGH),
    ("2020H2", "0.00", HIGH),
    ("2021H1", "0.00", READ),
    ("2021H2", "0.00", READ),
    ("2022H1", "0.00", READ),
    ("2022H2", "0.00", READ),
    ("2023H1", "2.50", READ),
    ("2023H2", "4.00", READ),
    ("2024H1", "4.50", READ),
    ("2024H2", "4.25", READ),
    ("2025H1", "3.15", READ),
    ("2025H2", "2.15", READ),
    ("2026H1", "2.15", READ),
    ("2026H2", "2.40", READ),
)
# Directive 2011/7/EU was to be law everywhere by 16 March 2013.
SINCE_DIRECTIVE = "2013H2"


def main_rates(name: str) -> RateTable:
    """The bank's own rates."""
    source = "BCE, taux des opérations principales de refinancement au premier jour du semestre"
    return by_half_year(name, ((half, rate, source, known) for half, rate, known in _since("")))


def ecb_plus(
    name: str,
    points: int,
    law: str,
    *,
    since: str = SINCE_DIRECTIVE,
    read: Collection[str] = (),
    otherwise: Confidence | None = MEDIUM,
    up_to_half_points: bool = False,
) -> RateTable:
    """The bank's rate plus points, from a half-year on.

    `read`: the half-years whose sum was read in a source; the others are as sure as `otherwise` says, or, for None,
    as the bank's rate itself. `up_to_half_points`: the sum goes up to the next half point.
    """
    rows = []
    for half, rate, known in _since(since):
        percent = rate + points
        source = f"BCE {comma(rate)} % + {points} points, {law}"
        if up_to_half_points:
            percent = (percent * 2).to_integral_value(ROUND_CEILING) / 2
            source = f"BCE {comma(rate)} % + {points} points, au demi-point supérieur, {law}"
        rows.append((half, percent, source, READ if half in read else otherwise or known))
    return by_half_year(name, rows)


def german_base_plus(
    name: str, points: int, law: str, *, since: str, read: Collection[str] = ()
) -> RateTable:
    """The German base rate, which moves by the same points as the bank's and lies 0.88 below it, plus points."""
    rows = []
    for half, rate, _ in _since(since):
        base = rate - Decimal("0.88")
        source = f"Basiszinssatz {comma(base)} % + {points} points, {law}"
        rows.append((half, base + points, source, READ if half in read else MEDIUM))
    return by_half_year(name, rows)


def comma(percent: Decimal) -> str:
    """A percentage as sources write it: 2,15."""
    return f"{percent:.2f}".replace(".", ",")


def _since(first: str) -> Iterator[tuple[str, Decimal, Confidence]]:
    return ((half, Decimal(rate), known) for half, rate, known in _RATES if half >= first)
