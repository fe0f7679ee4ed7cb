"""Payment terms: "45 days end of month" as a value, and the due date that it gives. The same for every country."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quitus.domain.days import Calendar
from quitus.domain.law.months import day_on_or_after, month_end, ten_day_end
from quitus.domain.refused import Refused

LONGEST_DAYS = 365
FIRST_ISSUE, LAST_ISSUE = date(2000, 1, 1), date(2099, 12, 31)  # XP Z12-012, BR-FR-03: years 2000 to 2099
ONE_DAY = timedelta(days=1)


class Method(StrEnum):
    """How "45 days end of month" is counted; both are accepted, and the contract should say which (CEPC).

    A: add the days, then go to the end of that month. B: go to the end of the invoice's month, then add the days.
    """

    A = "A"
    B = "B"


class End(StrEnum):
    """The end of a period that the days are added before or after."""

    MONTH = "month"
    TEN_DAYS = "ten_days"


class Start(StrEnum):
    """The day from which days are counted.

    The receipt of an invoice counts as its issue where nothing else is known, as it does by electronic mail; the day
    of a delivery (or of the end of a service) must be told.
    """

    ISSUE = "issue"
    INVOICE_RECEIPT = "invoice_receipt"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Terms:
    """When an invoice is due: `days`, an `end` of month or ten days by `method`, then the next of `on_days`.

    Without any of them it is due on the day of `start`. The method counts only with both days and an end, and is B
    otherwise. Refused: terms_days_impossible, terms_day_of_month_impossible.
    """

    days: int = 0
    end: End | None = None
    method: Method = Method.B
    on_days: tuple[int, ...] = ()
    start: Start = Start.ISSUE

    def __post_init__(self) -> None:
        if not 0 <= self.days <= LONGEST_DAYS:
            raise Refused("terms_days_impossible", days=str(self.days), most=LONGEST_DAYS)
        for day in self.on_days:
            if not 1 <= day <= 31:
                raise Refused("terms_day_of_month_impossible", day=str(day))
        object.__setattr__(self, "on_days", tuple(sorted(set(self.on_days))))
        if not self.days or self.end is None:
            object.__setattr__(self, "method", Method.B)

    @property
    def most_days(self) -> int:
        """The most days that they may give: 30 to the end of a month or to a day of it, 10 to that of ten days."""
        to_end = {None: 0, End.MONTH: 30, End.TEN_DAYS: 10}[self.end]
        to_day = (30 + self.on_from_next_day) if self.on_days else 0
        return self.days + to_end + to_day

    @property
    def on_from_next_day(self) -> bool:
        """Whether a day of the month is looked for after an end of month: "end of month the 31st" is the next 31st."""
        return self.end is End.MONTH and (self.method is Method.A or not self.days)

    def never_longer_than(self, other: "Terms") -> bool:
        """Whether that is certain without looking at a calendar; False says nothing."""
        return self.start is other.start and self.most_days <= other.days


def due_date(terms: Terms, issued: date, received: date | None = None) -> date:
    """The date to print on an invoice. `received`: the invoice, or the goods, or the end of the service.

    Refused: invoice_day_impossible, receipt_day_missing, received_before_issued.
    """
    day = _stepped(terms, first_day(terms, issued, received))
    if not terms.on_days:
        return day
    return day_on_or_after(day + ONE_DAY if terms.on_from_next_day else day, terms.on_days)


def first_day(terms: Terms, issued: date, received: date | None) -> date:
    """The day from which the terms count. Refused as by `due_date`."""
    if not FIRST_ISSUE <= issued <= LAST_ISSUE:
        raise Refused("invoice_day_impossible", day=issued, first=FIRST_ISSUE, last=LAST_ISSUE)
    if received is not None and not FIRST_ISSUE <= received <= LAST_ISSUE:
        raise Refused("invoice_day_impossible", day=received, first=FIRST_ISSUE, last=LAST_ISSUE)
    if terms.start is Start.ISSUE:
        return issued
    if terms.start is Start.DELIVERY:
        if received is None:
            raise Refused("receipt_day_missing")
        return received
    if received is not None and received < issued:
        raise Refused("received_before_issued", received=received, issued=issued)
    return received or issued


def late_from(due: date, calendar: Calendar | None = None) -> date:
    """The first day of lateness: the day after the due date.

    No law moves a due date that falls on a Sunday. Where the firm grants it, `calendar` does: payment on the next
    working day is then in time, and the printed date stays.
    """
    return (calendar.next_working(due) if calendar else due) + ONE_DAY


def _stepped(terms: Terms, day: date) -> date:
    days = timedelta(days=terms.days)
    if terms.end is None:
        return day + days
    end = month_end if terms.end is End.MONTH else ten_day_end
    return end(day + days) if terms.method is Method.A else end(day) + days
