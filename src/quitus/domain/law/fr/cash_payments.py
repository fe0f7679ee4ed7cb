"""How much of a debt may be paid in cash in France.

Code monétaire et financier, L112-6 (a debt above an amount fixed by decree is not paid in cash) and D112-3, 1°: a
debtor who lives in France for tax, or acts for a business.
"""

from collections.abc import Iterable
from datetime import date

from quitus.domain.money import Money
from quitus.domain.refused import Refused

# From that day on, in cents of euro.
_LIMITS = ((date(2015, 9, 1), 100_000),)  # décret n° 2015-741 of 24 June 2015, article 1
CURRENCY = "EUR"


def cash_limit(on: date) -> Money:
    """The most that may be paid in cash on a debt. Refused for a day without a known limit: cash_limit_unknown."""
    known = [Money(minor, CURRENCY) for since, minor in _LIMITS if since <= on]
    if not known:
        raise Refused("cash_limit_unknown", day=on)
    return known[-1]


def check_cash(paid_in_cash: Iterable[Money], on: date) -> None:
    """Refuse what the law forbids: cash_above_limit.

    `paid_in_cash`: the payment itself, and all cash on each debt that it settles, for the law counts the debt: two
    payments of 600 € for an invoice of 1,200 € are one of 1,200 €.
    """
    limit = cash_limit(on)
    for amount in paid_in_cash:
        if limit < amount:
            raise Refused("cash_above_limit", amount=amount, limit=limit)
