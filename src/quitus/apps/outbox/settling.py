"""What became of a message that was handed over, written down, with its consequences."""

from dataclasses import dataclass
from datetime import datetime

from quitus.apps.clients.bounces import contact_bounced
from quitus.apps.organisations.sql import run
from quitus.apps.outbox.models import MailAccount, MessageState
from quitus.apps.outbox.purposes import Moved, purpose_named
from quitus.apps.outbox.states import sources_of_answer
from quitus.apps.timeline.actions import Event
from quitus.domain.outbox.retry import next_attempt, rest_of_server
from quitus.ports.clock import real_now
from quitus.ports.messages import Handed, Outcome

GAVE_UP = "gave_up"
RECIPIENT_REFUSED = "recipient_refused"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message marked as handing over, in that very attempt: who answers for another one says nothing."""

    message_id: int
    number: int
    deferrals: int
    purpose: str
    client_id: int
    contact_id: int
    to_address: str
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class _Verdict:
    to: MessageState
    reason: str
    not_before: datetime | None = None


def settle(attempt: Attempt, outcome: Outcome, now: datetime) -> list[Event]:
    """Write down the answer to one attempt; the events to record at the end of the transaction.

    `now` is the organisation's clock. Nothing happens when a person, or another answer, was quicker.
    """
    verdict = _verdict(attempt, outcome, now)
    if not _move(attempt, verdict, outcome, now):
        return []
    moved = Moved(attempt.message_id, verdict.to, now.date(), verdict.reason)
    facts = purpose_named(attempt.purpose).moved(moved)
    if verdict.to is MessageState.QUEUED:
        return []  # it waits on, as if nothing had been
    if verdict.reason == RECIPIENT_REFUSED:
        contact_bounced(attempt.contact_id, on=now.date(), detail=outcome.detail[:500])
    told = {"message": attempt.message_id, "to": attempt.to_address, **facts}
    if verdict.to is not MessageState.ACCEPTED:
        told |= {"reason": verdict.reason, "detail": outcome.detail[:500]}
    return [Event(f"message_{verdict.to}", now.date(), client_id=attempt.client_id, facts=told)]


def _verdict(attempt: Attempt, outcome: Outcome, now: datetime) -> _Verdict:
    match outcome.handed:
        case Handed.ACCEPTED:
            return _Verdict(MessageState.ACCEPTED, "")
        case Handed.REFUSED:
            return _Verdict(MessageState.REFUSED, outcome.code)
        case Handed.UNSURE:
            return _Verdict(MessageState.UNSURE, outcome.code)
        case Handed.TRY_LATER if outcome.whole_server:  # the message is innocent: the account rests instead
            return _Verdict(MessageState.QUEUED, outcome.code)
        case Handed.TRY_LATER:
            again = next_attempt(attempt.deferrals + 1, now)
            if again is None:
                return _Verdict(MessageState.REFUSED, GAVE_UP)
            return _Verdict(MessageState.QUEUED, outcome.code, again)


_MOVE = """
UPDATE outbox_message
SET state = %(state)s, lease_until = NULL, reason = %(reason)s, detail = %(detail)s,
    settled_at = %(settled_at)s, settled_on = %(settled_on)s,
    not_before = coalesce(%(not_before)s, not_before), deferrals = deferrals + %(deferred)s
WHERE id = %(id)s AND attempts = %(attempt)s AND state = ANY(%(sources)s)
"""


def _move(attempt: Attempt, verdict: _Verdict, outcome: Outcome, now: datetime) -> bool:
    waits = verdict.to is MessageState.QUEUED
    values = {
        "id": attempt.message_id,
        "attempt": attempt.number,
        "sources": [state.value for state in sources_of_answer(verdict.to)],
        "state": verdict.to.value,
        "reason": verdict.reason[:60],
        "detail": outcome.detail[:500],
        "settled_at": None if waits else real_now(),
        "settled_on": None if waits else now.date(),
        "not_before": verdict.not_before,
        "deferred": int(verdict.not_before is not None),
    }
    return bool(run(_MOVE, values))


def note_server_answer(account: MailAccount, outcome: Outcome) -> None:
    """Remember what is wrong with the server as a whole, or that all is well again."""
    if outcome.whole_server:
        account.trouble, account.trouble_detail = outcome.code[:60], outcome.detail[:500]
        account.trouble_since = account.trouble_since or real_now()
        account.troubles += 1
        account.rest_until = rest_of_server(account.troubles, real_now())
    elif account.trouble:
        account.trouble = account.trouble_detail = ""
        account.trouble_since = account.rest_until = None
        account.troubles = 0
    else:
        return
    account.save(update_fields=["trouble", "trouble_detail", "trouble_since", "troubles", "rest_until"])
