"""Procedural deadlines in France: what must be done by when, with the article.

Deadlines in months end on the same day number, else on the month's last day (CPC 641); one that ends on a Saturday,
a Sunday or a public holiday goes on to the next working day (CPC 642). `deadlines_after` answers for an event; each
rule stands alone below it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from quitus.domain.days import Calendar, days_between
from quitus.domain.law.fr.holidays import WEEKEND, DayOff, day_off, french_calendar
from quitus.domain.law.months import add_months
from quitus.domain.law.rates import Confidence
from quitus.domain.reasons import Reason
from quitus.domain.refused import Refused

# Orders for payment dated from then on are served within three months, earlier ones within six: both live until
# the end of February 2027.
SHORTER_SERVICE_SINCE = date(2026, 9, 1)
ONE_DAY = timedelta(days=1)


class ProcedureEvent(StrEnum):
    """What happened, from which deadlines run."""

    ORDER_DATED = "order_dated"
    ORDER_SERVED = "order_served"
    ORDER_FIRST_MEASURE = "order_first_measure"
    OPPOSITION_FEE_ASKED = "opposition_fee_asked"
    LAWYER_ASKED = "lawyer_asked"
    INSOLVENCY_PUBLISHED = "insolvency_published"
    UNCONTESTED_SERVED = "uncontested_served"
    UNCONTESTED_ENFORCEABLE = "uncontested_enforceable"


# Since when the rules below have held: orders are enforceable by themselves (décret 2021-1322), relief is asked by the
# present text (ordonnance 2014-326), and CPCE L126 exists (loi 2026-307).
_ORDERS_SINCE, _INSOLVENCIES_SINCE, _UNCONTESTED_SINCE = date(2022, 3, 1), date(2014, 7, 1), date(2026, 4, 23)
KNOWN_SINCE: Mapping[ProcedureEvent, date] = {
    **dict.fromkeys(ProcedureEvent, _ORDERS_SINCE),
    ProcedureEvent.INSOLVENCY_PUBLISHED: _INSOLVENCIES_SINCE,
    ProcedureEvent.UNCONTESTED_SERVED: _UNCONTESTED_SINCE,
    ProcedureEvent.UNCONTESTED_ENFORCEABLE: _UNCONTESTED_SINCE,
}
LAST = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of an act, by an article; `counted` before a weekend or a holiday moved it.

    `first`: instead the first day on which something becomes possible. `act`: what is done until then, or from then on.
    """

    act: Reason
    day: date
    counted: date
    article: str
    first: bool = False
    confidence: Confidence = Confidence.READ

    @property
    def moved(self) -> Reason | None:
        """Why the day is not the counted one; None where it is."""
        if self.day == self.counted:
            return None
        if set(self.skipped) <= WEEKEND:
            return Reason("deadline_moved", counted=self.counted, day=self.day)
        return Reason("deadline_moved_by_holiday", counted=self.counted, day=self.day, skipped=self.skipped)

    @property
    def skipped(self) -> tuple[DayOff, ...]:
        """The days without work from the counted one on, by what they are."""
        return tuple(day_off(day) for day in days_between(self.counted, self.day - ONE_DAY))


Rule = Callable[[date, Calendar], Deadline]


def deadlines_after(
    event: ProcedureEvent, day: date, *, creditor_abroad: bool = False, alsace_moselle: bool = False
) -> tuple[Deadline, ...]:
    """What follows from an event of a day, the debtor's and the creditor's deadlines in the order in which they end.

    `creditor_abroad`: lives outside the territory of the court, which only the declaration of a claim minds.
    Refused: procedure_day_out_of_reach, never counted by rules of another time.
    """
    if not KNOWN_SINCE[event] <= day <= LAST:
        raise Refused("procedure_day_out_of_reach", day=day, first=KNOWN_SINCE[event], last=LAST)
    calendar = french_calendar(day.year, day.year + 1, alsace_moselle=alsace_moselle)
    return tuple(rule(day, calendar) for rule in _rules(event, creditor_abroad))


def _rules(event: ProcedureEvent, creditor_abroad: bool) -> tuple[Rule, ...]:
    rules: dict[ProcedureEvent, tuple[Rule, ...]] = {
        ProcedureEvent.ORDER_DATED: (order_served_by,),
        ProcedureEvent.ORDER_SERVED: (order_opposed_by, lambda served, _: order_enforced_from(served)),
        ProcedureEvent.ORDER_FIRST_MEASURE: (partial(order_opposed_by, in_person=False),),
        ProcedureEvent.OPPOSITION_FEE_ASKED: (opposition_fee_paid_by,),
        ProcedureEvent.LAWYER_ASKED: (lawyer_named_by,),
        ProcedureEvent.INSOLVENCY_PUBLISHED: (
            partial(claim_declared_by, creditor_abroad=creditor_abroad),
            relief_asked_by,
        ),
        ProcedureEvent.UNCONTESTED_SERVED: (uncontested_claim_contested_by, uncontested_claim_recorded_from),
        ProcedureEvent.UNCONTESTED_ENFORCEABLE: (uncontested_title_served_by,),
    }
    return rules[event]


def extended(day: date, calendar: Calendar) -> date:
    """The day itself, or the next working day (CPC 642)."""
    return calendar.next_working(day)


def order_served_by(ordered: date, calendar: Calendar | None = None) -> Deadline:
    """By when an order for payment must be served, else it lapses (CPC 1411): three months, or six by its date."""
    months = 3 if ordered >= SHORTER_SERVICE_SINCE else 6
    act = Reason("deadline_serve_order", months=months)
    return _deadline(act, add_months(ordered, months), "CPC 1411, 641, 642", calendar)


def order_opposed_by(served: date, calendar: Calendar | None = None, *, in_person: bool = True) -> Deadline:
    """Until when the debtor may oppose an order (CPC 1416).

    `served`: in person; else the first act served in person, or the first measure that ties up the debtor's goods.
    `in_person`: whether the order itself was.
    """
    act = Reason("deadline_oppose_order" if in_person else "deadline_oppose_order_later")
    return _deadline(act, add_months(served, 1), "CPC 1416, 641, 642", calendar)


def opposition_fee_paid_by(asked: date, calendar: Calendar | None = None) -> Deadline:
    """By when the creditor deposits the costs of an opposition at a commercial court, else the order lapses (1425)."""
    act = Reason("deadline_deposit_fee")
    return _deadline(act, asked + timedelta(days=15), "CPC 1425, 641, 642", calendar)


def lawyer_named_by(notified: date, calendar: Calendar | None = None) -> Deadline:
    """By when the creditor names a lawyer after an opposition above 10,000 € at the tribunal judiciaire (1418)."""
    act = Reason("deadline_name_lawyer")
    return _deadline(act, notified + timedelta(days=15), "CPC 1418, 641, 642", calendar)


def order_enforced_from(served: date) -> Deadline:
    """From when silence lets an order be enforced: the debtor's month, and the registry's month to tell of it."""
    day = add_months(served, 2)
    act = Reason("deadline_enforce_order")
    return Deadline(act, day, day, "CPC 1416, 1422", first=True, confidence=Confidence.MEDIUM)


def claim_declared_by(
    published: date, calendar: Calendar | None = None, *, creditor_abroad: bool = False
) -> Deadline:
    """By when a claim is declared in an insolvency: two months from the BODACC, four from abroad or overseas."""
    months = 4 if creditor_abroad else 2
    article = "C. com. L622-24, L622-26, R622-24 ; CPC 641, 642"
    act = Reason("deadline_declare_claim", months=months)
    return _deadline(act, add_months(published, months), article, calendar)


def relief_asked_by(published: date, calendar: Calendar | None = None) -> Deadline:
    """By when relief from a missed declaration may be asked: six months from the BODACC (C. com. L622-26)."""
    act = Reason("deadline_ask_relief")
    return _deadline(act, add_months(published, 6), "C. com. L622-26 ; CPC 641, 642", calendar)


def uncontested_claim_contested_by(served: date, calendar: Calendar | None = None) -> Deadline:
    """Until when a merchant may pay or contest the order to pay of CPCE L126-2: one month from service."""
    act = Reason("deadline_contest_uncontested")
    return _deadline(act, add_months(served, 1), "CPCE L126-2 ; CPC 641, 642", calendar)


def uncontested_claim_recorded_from(served: date, calendar: Calendar | None = None) -> Deadline:
    """From when the absence of contest is put on record: eight days after the debtor's month (CPCE L126-3)."""
    day = uncontested_claim_contested_by(served, calendar).day + timedelta(days=8)
    return Deadline(Reason("deadline_record_uncontested"), day, day, "CPCE L126-3", first=True)


def uncontested_title_served_by(enforceable: date, calendar: Calendar | None = None) -> Deadline:
    """By when the title of CPCE L126 must be served once the registry made it enforceable: six months (L126-4)."""
    act = Reason("deadline_serve_title")
    return _deadline(act, add_months(enforceable, 6), "CPCE L126-4 ; CPC 641, 642", calendar)


def _deadline(act: Reason, counted: date, article: str, calendar: Calendar | None) -> Deadline:
    if calendar is None:
        calendar = french_calendar(counted.year, counted.year + 1)
    return Deadline(act, extended(counted, calendar), counted, article)
