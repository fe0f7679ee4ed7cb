"""What a business owes by Spanish law for paying late; of consumers and public buyers we know too little."""

from quitus.domain.law.countries import CountryLaw, LateRule
from quitus.domain.law.es.late_rates import LATE_PAYMENT
from quitus.domain.money import Money

BUSINESS = LateRule(
    rates=LATE_PAYMENT,
    articles=("Ley 3/2004, art. 7 et 8",),
    indemnity=Money(40_00, "EUR"),
)
LAW = CountryLaw(country="ES", business=BUSINESS)
