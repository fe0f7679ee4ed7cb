"""At which step an instalment goes on, said by a person: after an import, or when its policy lost its last step."""

from collections.abc import Mapping
from datetime import date

from quitus.apps.invoicing.actions import facts_changed, release
from quitus.apps.invoicing.models import Instalment
from quitus.apps.reminders.facts import gather
from quitus.apps.reminders.models import StartingPoint
from quitus.apps.timeline.actions import Event, record_all
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now


def release_at(starts: Mapping[int, str], *, on: date, actor: str) -> int:
    """Let the reminders of imported instalments start; how many were held back until now.

    `starts`: for each instalment the key of the step at which it starts, "" for the one that the rules propose.
    Refused: step_not_of_policy. Ids of instalments that are not held back change nothing.
    """
    held = set(
        Instalment.objects.filter(id__in=starts, released_on=None, remaining_minor__gt=0).values_list(
            "id", flat=True
        )
    )
    _say({id_: step for id_, step in starts.items() if step and id_ in held}, on, actor)
    return release(held, on=on, actor=actor)


def go_on_at(instalment_id: int, step: str, *, on: date, actor: str) -> None:
    """From now on the instalment waits for this step of its policy. Refused: step_not_of_policy, instalment_unknown."""
    row = Instalment.objects.filter(id=instalment_id, remaining_minor__gt=0)
    found = row.values_list("client_id", "invoice__number").first()
    if found is None:
        raise Refused("instalment_unknown")
    _say({instalment_id: step}, on, actor)
    facts_changed([instalment_id], on)
    record_all([Event("reminders_go_on_at", on, actor, found[0], {"invoice": found[1], "step": step})])


def _say(steps: Mapping[int, str], on: date, actor: str) -> None:
    if not steps:
        return
    gathered = gather(sorted(steps), on)
    for instalment_id, step in steps.items():
        policy = gathered.debtors[gathered.instalments[instalment_id].client_id].policy
        if policy is None or policy.rules.step(step) is None:
            raise Refused("step_not_of_policy", step=step)
    StartingPoint.objects.bulk_create(
        StartingPoint(
            instalment_id=instalment_id, step=step, said_on=on, recorded_at=real_now(), said_by=actor
        )
        for instalment_id, step in sorted(steps.items())
    )
