"""When may a message leave? In the hours and on the days in which its reader works."""

from datetime import datetime, time, timedelta

from quitus.domain.days import Calendar

OPENS = time(8)
CLOSES = time(18)


def next_sending_moment(local: datetime, calendar: Calendar) -> datetime:
    """`local` itself within working hours, else the next opening; in the zone of `local`.

    A reminder at night or on a Sunday reads as a reproach, and is buried under Monday's mail anyway.
    """
    day = local.date()
    if calendar.is_working(day) and OPENS <= local.time() < CLOSES:
        return local
    if local.time() >= OPENS:
        day += timedelta(days=1)
    return datetime.combine(calendar.next_working(day), OPENS, tzinfo=local.tzinfo)
