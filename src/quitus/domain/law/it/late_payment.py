"""What a business owes by Italian law for paying late; of consumers and public buyers we know too little."""

from quitus.domain.law.countries import CountryLaw, LateRule
from quitus.domain.law.it.late_rates import LATE_PAYMENT
from quitus.domain.money import Money

BUSINESS = LateRule(
    rates=LATE_PAYMENT,
    articles=("D.Lgs. 231/2002, art. 5 et 6",),
    indemnity=Money(40_00, "EUR"),
)
LAW = CountryLaw(country="IT", business=BUSINESS)
