"""What an invoice that is paid late owes by French law.

A business (C. com. L441-10 II, D441-5): from the day after the due date, without any reminder, simple interest on the
unpaid amount including VAT, at the ECB's main refinancing rate plus 10 points: the one in force on 1 January for the
first half-year, on 1 July for the second; and 40 € once for each invoice, more on proof of costs. 1,200 € due on 31
March 2025 and paid 45 days late, on 15 May, owe 1,200 × 13.15 % × 45 / 365 = 19.45 € and 40 €. A contract may agree on
another rate of at least three times the legal rate.

A public buyer (CCP L2192-10 s., R2192-31 s.): the same with 8 points, and the rate of the half-year in which interest
began holds to the end.

A consumer (C. civ. 1231-6, 1344; CPCE L111-8): interest at the legal rate from the day after a formal notice was
received, and nothing else: the costs of asking stay with the creditor.
"""

from quitus.domain.law.countries import CountryLaw, Floor, LateRule, Starts
from quitus.domain.law.fr.late_rates import (
    ECB,
    LATE_PAYMENT,
    LEGAL_OTHER,
    LEGAL_PRIVATE,
    PUBLIC_LATE_PAYMENT,
)
from quitus.domain.law.rates import Confidence
from quitus.domain.money import Money

INDEMNITY = Money(40_00, "EUR")

BUSINESS = LateRule(
    rates=LATE_PAYMENT,
    articles=("C. com. L441-10 II", "C. com. D441-5"),
    indemnity=INDEMNITY,
    confidence=Confidence.READ,
)
PUBLIC = LateRule(
    rates=PUBLIC_LATE_PAYMENT,
    articles=("CCP L2192-10 et s.", "CCP R2192-31 et s."),
    frozen=True,
    indemnity=INDEMNITY,
    confidence=Confidence.MEDIUM,
)
CONSUMER = LateRule(
    rates=LEGAL_OTHER,  # whoever sends invoices acts in business: never the higher rate of private creditors
    articles=("C. civ. 1231-6", "C. civ. 1344", "CPCE L111-8"),
    starts=Starts.NOTICE,
)
LAW = CountryLaw(
    country="FR",
    business=BUSINESS,
    public=PUBLIC,
    consumer=CONSUMER,
    floor=Floor("FR contract_floor", LEGAL_OTHER, times=3, article="C. com. L441-10 II"),
    others=(LEGAL_PRIVATE, ECB),
)
