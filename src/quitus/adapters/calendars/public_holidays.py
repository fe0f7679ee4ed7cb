"""Public holidays by the `holidays` library."""

from functools import lru_cache

from quitus.domain.days import Calendar


class PublicHolidays:
    """Calendars of every country that the library knows; others have weekends alone."""

    def of(self, country: str, first_year: int, last_year: int) -> Calendar:
        return _calendar(country, first_year, last_year)


@lru_cache(maxsize=64)
def _calendar(country: str, first_year: int, last_year: int) -> Calendar:
    # A tenth of what it takes to open the site, and the first pages need no calendar.
    import holidays

    try:
        days = holidays.country_holidays(country, years=range(first_year, last_year + 1))
    except NotImplementedError:
        return Calendar()
    return Calendar(frozenset(days))
