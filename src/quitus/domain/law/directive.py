"""Payment terms by Directive 2011/7/EU, for the countries whose own text we have not read: confidence medium.

The directive had to be in national law on 16 March 2013 (article 12). National law may be stricter.
"""

from datetime import date

from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.maxima import Case, Limit, TermsLaw
from quitus.domain.law.payment_terms import Start, Terms
from quitus.domain.law.rates import Confidence
from quitus.domain.reasons import Reason

SINCE = date(2013, 3, 16)


def law(country: str) -> TermsLaw:
    """The directive's terms under a country's name."""
    return TermsLaw(country, _LIMITS, remarks=(Reason("due_by_directive", country=country),))


def _limit(days: int, article: str, start: Start, breach: Reason | None = None) -> tuple[Limit, ...]:
    terms = Terms(days, start=start)
    return (
        Limit(terms, f"Directive 2011/7/UE, {article}", SINCE, breach=breach, confidence=Confidence.MEDIUM),
    )


_PUBLIC_30 = _limit(30, "art. 4(3)", Start.INVOICE_RECEIPT)
_PUBLIC_60 = _limit(60, "art. 4(4)", Start.INVOICE_RECEIPT)
_LIMITS = {
    (DebtorKind.BUSINESS, Case.NONE): _limit(30, "art. 3(3)(b)", Start.INVOICE_RECEIPT),
    (DebtorKind.BUSINESS, Case.AGREED): _limit(
        60, "art. 3(5)", Start.ISSUE, Reason("due_unless_expressly_agreed")
    ),
    (DebtorKind.PUBLIC, Case.NONE): _PUBLIC_30,
    (DebtorKind.PUBLIC, Case.AGREED): _PUBLIC_30,
    (DebtorKind.PUBLIC, Case.HOSPITAL): _PUBLIC_60,
    (DebtorKind.PUBLIC, Case.PUBLIC_UNDERTAKING): _PUBLIC_60,
}
