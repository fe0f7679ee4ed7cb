"""What the rules answer for one instalment on one day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quitus.domain.reminders.policy import Step


class Verdict(StrEnum):
    SEND = "send"
    WAIT = "wait"  # it is not the moment
    HOLD = "hold"  # something speaks against reminding at all
    DONE = "done"


class Reason(StrEnum):
    """Why nothing leaves. The list is closed, and in order of importance."""

    PAID = "paid"
    TIME_BARRED = (
        "time_barred"  # too late to sue: asking for it as if it were owed deceives (C. conso. L121-2)
    )
    INSOLVENCY = (
        "insolvency"  # what arose before the opening judgment is declared, not asked for (C. com. L622-21)
    )
    PROMISED = "promised"
    CONTESTED = "contested"
    POSSIBLY_PAID = "possibly_paid"
    NOT_PROVABLY_SENT = "not_provably_sent"  # and the policy has no arrival check
    STEP_UNKNOWN = (
        "step_unknown"  # the last step sent is not one of this policy: a person says where to go on
    )
    NOT_RELEASED_AFTER_IMPORT = "not_released_after_import"
    PAUSED_BY_USER = "paused_by_user"
    PAYMENT_RETURNED = "payment_returned"  # for a reason after which a person looks first
    CLIENT_PAUSED = "client_paused"
    ALREADY_WAITING = "already_waiting"
    NO_CONTACT = "no_contact"
    BANK_DATA_STALE = "bank_data_stale"  # the user is asked: was it received?
    PAY_RUN_NEAR = "pay_run_near"
    CONTACT_GAP = "contact_gap"
    NOT_WORKING_DAY = "not_working_day"
    MINIMUM_GAP = "minimum_gap"
    BEFORE_FIRST_STEP = "before_first_step"
    BEFORE_NEXT_STEP = "before_next_step"
    ALL_STEPS_SENT = "all_steps_sent"


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one instalment on the day of the question.

    `step`: the one to send, or the one awaited; None while the debt itself is held, paid or finished.
    `reasons`: all that keep it back, the most important first; none when it is sent.
    `until`: the last day of the first reason; None when only somebody's act ends it.
    `next_check_on`: the first day on which this decision becomes another by the mere passing of time;
    None when only an act can change it. Up to the day before, asking again gives the same answer.
    `asked_minor`: what the message asks for: the remainder without what is contested or promised. Zero
    unless it is sent.
    """

    instalment_id: int
    client_id: int
    verdict: Verdict
    step: Step | None
    reasons: tuple[Reason, ...]
    until: date | None
    next_check_on: date | None
    asked_minor: int
