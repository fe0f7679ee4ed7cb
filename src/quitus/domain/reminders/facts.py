"""What the rules read: the least that decides, gathered from the record for many instalments at once.

Every `…until` is the last day of its pause. Amounts are in the currency's smallest unit.
"""

from dataclasses import dataclass
from datetime import date

from quitus.domain.days import Calendar

UNTIL_FURTHER_NOTICE = date.max


@dataclass(frozen=True, slots=True)
class InstalmentFacts:
    """One instalment as known today.

    `sent_on`: the day its invoice provably reached the debtor, None without proof.
    `released`: not imported, or approved after the import.
    `last_step`, `last_step_on`: the last step that left and its day, both or neither.
    `promised_minor` is promised by `promised_until`; `disputed_minor` is contested.
    `possibly_paid`: an unmatched credit on the bank account could be its payment.
    `paused_until`: by a person; UNTIL_FURTHER_NOTICE without an end.
    `pending`: a reminder of it waits in the outbox. Who claims that reminder to send it asks the rules
    again with False.
    `asked_receipt_on`: the day the creditor answered "not received", which stands in for bank data.
    `before_insolvency`: it arose before a judgment that opened an insolvency of its debtor, which may not pay it now.
    `sue_by`: the last day to go to court for it, after which it is not chased; None while no period runs.
    """

    instalment_id: int
    client_id: int
    due: date
    remaining_minor: int
    currency: str
    sent_on: date | None = None
    released: bool = True
    last_step: str | None = None
    last_step_on: date | None = None
    promised_until: date | None = None
    promised_minor: int = 0
    disputed_minor: int = 0
    possibly_paid: bool = False
    paused_until: date | None = None
    pending: bool = False
    asked_receipt_on: date | None = None
    before_insolvency: bool = False
    sue_by: date | None = None


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """One debtor as known today.

    `contactable`: there is an e-mail address that works. `last_contact_on`: the last reminder over all
    channels, calls and letters included, the sending of an invoice not. `pay_run_days`: the days of the
    month on which it pays, such as (15, 30); in a shorter month the 30th is the last day. `returned`: a payment came
    back for a reason after which nothing more is asked before a person has looked.
    """

    client_id: int
    contactable: bool = True
    paused_until: date | None = None
    last_contact_on: date | None = None
    pay_run_days: tuple[int, ...] = ()
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """The day of the decision, the debtor's calendar, and the last day that the bank data covers."""

    on: date
    calendar: Calendar
    bank_data_until: date | None = None
