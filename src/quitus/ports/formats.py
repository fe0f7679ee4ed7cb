"""Numbers, amounts and dates as people read them, in French and English.

Pure functions of a value and a language ("fr" or "en"). French groups thousands with U+202F and puts U+00A0
before the currency, and between the number of a day and its month; English is European English: day before
month, 24-hour clock. Babel knows the rest.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from quitus.domain.money import Money

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"

# Counted things read better in words up to sixteen; one and none are said by the sentence itself.
FRENCH_WORDS = (
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
ENGLISH_WORDS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
)

# How far a day is: the near ones by name, the later and the earlier ones counted.
_FRENCH_DISTANCES = (
    {0: "aujourd’hui", 1: "demain", 2: "après-demain", -1: "hier", -2: "avant-hier"},
    f"dans {{}}{NO_BREAK}jours",
    f"il y a {{}}{NO_BREAK}jours",
)
_ENGLISH_DISTANCES = (
    {0: "today", 1: "tomorrow", -1: "yesterday"},
    f"in {{}}{NO_BREAK}days",
    f"{{}}{NO_BREAK}days ago",
)


@cache
def locale(language: str) -> Locale:
    """The Babel locale of a language: European English, never American dates."""
    return Locale.parse("en_GB" if language.startswith("en") else "fr_FR")


def money(amount: Money, language: str) -> str:
    """`1 234,56 €` in French, `€1,234.56` in English; a true minus sign in both."""
    return _minus(format_currency(amount.decimal, amount.currency, locale=locale(language)))


def money_rounded(amount: Money, language: str) -> str:
    """The amount without its cents, for estimates: `1 900 €`, `€1,900`. Halves go to the even unit."""
    pattern = "¤#,##0" if language.startswith("en") else f"#,##0{NO_BREAK}¤"
    text = format_currency(
        amount.decimal, amount.currency, pattern, locale=locale(language), currency_digits=False
    )
    return _minus(text)


def money_typed(amount: Money, language: str) -> str:
    """The amount as one types it into a field or a bank's form: `2640,00`, `2640.00`; no unit, no groups."""
    text = f"{amount.decimal:f}"
    return text if language.startswith("en") else text.replace(".", ",")


def number(value: int | Decimal, language: str) -> str:
    """A plain number with its thousands apart: `20 000`, `20,000`."""
    return _minus(format_decimal(value, locale=locale(language)))


def ratio(value: Decimal, language: str) -> str:
    """A ratio with two decimals at least, so that several stand under each other: `0,60`, `0.996`."""
    return _minus(format_decimal(value, "0.00#", locale=locale(language)))


def percent(ratio: Decimal, language: str) -> str:
    """A ratio as a percentage with one decimal where it says something: `99,6 %`, `81 %`."""
    pattern = "#,##0.#%" if language.startswith("en") else f"#,##0.#{NARROW}%"
    return _minus(format_percent(ratio, pattern, locale=locale(language)))


def in_words(count: int, language: str) -> str:
    """`trois`, `three`, from two to sixteen; the figures otherwise.

    French "un" has a gender, so that the singular of a sentence spells it out: "une facture".
    """
    words = ENGLISH_WORDS if language.startswith("en") else FRENCH_WORDS
    return words[count - 2] if 2 <= count <= 16 else number(count, language)


def day(moment: date, language: str, today: date | None = None) -> str:
    """`mardi 24 novembre`, `Tuesday 24 November`; with its year when `today` is given and in another one."""
    pattern = "EEEE {d} MMMM y" if today and moment.year != today.year else "EEEE {d} MMMM"
    return _date(moment, pattern, language)


def full_date(moment: date, language: str) -> str:
    """`24 novembre 2026`, `24 November 2026`: on documents, stamps, whatever is read years later."""
    return _date(moment, "{d} MMMM y", language)


def day_month(moment: date, language: str) -> str:
    """`24 novembre`, `24 November`: in a sentence that already says which year it is in."""
    return _date(moment, "{d} MMMM", language)


def short_day(moment: date, language: str) -> str:
    """`24 nov.`, `24 Nov`: inside charts and steppers only."""
    return _date(moment, "{d} MMM", language)


def weekday(moment: date, language: str) -> str:
    """`mardi 24`, `Tuesday 24`: within the weeks around today."""
    return _date(moment, "EEEE {d}", language)


def weekday_name(moment: date, language: str) -> str:
    """`mardi`, `Tuesday`."""
    return _date(moment, "EEEE", language)


def weekday_short(moment: date, language: str) -> str:
    """`mar.`, `Tue`: inside charts and calendars only."""
    return _date(moment, "EEE", language)


def day_number(moment: date, language: str) -> str:
    """`24`; the first of a month is `1er` in French."""
    return _date(moment, "{d}", language)


def month(moment: date, language: str) -> str:
    """`novembre 2026`, `November 2026`."""
    return _date(moment, "MMMM y", language)


def month_short(moment: date, language: str) -> str:
    """`nov.`, `Nov`: inside charts and calendars only."""
    return _date(moment, "MMM", language)


def clock_time(moment: datetime, language: str) -> str:
    """`14 h`, `7 h 42` in French; `14:00`, `07:42` in English. The moment's own time zone is kept."""
    if language.startswith("en"):
        return f"{moment:%H:%M}"
    minutes = f"{NO_BREAK}{moment:%M}" if moment.minute else ""
    return f"{moment.hour}{NO_BREAK}h{minutes}"


def relative_day(moment: date, language: str, today: date) -> str:
    """`aujourd’hui`, `hier`, `dans 3 jours`, `il y a 12 jours`: how far from today, in days."""
    distance = (moment - today).days
    near, future, past = _ENGLISH_DISTANCES if language.startswith("en") else _FRENCH_DISTANCES
    return near.get(distance) or (future if distance > 0 else past).format(abs(distance))


def by_four(code: str) -> str:
    """An IBAN or a creditor reference in groups of four, as banks print it: `FR76 3000 6000 …`."""
    plain = "".join(code.split()).upper()
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def account_words(called: str) -> str:
    """An account as people call it: an IBAN or a number in groups of four, a name as it is."""
    plain = "".join(called.split()).upper()
    return by_four(called) if plain[2:4].isdigit() else called


def iban_ends(code: str) -> str:
    """An IBAN that the reader knows already: `FR76 … 0189`; the name of an account without one as it is."""
    plain = "".join(code.split()).upper()
    if not plain[2:4].isdigit():
        return code
    return f"{plain[:4]} … {plain[-4:]}" if len(plain) > 8 else plain


def initials(name: str) -> str:
    """Two letters for an avatar: `Maison Berthier & Fils` gives MB, `Quitus` gives Q."""
    words = [word for word in name.replace("’", " ").replace("'", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


def _date(moment: date, pattern: str, language: str) -> str:
    """Babel's pattern, where `{d}` is the day's number: never parted from its month at the end of a line."""
    day_of_month = "d" if language.startswith("en") or moment.day > 1 else "d'er'"
    kept_together = pattern.replace("{d} ", day_of_month + NO_BREAK).replace("{d}", day_of_month)
    return format_date(moment, kept_together, locale=locale(language))


def _minus(text: str) -> str:
    return text.replace("-", MINUS)
