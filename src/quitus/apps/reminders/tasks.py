"""Steps that a person carries out: the formal notice, a call."""

from datetime import date

from quitus.apps.invoicing.actions import facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.reminders.models import Reminder, ReminderState
from quitus.apps.timeline.actions import Event, record
from quitus.domain.refused import Refused
from quitus.domain.reminders.policy import Channel


def settle_task(reminder_id: int, *, done: bool, on: date, by: str) -> Reminder:
    """A person did it, or decided that this step does not happen; in both cases it does not come again.

    The same answer again changes nothing. Refused `task_settled_otherwise` for another one, or when it was
    dropped (paid, promised or contested meanwhile). Raises Reminder.DoesNotExist for what is no task.
    """
    task = Reminder.objects.get(id=reminder_id, channel=Channel.TASK)
    # The instalment first: the order of whoever plans or receives a payment.
    instalment = (
        Instalment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("invoice")
        .get(id=task.instalment_id)
    )
    task = Reminder.objects.select_for_update(no_key=True).get(id=reminder_id)
    wanted = ReminderState.DONE if done else ReminderState.SKIPPED
    if task.state == wanted:
        return task
    if task.state != ReminderState.PLANNED:
        raise Refused("task_settled_otherwise")
    task.state, task.settled_on = wanted, on
    task.save(update_fields=["state", "settled_on"])
    facts_changed([task.instalment_id], on)
    facts = {"step": task.step, "invoice": instalment.invoice.number}
    record(Event("task_done" if done else "task_skipped", on, by, task.client_id, facts))
    return task
