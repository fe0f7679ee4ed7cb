"""One turn of a firm's day: match late invoices, plan what is due, show the unsure, hand over what may leave."""

from dataclasses import dataclass

from quitus.apps.answers.actions import settle_promises
from quitus.apps.banking.matching.automatic import match_open_lines
from quitus.apps.banking.returns.taking_back import recognise_open
from quitus.apps.history.taking_in import judge_waiting
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.outbox.actions import show_unsure
from quitus.apps.outbox.sending import Tally, send_due
from quitus.apps.reminders.planning import Planned, plan_day


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn did."""

    planned: Planned
    unsure: int
    sent: Tally


def turn(organisation: Organisation, *, even_if_resting: bool = False) -> Turn:
    """Safe to call at any time and by two processes at once: the day is planned once, a message leaves once.

    Call it outside `tenant`. `even_if_resting`: also hand over when the mail server failed a moment ago.
    """
    now = business_now(organisation)
    # Each in its own transaction: each begins anew in the order of locks (docs/adr/0012).
    with tenant(organisation.id):
        match_open_lines(on=now.date())
    with tenant(organisation.id):
        recognise_open(on=now.date())
    with tenant(organisation.id):
        judge_waiting()
    with tenant(organisation.id):
        settle_promises(now.date())
    with tenant(organisation.id):
        planned = plan_day(now)
    with tenant(organisation.id):
        unsure = show_unsure(now)
    return Turn(planned, unsure, send_due(organisation, even_if_resting=even_if_resting))
