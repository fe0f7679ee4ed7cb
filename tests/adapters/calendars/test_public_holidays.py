"""The French calendar of 2026, written out; an unknown country has weekends alone."""

from datetime import date

from quitus.adapters.calendars.public_holidays import PublicHolidays


def test_french_holidays_of_2026():
    assert sorted(PublicHolidays().of("FR", 2026, 2026).holidays) == [
        date(2026, 1, 1),
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),  # Ascension
        date(2026, 5, 25),  # Whit Monday
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_an_unknown_country_works_on_every_weekday():
    calendar = PublicHolidays().of("ZZ", 2026, 2026)
    assert not calendar.holidays
    assert not calendar.is_working(date(2026, 11, 21))
