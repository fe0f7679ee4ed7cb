"""Will the reminders look at each open instalment in time?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from quitus.apps.clients.models import ChangedClient
from quitus.apps.doctor.finding import Finding
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.clock import business_today
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.reminders.facts import Gathered, gather
from quitus.domain.reminders.decision import Decision, Verdict
from quitus.domain.reminders.plan import plan

AT_ONCE = 5_000


def no_look_comes_too_late() -> Iterator[Finding]:
    """The stored next date of each open instalment against what the rules answer today.

    What is looked at today anyway is left out; so is a client whose message is about to leave or whose contacts
    have just changed, since the next plan takes it up.
    """
    today = business_today(current_organisation())
    later = Instalment.objects.filter(remaining_minor__gt=0, released_on__isnull=False)
    later = later.exclude(next_check_on__lte=today).exclude(client_id__in=_taken_up()).order_by("id")
    stored = {
        id_: (number, look)
        for id_, number, look in later.values_list("id", "invoice__number", "next_check_on")
    }
    ids = list(stored)
    for start in range(0, len(ids), AT_ONCE):
        for decision in _decisions(gather(ids[start : start + AT_ONCE], today)):
            number, look = stored[decision.instalment_id]
            wanted = today if decision.verdict is Verdict.SEND else decision.next_check_on
            if wanted is not None and (look is None or look > wanted):
                yield Finding(
                    "looks", f"instalment {decision.instalment_id} ({number})", f"≤ {wanted}", _said(look)
                )


def _taken_up() -> list[int]:
    waiting = Message.objects.filter(
        state__in=[MessageState.WAITING_APPROVAL, MessageState.QUEUED, MessageState.HANDING_OVER]
    )
    changed = ChangedClient.objects.values_list("client_id", flat=True)
    return [*waiting.values_list("client_id", flat=True), *changed]


def _decisions(gathered: Gathered) -> Iterator[Decision]:
    """What the rules answer today, each instalment by its client's policy and calendar."""
    by_rules = defaultdict(list)
    for facts in gathered.instalments.values():
        debtor = gathered.debtors[facts.client_id]
        if debtor.policy is not None:
            by_rules[debtor.policy, debtor.country].append(facts)
    for (policy, country), instalments in by_rules.items():
        yield from plan(policy.rules, instalments, gathered.clients, gathered.situation(country))


def _said(look: date | None) -> str:
    return "never" if look is None else look.isoformat()
