"""French rates by half-year: late payment of businesses and of public buyers, and the two legal interest rates."""

from decimal import Decimal

from quitus.domain.law.ecb import ecb_plus, main_rates
from quitus.domain.law.rates import Confidence, RateTable, by_half_year

READ, HIGH, MEDIUM = Confidence.READ, Confidence.HIGH, Confidence.MEDIUM

LATE_PAYMENT = ecb_plus("FR late_payment", 10, "C. com. L441-10 II", since="2013H1", otherwise=None)
# Décret n° 2013-269 of 29 March 2013 brought the 8 points.
PUBLIC_LATE_PAYMENT = ecb_plus("FR public_late_payment", 8, "CCP R2192-31", otherwise=MEDIUM)
ECB = main_rates("FR ecb")

# (half-year, to a private person, in all other cases, how it is known). One rate for all before 2015.
_LEGAL = (
    ("2013H1", "0.04", "0.04", HIGH),
    ("2013H2", "0.04", "0.04", HIGH),
    ("2014H1", "0.04", "0.04", HIGH),
    ("2014H2", "0.04", "0.04", HIGH),
    ("2015H1", "4.06", "0.93", READ),
    ("2015H2", "4.29", "0.99", READ),
    ("2016H1", "4.54", "1.01", READ),
    ("2016H2", "4.35", "0.93", READ),
    ("2017H1", "4.16", "0.90", READ),
    ("2017H2", "3.94", "0.90", READ),
    ("2018H1", "3.73", "0.89", READ),
    ("2018H2", "3.60", "0.88", READ),
    ("2019H1", "3.40", "0.86", READ),
    ("2019H2", "3.26", "0.87", READ),
    ("2020H1", "3.15", "0.87", READ),
    ("2020H2", "3.11", "0.84", READ),
    ("2021H1", "3.14", "0.79", READ),
    ("2021H2", "3.12", "0.76", READ),
    ("2022H1", "3.13", "0.76", READ),
    ("2022H2", "3.15", "0.77", READ),
    ("2023H1", "4.47", "2.06", READ),
    ("2023H2", "6.82", "4.22", READ),
    ("2024H1", "8.01", "5.07", READ),
    ("2024H2", "8.16", "4.92", READ),
    ("2025H1", "7.21", "3.71", READ),
    ("2025H2", "6.65", "2.76", READ),
    ("2026H1", "6.67", "2.62", READ),
    ("2026H2", "6.84", "2.75", READ),
)
_ORDERS = {
    "2018H1": "arrêté du 28 décembre 2017",
    "2019H1": "arrêté du 21 décembre 2018",
    "2026H1": "arrêté du 15 décembre 2025",
    "2026H2": "arrêté du 26 juin 2026",
}
# Where published lists differ from the order, for all other cases.
_DOUBTS = {
    "2018H1": "une liste publiée donne 0,88 %",
    "2019H1": "une liste publiée donne 0,76 %",
}


def _legal(name: str, creditor: str, column: int) -> RateTable:
    rows = []
    for row in _LEGAL:
        half, known = row[0], row[3]
        order = "décret annuel, taux unique" if half < "2015H1" else _ORDERS.get(half, "arrêté semestriel")
        source = f"{order} (taux légal, {creditor}), CMF L313-2"
        if column == 2 and half in _DOUBTS:
            source, known = f"{source} ; {_DOUBTS[half]}", MEDIUM
        rows.append((half, Decimal(row[column]), source, known))
    return by_half_year(name, rows)


# To a private person who does not act for business needs: not the rate of whoever sends invoices.
LEGAL_PRIVATE = _legal("FR legal_private", "créancier particulier", 1)
LEGAL_OTHER = _legal("FR legal_other", "tous les autres cas", 2)
