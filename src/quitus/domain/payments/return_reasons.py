"""Why money went back, by the code that the bank gives, and what is to be done about it.

`domain/france.md` §10: reason codes of SEPA returns, rejects and refunds (ISO 20022 external code list), with the
practice of French processors. What to say of each: `ports/return_sentences.py`. No collection is made here: what is
told of presenting a debit again is advice.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_CODE = 4


class ReturnAction(StrEnum):
    """What is to be done about a return; each has its sentence."""

    FIX = "fix"  # wrong data: mend them, and never present the same again
    NEW_MANDATE = "new_mandate"
    STOP = "stop"
    USE_CORE = "use_core"
    RETRY_AFTER_PAYDAY = "retry_after_payday"
    CHECK_DUPLICATE = "check_duplicate"
    STOP_NEW_MANDATE = "stop_new_mandate"
    CONTACT = "contact"
    CONTACT_REOPENED = "contact_reopened"
    RETRY_ONCE = "retry_once"
    ASK_BANK = "ask_bank"  # a code that nobody here knows, or none


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """A reason code. `holds`: nothing more is asked before a person has looked. `retries`: how often at most the same
    debit may be presented again.

    `since`: the day from which the code is used this way; `source`: the key of `france.md` §11.
    """

    code: str
    action: ReturnAction
    source: str
    holds: bool = False
    retries: int = 0
    since: date | None = None

    @property
    def known(self) -> bool:
        """Whether the table has it."""
        return self.code in RETURN_REASONS


# The SEPA direct debit schemes began on 2009-11-02 (EPC); FF05 came with the code list of later years, its day is not
# known to us.
_SEPA = date(2009, 11, 2)
_LISTED = "worldline, lemon, pbrief"


def _reason(
    code: str, action: ReturnAction, *, holds: bool = False, retries: int = 0, since: date | None = _SEPA
) -> ReturnReason:
    return ReturnReason(code, action, _LISTED, holds, retries, since)


RETURN_REASONS: dict[str, ReturnReason] = {
    reason.code: reason
    for reason in (
        _reason("AC01", ReturnAction.FIX),
        _reason("AC04", ReturnAction.NEW_MANDATE),
        _reason("AC06", ReturnAction.STOP, holds=True),
        _reason("AC13", ReturnAction.USE_CORE),
        _reason("AG01", ReturnAction.FIX),
        _reason("AG02", ReturnAction.FIX),
        _reason("AM04", ReturnAction.RETRY_AFTER_PAYDAY, retries=1),
        _reason("AM05", ReturnAction.CHECK_DUPLICATE),
        _reason("BE05", ReturnAction.FIX),
        _reason("FF01", ReturnAction.FIX),
        _reason("FF05", ReturnAction.FIX, since=None),
        _reason("MD01", ReturnAction.STOP_NEW_MANDATE),
        _reason("MD02", ReturnAction.FIX),
        _reason("MD06", ReturnAction.CONTACT_REOPENED, holds=True),
        _reason("MD07", ReturnAction.STOP, holds=True),
        _reason("MS02", ReturnAction.CONTACT),
        _reason("MS03", ReturnAction.RETRY_ONCE, retries=1),
        _reason("RC01", ReturnAction.FIX),
        _reason("RR01", ReturnAction.FIX),
        _reason("RR02", ReturnAction.FIX),
        _reason("RR03", ReturnAction.FIX),
        _reason("RR04", ReturnAction.FIX),
        _reason("SL01", ReturnAction.CONTACT),
    )
}


def return_reason(code: str) -> ReturnReason:
    """What a code stands for; one that the table does not have, or none at all, is for the bank to explain."""
    written = code.strip().upper()
    return RETURN_REASONS.get(written) or ReturnReason(written, ReturnAction.ASK_BANK, "")


def may_retry(code: str, tries_before: int) -> bool:
    """Whether the same debit may be presented again after so many returns before this one (advice, §10)."""
    return tries_before < return_reason(code).retries
