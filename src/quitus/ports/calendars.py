"""What we ask about holidays: the days on which a country does not work."""

from typing import Protocol

from quitus.domain.days import Calendar


class Calendars(Protocol):
    """Gives a country's calendar; it must cover each year from `first_year` to `last_year`."""

    def of(self, country: str, first_year: int, last_year: int) -> Calendar:
        """The calendar of an ISO 3166 country code; an unknown country has weekends alone."""
        ...
