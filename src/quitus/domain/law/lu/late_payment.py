"""What a business owes by Luxembourg law for paying late; of consumers and public buyers we know too little."""

from quitus.domain.law.countries import CountryLaw, LateRule
from quitus.domain.law.lu.late_rates import LATE_PAYMENT
from quitus.domain.money import Money

BUSINESS = LateRule(
    rates=LATE_PAYMENT,
    articles=("loi du 18 avril 2004, modifiée en 2013",),
    indemnity=Money(40_00, "EUR"),
)
LAW = CountryLaw(country="LU", business=BUSINESS)
