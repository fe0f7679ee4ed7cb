"""What a business owes by Belgian law for paying late; of consumers and public buyers we know too little."""

from quitus.domain.law.be.late_rates import LATE_PAYMENT
from quitus.domain.law.countries import CountryLaw, LateRule
from quitus.domain.money import Money

BUSINESS = LateRule(
    rates=LATE_PAYMENT,
    articles=("loi du 2 août 2002, art. 5 et 6",),
    indemnity=Money(40_00, "EUR"),
)
LAW = CountryLaw(country="BE", business=BUSINESS)
