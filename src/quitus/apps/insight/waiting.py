"""What waits for a person, for the small numbers in the navigation: two counts a page."""

from collections.abc import Mapping

from quitus.apps.banking.models import Match, MatchState
from quitus.apps.outbox.models import Message, MessageState


def waiting_counts() -> Mapping[str, int]:
    """By section of the staff site."""
    return {
        "bank": Match.objects.filter(state=MatchState.SUGGESTED).count(),
        "reminders": Message.objects.filter(state=MessageState.WAITING_APPROVAL).count(),
    }
