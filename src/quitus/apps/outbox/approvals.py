"""Approve several messages in one go."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Greatest

from quitus.apps.outbox.models import Message, MessageState
from quitus.apps.outbox.purposes import lock_for
from quitus.apps.timeline.actions import Event, record_all


def approve_all(message_ids: Iterable[int], *, now: datetime, by: str) -> int:
    """Let these leave; how many did. One that no longer waits for approval is passed over.

    Locks every message, then what they speak of, then the timelines: the order of the sender.
    """
    waiting = list(
        Message.objects.filter(id__in=set(message_ids), state=MessageState.WAITING_APPROVAL)
        .order_by("id")
        .select_for_update(no_key=True)
    )
    lock_for((message.purpose, message.id) for message in waiting)
    Message.objects.filter(id__in=[message.id for message in waiting]).update(
        state=MessageState.QUEUED, approved_by=by, reason="", not_before=Greatest("not_before", Value(now))
    )
    record_all(
        Event(
            "message_approved",
            now.date(),
            by,
            message.client_id,
            {"message": message.id, "to": message.to_address},
        )
        for message in waiting
    )
    return len(waiting)
