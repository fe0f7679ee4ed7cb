"""The calendars of public holidays by themselves: asking for one needs no database or key."""

from quitus.adapters.calendars.public_holidays import PublicHolidays
from quitus.ports.calendars import Calendars


def calendars() -> Calendars:
    """The calendars of every country that Quitus knows."""
    return PublicHolidays()
