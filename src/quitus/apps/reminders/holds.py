"""Pauses that a person asks for: nothing leaves to a client, or about one instalment, until a day or until lifted."""

from datetime import date

from quitus.apps.clients.models import Client
from quitus.apps.invoicing.actions import client_facts_changed, facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.reminders.models import Hold
from quitus.apps.timeline.actions import Event, record
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_planned_day
from quitus.ports.clock import real_now

REASON_LENGTH = 200


def hold(
    client_id: int,
    *,
    on: date,
    by: str,
    until: date | None = None,
    reason: str = "",
    instalment_id: int | None = None,
) -> Hold:
    """Let reminders of a client rest from `on` to `until`, both included; of one instalment alone when it is named.

    Without an end they rest until `lift`. Refused: hold_ends_before_it_begins, instalment_not_of_client. Raises
    Client.DoesNotExist.
    """
    check_planned_day(until, on)
    if until is not None and until < on:
        raise Refused("hold_ends_before_it_begins", day=until)
    Client.objects.select_for_update(no_key=True).get(id=client_id)
    number = _number(client_id, instalment_id)
    asked = Hold.objects.create(
        client_id=client_id,
        instalment_id=instalment_id,
        reason=reason[:REASON_LENGTH],
        from_on=on,
        until_on=until,
        recorded_at=real_now(),
        asked_by=by,
    )
    _look_again(asked, on)
    facts = {"hold": asked.id, "invoice": number, "until": until, "reason": asked.reason}
    record(Event("reminders_paused", on, by, client_id, facts))
    return asked


def lift(hold_id: int, *, on: date, by: str) -> int:
    """Let the reminders go on; the client's id. Lifted already: nothing happens. Raises Hold.DoesNotExist."""
    standing = Hold.objects.select_for_update(no_key=True).get(id=hold_id)
    if standing.lifted_on is None:
        standing.lifted_on = on
        standing.save(update_fields=["lifted_on"])
        _look_again(standing, on)
        number = _number(standing.client_id, standing.instalment_id)
        facts = {"hold": standing.id, "invoice": number}
        record(Event("reminders_resumed", on, by, standing.client_id, facts))
    return standing.client_id


def _look_again(standing: Hold, on: date) -> None:
    if standing.instalment_id is None:
        client_facts_changed([standing.client_id], on)
    else:
        facts_changed([standing.instalment_id], on)


def _number(client_id: int, instalment_id: int | None) -> str:
    if instalment_id is None:
        return ""
    found = Instalment.objects.filter(id=instalment_id, client_id=client_id)
    number = found.values_list("invoice__number", flat=True).first()
    if number is None:
        raise Refused("instalment_not_of_client", instalment=instalment_id)
    return number
