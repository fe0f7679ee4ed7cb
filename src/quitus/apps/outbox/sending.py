"""Hand over what may leave: at most once each, and never silently lost.

One transaction per message. It writes down what became of the previous one, locks the next, asks its purpose for
the last word with everything read anew, freezes the words and marks the message "handing over" under a lease.
Only after that commit do the words go to the server, outside any transaction. Whoever is killed in between leaves
a message whose lease runs out: nobody knows whether it arrived, so it is shown as unsure and not repeated.
"""

import logging
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection

from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.claiming import Claim, Queued, Skipped, claim, next_queued, set_aside
from quitus.apps.outbox.mail import server_of
from quitus.apps.outbox.models import MailAccount, Message, MessageState
from quitus.apps.outbox.purposes import lock_for
from quitus.apps.outbox.settling import Attempt, note_server_answer, settle
from quitus.apps.timeline.actions import record_all
from quitus.ports.clock import real_now
from quitus.ports.messages import Handed, MailServer, MessageSender, Outcome
from quitus.ports.registry import adapters

# What the slowest server may take for one message; a lease with less left is not used.
LONGEST_HAND_OVER = timedelta(minutes=10)
# A server that says "later" so many times in a row means all of us, not these recipients.
DEFERRALS_IN_A_ROW = 5
# One that leaves us without an answer so many times in a row would leave us in doubt about every message.
UNSURE_IN_A_ROW = 3
# The database may be restarted under us while an answer waits to be written down.
PATIENCE_SECONDS = (0.2, 1, 3, 10)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What one run did. `stopped_by`: why it ended before the queue was empty ("no_mail_account")."""

    accepted: int = 0
    refused: int = 0
    later: int = 0
    unsure: int = 0
    withdrawn: int = 0
    postponed: int = 0
    failed: int = 0
    stopped_by: str = ""

    def count(self, outcome: Outcome) -> None:
        """Add the answer to one message."""
        match outcome.handed:
            case Handed.ACCEPTED:
                self.accepted += 1
            case Handed.REFUSED:
                self.refused += 1
            case Handed.TRY_LATER:
                self.later += 1
            case Handed.UNSURE:
                self.unsure += 1


def send_due(organisation: Organisation, *, even_if_resting: bool = False) -> Tally:
    """Hand over every message that may leave now; two runs at once share the work.

    Call it outside `tenant`: it opens the wall once per message. `even_if_resting`: also when the server
    failed a moment ago, because a person asks.
    """
    with tenant(organisation.id):
        account = MailAccount.objects.first()
        server = server_of(account) if account else None
    if account is None or server is None:
        return Tally(stopped_by="no_mail_account")
    if not even_if_resting and account.rest_until and real_now() < account.rest_until:
        return Tally(stopped_by=account.trouble)
    with closing(adapters().senders[account.kind]()) as sender:
        return _Run(organisation, account, server, sender).to_the_end()


class _Run:
    """One run over the queue of one organisation, through one sender."""

    def __init__(
        self, organisation: Organisation, account: MailAccount, server: MailServer, sender: MessageSender
    ) -> None:
        self.organisation = organisation
        self.account = account
        self.server = server
        self.sender = sender
        self.tally = Tally()
        self.answered: tuple[Attempt, Outcome] | None = None
        self.deferred_in_a_row = self.unsure_in_a_row = 0
        self.picked: int | None = None

    def to_the_end(self) -> Tally:
        while not self.tally.stopped_by:
            turn = self._next()
            if turn is None:
                return self.tally
            self._note(turn)
        _persistently(lambda: self._turn(go_on=False))
        return self.tally

    def _next(self) -> Claim | Skipped | None:
        """One turn. A message whose words cannot be made is set aside, and the answer before it still kept."""
        self.picked = None
        try:
            return _persistently(lambda: self._turn(go_on=True))
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:
            picked: int | None = self.picked
            _persistently(lambda: self._turn(go_on=False))
            if picked is None:
                raise
            log.exception("message_not_prepared", extra={"about": {"message": picked}})
            with tenant(self.organisation.id):
                set_aside(picked, fault, business_now(self.organisation))
            return Skipped(MessageState.QUEUED, failed=True)

    def _turn(self, *, go_on: bool) -> Claim | Skipped | None:
        """The one transaction; see the top of the file."""
        now = business_now(self.organisation)
        with tenant(self.organisation.id):
            message = next_queued(now) if go_on else None
            self.picked = message.id if message else None
            lock_for(self._concerned(message))
            events = []
            if self.answered:
                attempt, outcome = self.answered
                events += settle(attempt, outcome, now)
                note_server_answer(self.account, outcome)
            turn = claim(message, self.account, now, events) if message else None
            record_all(events)
        self.answered = None
        return turn

    def _concerned(self, message: Queued | None) -> list[tuple[str, int]]:
        concerned = []
        if self.answered:
            concerned.append((self.answered[0].purpose, self.answered[0].message_id))
        if message:
            concerned.append((message.purpose, message.id))
        return concerned

    def _note(self, turn: Claim | Skipped) -> None:
        if isinstance(turn, Skipped):
            self.tally.failed += turn.failed
            self.tally.withdrawn += turn.to is MessageState.WITHDRAWN
            self.tally.postponed += turn.to is not MessageState.WITHDRAWN and not turn.failed
            return
        outcome = self._hand_over(turn)
        self.unsure_in_a_row = self.unsure_in_a_row + 1 if outcome.handed is Handed.UNSURE else 0
        if self.unsure_in_a_row == UNSURE_IN_A_ROW:
            outcome = replace(outcome, whole_server=True)
        self.answered = (turn.attempt, outcome)
        self.tally.count(outcome)
        later = outcome.handed is Handed.TRY_LATER
        self.deferred_in_a_row = self.deferred_in_a_row + 1 if later else 0
        if outcome.whole_server or self.deferred_in_a_row == DEFERRALS_IN_A_ROW:
            self.tally.stopped_by = outcome.code

    def _hand_over(self, turn: Claim) -> Outcome:
        if real_now() + LONGEST_HAND_OVER > turn.attempt.lease_until:
            # We slept (a suspended laptop): somebody may have taken the message for unsure and acted on it.
            return Outcome(Handed.TRY_LATER, "lease_ran_out")
        return self.sender.hand_over(self.server, turn.mail)


def _persistently(work: Callable[[], Claim | Skipped | None]) -> Claim | Skipped | None:
    """Do a transaction again when the database went away or chose us as the victim of a deadlock.

    It may have been committed without our being told: then the answer is found written down already, and a
    message claimed in it stays "handing over" until its lease shows it as unsure.
    """
    for pause in PATIENCE_SECONDS:
        try:
            return work()
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(pause)
    return work()


def due_moment(organisation: Organisation) -> datetime | None:
    """When the earliest queued message may leave; None when none waits. Inside `tenant`."""
    waiting = Message.objects.filter(state=MessageState.QUEUED).order_by("not_before")
    return waiting.values_list("not_before", flat=True).first()
