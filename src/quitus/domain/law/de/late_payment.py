"""What a business owes by German law for paying late; of consumers and public buyers we know too little."""

from quitus.domain.law.countries import CountryLaw, LateRule
from quitus.domain.law.de.late_rates import LATE_PAYMENT
from quitus.domain.money import Money

BUSINESS = LateRule(
    rates=LATE_PAYMENT,
    articles=("BGB § 288(2) et (5)",),
    indemnity=Money(40_00, "EUR"),
)
LAW = CountryLaw(country="DE", business=BUSINESS)
