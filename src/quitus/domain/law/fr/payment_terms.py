"""The longest payment terms in French law, with their articles.

Between firms: Code de commerce L441-10 I and L441-11 II since 26 April 2019 (ordonnance 2019-359), before that L441-6 I
and L443-1 in the words of the law of 4 August 2008. Public buyers: Code de la commande publique since 1 April 2019,
before that décret 2013-269. Not here: books, exports outside the Union, seasonal goods (L441-11 III to L441-13), and
sector deals, which can only shorten.
"""

from datetime import date, timedelta

from quitus.domain.law.countries import DebtorKind
from quitus.domain.law.maxima import Case, Limit, TermsLaw
from quitus.domain.law.payment_terms import End, Start, Terms
from quitus.domain.law.rates import Confidence
from quitus.domain.reasons import Reason

_MODERNISED = date(2009, 1, 1)  # loi 2008-776, art. 21
_SUMMARY = date(2014, 3, 19)  # loi 2014-344, art. 123: the periodic invoice of CGI 289 I-3
_RECODIFIED = date(2019, 4, 26)  # ordonnance 2019-359
_PUBLIC = date(2013, 5, 1)  # décret 2013-269
_CODE_OF_PUBLIC_ORDERS = date(2019, 4, 1)
_DAY = timedelta(days=1)

# C. com. L441-16: doubled where it is repeated within two years.
_FINE = Reason("due_breach_fine", person=75_000, company=2_000_000, article="C. com. L441-16")
_EXPRESS = Reason("due_end_of_month_express")

_SIXTY, _FORTY_FIVE_END_OF_MONTH = Terms(60), Terms(45, End.MONTH)
_AFTER_DELIVERY = Terms(30, start=Start.DELIVERY)
_AFTER_TEN_DAYS_OF_DELIVERY = Terms(30, End.TEN_DAYS, start=Start.DELIVERY)


def law(country: str = "FR") -> TermsLaw:
    """The law, under its country's name."""
    return TermsLaw(country, _LIMITS)


def _between_firms(
    terms: Terms,
    before: str,
    now: str,
    *,
    before_terms: Terms | None = None,
    end_of_month: Terms | None = None,
    condition: Reason | None = None,
    since: date = _MODERNISED,
    confidence: Confidence = Confidence.READ,
) -> tuple[Limit, ...]:
    """The two rows of a rule, by its article before and since the recodification."""
    return (
        Limit(
            before_terms or terms,
            f"C. com. {before}",
            since,
            _RECODIFIED - _DAY,
            end_of_month=end_of_month,
            condition=condition,
            breach=_FINE,
            confidence=Confidence.HIGH if confidence is Confidence.READ else confidence,
        ),
        Limit(
            terms,
            f"C. com. {now}",
            _RECODIFIED,
            end_of_month=end_of_month,
            condition=condition,
            breach=_FINE,
            confidence=confidence,
        ),
    )


def _of_public_buyers(days: int, article: str) -> tuple[Limit, ...]:
    """From receipt of the request for payment (CCP R2192-12), or from performance where that comes later."""
    terms = Terms(days, start=Start.INVOICE_RECEIPT)
    return (
        Limit(
            terms,
            "décret 2013-269, art. 1",
            _PUBLIC,
            _CODE_OF_PUBLIC_ORDERS - _DAY,
            confidence=Confidence.MEDIUM,
        ),
        Limit(terms, f"CCP {article}", _CODE_OF_PUBLIC_ORDERS),
    )


_PUBLIC_30 = _of_public_buyers(30, "L2192-10, R2192-10")
_LIMITS = {
    (DebtorKind.BUSINESS, Case.NONE): _between_firms(_AFTER_DELIVERY, "L441-6 I", "L441-10 I"),
    (DebtorKind.BUSINESS, Case.AGREED): _between_firms(
        _SIXTY, "L441-6 I", "L441-10 I", end_of_month=_FORTY_FIVE_END_OF_MONTH, condition=_EXPRESS
    ),
    (DebtorKind.BUSINESS, Case.PERIODIC): _between_firms(Terms(45), "L441-6 I", "L441-10 I", since=_SUMMARY),
    (DebtorKind.BUSINESS, Case.TRANSPORT): _between_firms(Terms(30), "L441-6 I", "L441-11 II 5°"),
    (DebtorKind.BUSINESS, Case.PERISHABLE): _between_firms(
        _AFTER_DELIVERY, "L443-1 1°", "L441-11 II 1° a", before_terms=_AFTER_TEN_DAYS_OF_DELIVERY
    ),
    (DebtorKind.BUSINESS, Case.PERISHABLE_PERIODIC): _between_firms(
        _AFTER_TEN_DAYS_OF_DELIVERY, "L443-1 1°", "L441-11 II 1° b"
    ),
    (DebtorKind.BUSINESS, Case.LIVESTOCK): _between_firms(
        Terms(20, start=Start.DELIVERY), "L443-1 2°", "L441-11 II 2°", confidence=Confidence.HIGH
    ),
    (DebtorKind.BUSINESS, Case.SPIRITS): _between_firms(
        Terms(30, End.MONTH, start=Start.DELIVERY), "L443-1 3°", "L441-11 II 3°", confidence=Confidence.HIGH
    ),
    (DebtorKind.BUSINESS, Case.WINE): _between_firms(
        _SIXTY,
        "L443-1 4°",
        "L441-11 II 4°",
        end_of_month=_FORTY_FIVE_END_OF_MONTH,
        confidence=Confidence.MEDIUM,
    ),
    (DebtorKind.PUBLIC, Case.NONE): _PUBLIC_30,
    (DebtorKind.PUBLIC, Case.AGREED): _PUBLIC_30,
    (DebtorKind.PUBLIC, Case.HOSPITAL): _of_public_buyers(50, "L2192-10, R2192-11 1°"),
    (DebtorKind.PUBLIC, Case.PUBLIC_UNDERTAKING): _of_public_buyers(60, "L2192-10, R2192-11 2°"),
}
