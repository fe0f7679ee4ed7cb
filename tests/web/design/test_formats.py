"""Amounts, numbers, days: the exact characters that people read, in French and English."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quitus.domain.money import Money
from quitus.web import formats

NARROW = "\u202f"
NO_BREAK = "\xa0"

AMOUNTS = [
    # amount, French, English
    (Money(123_456, "EUR"), "1\u202f234,56\xa0€", "€1,234.56"),
    (Money(1_864_250, "EUR"), "18\u202f642,50\xa0€", "€18,642.50"),
    (Money(123_456_789_00, "EUR"), "123\u202f456\u202f789,00\xa0€", "€123,456,789.00"),
    (Money(5, "EUR"), "0,05\xa0€", "€0.05"),
    (Money(0, "EUR"), "0,00\xa0€", "€0.00"),
    (Money(-8_640, "EUR"), "−86,40\xa0€", "−€86.40"),
    (Money(123_456, "CHF"), "1\u202f234,56\xa0CHF", "CHF1,234.56"),
    (Money(123_456, "USD"), "1\u202f234,56\xa0$US", "US$1,234.56"),
    (Money(1_234, "JPY"), "1\u202f234\xa0JPY", "JP¥1,234"),
    (Money(1_234_567, "TND"), "1\u202f234,567\xa0TND", "TND1,234.567"),
]


@pytest.mark.parametrize(("amount", "french", "english"), AMOUNTS)
def test_an_amount(amount, french, english):
    assert formats.money(amount, "fr") == french
    assert formats.money(amount, "en") == english


@pytest.mark.parametrize(
    ("minor", "french", "english"),
    [
        (190_049, "1\u202f900\xa0€", "€1,900"),
        (190_051, "1\u202f901\xa0€", "€1,901"),
        (-8_640, "−86\xa0€", "−€86"),
        (0, "0\xa0€", "€0"),
    ],
)
def test_an_estimate_has_no_cents(minor, french, english):
    assert formats.money_rounded(Money(minor, "EUR"), "fr") == french
    assert formats.money_rounded(Money(minor, "EUR"), "en") == english


def test_an_amount_to_type_has_neither_groups_nor_unit():
    assert formats.money_typed(Money(264_000, "EUR"), "fr") == "2640,00"
    assert formats.money_typed(Money(264_000, "EUR"), "en") == "2640.00"
    assert formats.money_typed(Money(500, "JPY"), "fr") == "500"


@given(minor=st.integers(-(10**14), 10**14), currency=st.sampled_from(["EUR", "JPY", "TND"]))
def test_no_digit_is_lost_and_no_line_breaks_inside(minor, currency):
    for language in ("fr", "en"):
        text = formats.money(Money(minor, currency), language)
        assert "".join(filter(str.isdigit, text)).lstrip("0") == str(abs(minor)).lstrip("0")
        assert " " not in text
        assert text.startswith("−") == (minor < 0)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (20_000, "20\u202f000", "20,000"),
        (7, "7", "7"),
        (Decimal("-0.12"), "−0,12", "−0.12"),
    ],
)
def test_a_number(value, french, english):
    assert formats.number(value, "fr") == french
    assert formats.number(value, "en") == english


@pytest.mark.parametrize(
    ("ratio", "french", "english"),
    [
        ("0.996", "99,6\u202f%", "99.6%"),
        ("0.81", "81\u202f%", "81%"),
        ("1", "100\u202f%", "100%"),
        ("-0.055", "−5,5\u202f%", "−5.5%"),
    ],
)
def test_a_percentage_shows_a_decimal_only_where_it_says_something(ratio, french, english):
    assert formats.percent(Decimal(ratio), "fr") == french
    assert formats.percent(Decimal(ratio), "en") == english


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(1, "1", "1"), (2, "deux", "two"), (9, "neuf", "nine"), (16, "seize", "sixteen"), (17, "17", "17")],
)
def test_counting_in_words(count, french, english):
    assert formats.in_words(count, "fr") == french
    assert formats.in_words(count, "en") == english


TUESDAY = date(2026, 11, 24)
DAYS = [
    # format, day, French, English
    (formats.day, TUESDAY, "mardi 24\xa0novembre", "Tuesday 24\xa0November"),
    (formats.day, date(2026, 12, 1), "mardi 1er\xa0décembre", "Tuesday 1\xa0December"),
    (formats.full_date, TUESDAY, "24\xa0novembre 2026", "24\xa0November 2026"),
    (formats.full_date, date(2026, 2, 1), "1er\xa0février 2026", "1\xa0February 2026"),
    (formats.day_month, date(2026, 8, 15), "15\xa0août", "15\xa0August"),
    (formats.short_day, TUESDAY, "24\xa0nov.", "24\xa0Nov"),
    (formats.short_day, date(2026, 12, 1), "1er\xa0déc.", "1\xa0Dec"),
    (formats.weekday, TUESDAY, "mardi 24", "Tuesday 24"),
    (formats.weekday_name, TUESDAY, "mardi", "Tuesday"),
    (formats.weekday_short, TUESDAY, "mar.", "Tue"),
    (formats.day_number, TUESDAY, "24", "24"),
    (formats.day_number, date(2026, 12, 1), "1er", "1"),
    (formats.month, TUESDAY, "novembre 2026", "November 2026"),
    (formats.month_short, TUESDAY, "nov.", "Nov"),
]


@pytest.mark.parametrize(("written", "moment", "french", "english"), DAYS)
def test_a_day(written, moment, french, english):
    assert written(moment, "fr") == french
    assert written(moment, "en") == english


def test_a_day_of_another_year_says_its_year():
    assert formats.day(date(2025, 6, 1), "fr", TUESDAY) == "dimanche 1er\xa0juin 2025"
    assert formats.day(date(2025, 6, 1), "en", TUESDAY) == "Sunday 1\xa0June 2025"
    assert formats.day(date(2026, 6, 1), "fr", TUESDAY) == "lundi 1er\xa0juin"


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (date(2026, 11, 24), "aujourd’hui", "today"),
        (date(2026, 11, 23), "hier", "yesterday"),
        (date(2026, 11, 22), "avant-hier", "2\xa0days ago"),
        (date(2026, 11, 25), "demain", "tomorrow"),
        (date(2026, 11, 26), "après-demain", "in 2\xa0days"),
        (date(2026, 12, 4), "dans 10\xa0jours", "in 10\xa0days"),
        (date(2026, 11, 12), "il y a 12\xa0jours", "12\xa0days ago"),
    ],
)
def test_how_far_a_day_is(moment, french, english):
    assert formats.relative_day(moment, "fr", TUESDAY) == french
    assert formats.relative_day(moment, "en", TUESDAY) == english


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [(14, 0, "14\xa0h", "14:00"), (7, 42, "7\xa0h\xa042", "07:42"), (8, 5, "8\xa0h\xa005", "08:05")],
)
def test_an_hour(hour, minute, french, english):
    moment = datetime(2026, 11, 24, hour, minute)  # noqa: DTZ001 - an hour is written as it is given
    assert formats.clock_time(moment, "fr") == french
    assert formats.clock_time(moment, "en") == english


def test_codes_are_grouped_by_four():
    assert formats.by_four("FR7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"
    assert formats.by_four("fr76 3000 6000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"
    assert formats.by_four("RF95SM20261127") == "RF95 SM20 2611 27"
    assert formats.by_four("") == ""


def test_an_account_that_is_known_shows_its_ends():
    assert formats.iban_ends("FR76 3000 6000 0112 3456 7890 189") == "FR76 … 0189"
    assert formats.iban_ends("40123") == "40123"
    assert formats.iban_ends("Livret Bleu") == "Livret Bleu"
    assert formats.account_words("Livret Bleu") == "Livret Bleu"
    assert formats.account_words("FR7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"
    assert formats.account_words("30006000011") == "3000 6000 011"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maison Berthier & Fils", "MB"),
        ("Hélène Vasseur", "HV"),
        ("Quitus", "Q"),
        ("L’Atelier", "LA"),
        ("« Les Grands Chemins »", "LG"),
        ("& Co", "C"),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert formats.initials(name) == letters
