"""What a business owes by Dutch law for paying late; of consumers and public buyers we know too little."""

from quitus.domain.law.countries import CountryLaw, LateRule
from quitus.domain.law.nl.late_rates import LATE_PAYMENT
from quitus.domain.money import Money

BUSINESS = LateRule(
    rates=LATE_PAYMENT,
    articles=("BW 6:119a", "BW 6:96"),
    indemnity=Money(40_00, "EUR"),
    compounds=True,  # BW 6:119a: each year, probably; calculated only where the user says so
)
LAW = CountryLaw(country="NL", business=BUSINESS)
