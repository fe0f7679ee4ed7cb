"""Procedural deadlines in France: what must be done by when, with the article.

Deadlines in months end on the same day number, else on the month's last day (CPC 641); one that ends on a Saturday,
a Sunday or a public holiday goes on to the next working day (CPC 642).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from quitus.domain.days import Calendar
from quitus.domain.law.fr.holidays import french_calendar
from quitus.domain.law.months import add_months
from quitus.domain.law.rates import Confidence

# Orders for payment dated from then on are served within three months, earlier ones within six: both live until
# the end of February 2027.
SHORTER_SERVICE_SINCE = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of an act, by an article; `counted` before a weekend or a holiday moved it.

    `first`: instead the first day on which something becomes possible.
    """

    day: date
    counted: date
    article: str
    first: bool = False
    confidence: Confidence = Confidence.READ


def extended(day: date, calendar: Calendar) -> date:
    """The day itself, or the next working day (CPC 642)."""
    return calendar.next_working(day)


def order_served_by(ordered: date, calendar: Calendar | None = None) -> Deadline:
    """By when an order for payment must be served, else it lapses (CPC 1411): three months, or six by its date."""
    months = 3 if ordered >= SHORTER_SERVICE_SINCE else 6
    return _deadline(add_months(ordered, months), "CPC 1411, 641, 642", calendar)


def order_opposed_by(served: date, calendar: Calendar | None = None) -> Deadline:
    """Until when the debtor may oppose an order (CPC 1416).

    `served`: in person; else the first act served in person, or the first measure that ties up the debtor's goods.
    """
    return _deadline(add_months(served, 1), "CPC 1416, 641, 642", calendar)


def opposition_fee_paid_by(asked: date, calendar: Calendar | None = None) -> Deadline:
    """By when the creditor deposits the costs of an opposition at a commercial court, else the order lapses (1425)."""
    return _deadline(asked + timedelta(days=15), "CPC 1425, 641, 642", calendar)


def lawyer_named_by(notified: date, calendar: Calendar | None = None) -> Deadline:
    """By when the creditor names a lawyer after an opposition above 10,000 € at the tribunal judiciaire (1418)."""
    return _deadline(notified + timedelta(days=15), "CPC 1418, 641, 642", calendar)


def order_enforced_from(served: date) -> Deadline:
    """From when silence lets an order be enforced: the debtor's month, and the registry's month to tell of it."""
    day = add_months(served, 2)
    return Deadline(day, day, "CPC 1416, 1422", first=True, confidence=Confidence.MEDIUM)


def claim_declared_by(
    published: date, calendar: Calendar | None = None, *, creditor_abroad: bool = False
) -> Deadline:
    """By when a claim is declared in an insolvency: two months from the BODACC, four from abroad or overseas."""
    months = 4 if creditor_abroad else 2
    return _deadline(
        add_months(published, months), "C. com. L622-24, L622-26, R622-24 ; CPC 641, 642", calendar
    )


def relief_asked_by(published: date, calendar: Calendar | None = None) -> Deadline:
    """By when relief from a missed declaration may be asked: six months from the BODACC (C. com. L622-26)."""
    return _deadline(add_months(published, 6), "C. com. L622-26 ; CPC 641, 642", calendar)


def uncontested_claim_contested_by(served: date, calendar: Calendar | None = None) -> Deadline:
    """Until when a merchant may pay or contest the order to pay of CPCE L126-2: one month from service."""
    return _deadline(add_months(served, 1), "CPCE L126-2 ; CPC 641, 642", calendar)


def uncontested_claim_recorded_from(served: date, calendar: Calendar | None = None) -> Deadline:
    """From when the absence of contest is put on record: eight days after the debtor's month (CPCE L126-3)."""
    day = uncontested_claim_contested_by(served, calendar).day + timedelta(days=8)
    return Deadline(day, day, "CPCE L126-3", first=True)


def uncontested_title_served_by(enforceable: date, calendar: Calendar | None = None) -> Deadline:
    """By when the title of CPCE L126 must be served once the registry made it enforceable: six months (L126-4)."""
    return _deadline(add_months(enforceable, 6), "CPCE L126-4 ; CPC 641, 642", calendar)


def _deadline(counted: date, article: str, calendar: Calendar | None) -> Deadline:
    if calendar is None:
        calendar = french_calendar(counted.year, counted.year + 1)
    return Deadline(extended(counted, calendar), counted, article)
