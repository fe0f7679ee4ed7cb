"""What waits for a person, for the small numbers in the navigation: three counts a page."""

from collections.abc import Mapping

from quitus.apps.banking.models import Match, MatchState
from quitus.apps.insight.returns_list import lines_waiting
from quitus.apps.outbox.models import Message, MessageState


def waiting_counts() -> Mapping[str, int]:
    """By section of the staff site."""
    return {
        "bank": Match.objects.filter(state=MatchState.SUGGESTED).count() + lines_waiting(),
        "reminders": Message.objects.filter(state=MessageState.WAITING_APPROVAL).count(),
    }
