"""When is a message tried again that the server did not take, and when is it given up?"""

from datetime import datetime, timedelta

# A greylisting server wants minutes, a full mailbox hours. After a day and a half a person looks.
DELAYS = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
    timedelta(days=1),
)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after `attempts` refusals for now, at least one; None: it is given up."""
    return now + DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


def rest_of_server(troubles: int, now: datetime) -> datetime:
    """Until when a server is left alone that failed `troubles` times in a row, at least once; up to a day.

    A server is never given up: a password may be mended after a week.
    """
    return now + DELAYS[min(troubles, len(DELAYS)) - 1]
