"""What waits for a person, for the small numbers in the navigation: two counts a page."""

from collections.abc import Mapping

from quitus.apps.banking.queries import waiting_lines
from quitus.apps.outbox.models import Message, MessageState


def waiting_counts() -> Mapping[str, int]:
    """By section of the staff site."""
    return {
        "bank": waiting_lines().count(),
        "reminders": Message.objects.filter(state=MessageState.WAITING_APPROVAL).count(),
    }
