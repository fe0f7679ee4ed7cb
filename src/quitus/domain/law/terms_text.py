"""Payment terms as people write them, in French and in English, read and written.

A text becomes one letter a word or fixed phrase ("45 jours fin de mois le 10" is N D E O N), and the letters must
have one of the forms below: what is not understood is refused, never half understood.
"""

import re
from dataclasses import dataclass

from quitus.domain.importing.text import clean, has_unusable_character, plain, shown
from quitus.domain.law.payment_terms import LONGEST_DAYS, End, Method, Start, Terms
from quitus.domain.refused import Refused

LONGEST_TEXT = 200
_FROM = r"(?:a (?:compter|partir) de |a |au |apres |des |de |d |on |upon |after |from |of )?(?:la |l |the )?"
_DATE = r"(?:date (?:d|de|du) (?:la |l )?|date of (?:the )?)?"
# letter -> what people write for it, without accents or capitals; the first that fits wins.
_PHRASES = (
    ("X", r"fin (?:de |du )?mois (?:suivant|prochain)|end of (?:the )?(?:next|following) month"),
    (
        "L",
        _FROM + _DATE + r"(?:livraison(?: des marchandises)?|reception d(?:es|e la) marchandises?"
        r"|(?:fin|execution) de (?:la )?prestation|delivery(?: of (?:the )?goods)?|receipt of (?:the )?goods"
        r"|(?:end|performance|completion) of (?:the )?services?)",
    ),
    ("R", _FROM + _DATE + r"(?:reception(?: de (?:la )?facture)?|receipt(?: of (?:the )?invoice)?)"),
    (
        "I",
        _FROM + _DATE + r"(?:facture|facturation|emission(?: de (?:la )?facture)?"
        r"|issue(?: of (?:the )?invoice)?|invoice(?: date)?)",
    ),
    ("e", r"fin (?:de )?(?:la )?decade|end of (?:the )?(?:ten|10) days?(?: period)?|end of (?:the )?decade"),
    ("E", r"fin (?:de |du )?mois|fdm|(?:the )?end of (?:the )?month|month end|eom"),
    ("F", r"jfdm"),
    ("D", r"jours?|jrs?|j|days?|d"),
    ("C", r"comptant|immediatement|immediate|immediat|immediately|cash"),
    ("n", r"nets?"),
    ("M", r"(?:du )?mois (?:suivant|prochain)|(?:of )?(?:the )?(?:next|following) month"),
    ("m", r"(?:du|de chaque) mois|of (?:the|each) month"),
    ("T", r"et puis|puis|and then|then|plus"),
    ("A", r"(?:apres|after|from|a compter de|a partir de)(?: la| the)?"),
    ("O", r"le|les|on the|on|the"),
    ("o", r"ou|or|et|and"),
    ("h", r"st|nd|rd|th|er"),
    ("", r"a|au|sous|within|in|payable|paiement|payment|reglement|due|delai|de"),
)
_WORDS = [(letter, re.compile(rf"(?:{words})(?![a-z])")) for letter, words in _PHRASES]
_NUMBER = re.compile(r"[0-9]+")
_SPACE = re.compile(r"[\s,.;:()/\"'’«»_-]+")
_SIGNED_OR_BROKEN = re.compile(r"(?:^|[^0-9a-z])[-−][0-9]|[0-9][.,][0-9]")

_DAYS = r"(?:nND?|NDn?|Nn|N(?=[Ee]))"
_START = r"[IRL]?"
_FORM = re.compile(
    rf"(?P<body>(?P<first>{_DAYS}){_START}(?:(?P<link>[TA]?)(?P<end>[Ee]))?"  # 45 days [then] end of month
    rf"|(?P<end_first>[Ee]){_START}T?(?:{_DAYS})"  # end of month, then 45 days
    r"|[Ee]|[CX]|)"
    rf"{_START}(?P<fixed>(?:(?:ON|Nh)h?(?:o?O?Nh?)*)?)(?P<which>[Mm]?){_START}"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The text as letters, with the value of each letter that is a number."""

    letters: str
    numbers: tuple[int, ...]

    def numbers_of(self, first: int, last: int) -> tuple[int, ...]:
        before = self.letters[:first].count("N")
        return self.numbers[before : before + self.letters[first:last].count("N")]


def read_terms(text: str, method: Method = Method.B) -> Terms:
    """The terms that a text means. `method` holds where "45 days end of month" does not say its own.

    Refused: terms_not_understood, terms_days_impossible, terms_day_of_month_impossible.
    """
    words = _words(text)
    form = _FORM.fullmatch(words.letters)
    starts = {letter for letter in words.letters if letter in "IRL"}
    if form is None or not words.letters or len(starts) > 1:
        raise _not_understood(text)
    body = form["body"]
    if (body == "C" and len(words.letters) > 1) or (body == "X" and form["fixed"]):
        raise _not_understood(text)
    start = {"R": Start.INVOICE_RECEIPT, "L": Start.DELIVERY}.get("".join(starts), Start.ISSUE)
    days = _days_of(words.numbers_of(*form.span("body")))
    on_days = words.numbers_of(*form.span("fixed"))
    if body == "X":
        return Terms(end=End.MONTH, on_days=(31,), start=start)
    end, used = _end_of(body), _method_of(form, method)
    if form["which"] and (not on_days or end is End.TEN_DAYS):
        raise _not_understood(text)
    if form["which"] == "M" and end is None:
        # The 15th of the month after the one that the days reach, or after that of the start.
        end, used = End.MONTH, Method.A
    return Terms(days, end, used, on_days, start)


def write_terms(terms: Terms, language: str) -> str:
    """The terms in French or English. The order says the method, so that a contract leaves nothing open."""
    words = _ENGLISH if language.startswith("en") else _FRENCH
    if not (terms.days or terms.end or terms.on_days):
        return words.alone[terms.start]
    of_next_month = terms.end is End.MONTH and not terms.days and bool(terms.on_days)
    pieces = []
    if terms.days:
        pieces.append(words.day if terms.days == 1 else words.days.format(terms.days))
    if terms.end and not of_next_month:
        pieces.append(words.end[terms.end])
    if terms.method is Method.B:
        pieces.reverse()
    fixed = words.on.format(words.or_.join(map(words.ordinal, terms.on_days))) if terms.on_days else ""
    next_month = words.next_month if of_next_month else ""
    return " ".join(filter(None, [words.then.join(pieces), fixed + next_month, words.counted[terms.start]]))


def _words(text: str) -> _Words:
    """The letters of a text. Refused: terms_not_understood."""
    foreign = any(sign.isnumeric() and not sign.isascii() for sign in text[: LONGEST_TEXT + 1])
    if len(text) > LONGEST_TEXT or has_unusable_character(text) or foreign:
        raise _not_understood(text)
    line = plain(clean(text))
    if _SIGNED_OR_BROKEN.search(line):
        raise _not_understood(text)
    line = _SPACE.sub(" ", line.replace("+", " then ")).strip()
    letters, numbers, place = "", [], 0
    while place < len(line):
        if number := _NUMBER.match(line, place):
            letters += "N"
            numbers.append(int(number[0]))
            place = number.end()
        else:
            letter, place = _phrase(line, place, text)
            letters += letter
        place += line[place : place + 1] == " "
    return _Words(letters.replace("F", "DE"), tuple(numbers))


def _phrase(line: str, place: int, text: str) -> tuple[str, int]:
    for letter, words in _WORDS:
        if found := words.match(line, place):
            return letter, found.end()
    raise _not_understood(text)


def _days_of(numbers: tuple[int, ...]) -> int:
    if not numbers:
        return 0
    if not 1 <= numbers[0] <= LONGEST_DAYS:
        raise Refused("terms_days_impossible", days=shown(str(numbers[0])), most=LONGEST_DAYS)
    return numbers[0]


def _end_of(body: str) -> End | None:
    if "e" in body:
        return End.TEN_DAYS
    return End.MONTH if "E" in body else None


def _method_of(form: re.Match[str], method: Method) -> Method:
    """The order of the words decides; "45 days end of month" alone leaves it to the contract's method."""
    if form["end_first"] or form["link"] == "A":
        return Method.B
    return Method.A if form["link"] == "T" else method


def _not_understood(text: str) -> Refused:
    return Refused("terms_not_understood", terms=shown(text))


@dataclass(frozen=True, slots=True)
class _Language:
    day: str
    days: str
    end: dict[End, str]
    then: str
    on: str
    or_: str
    next_month: str
    alone: dict[Start, str]
    counted: dict[Start, str]
    first: str
    others: str

    def ordinal(self, day: int) -> str:
        if day == 1:
            return self.first
        ending = {2: "nd", 3: "rd", 22: "nd", 23: "rd", 21: "st", 31: "st"}.get(day, "th")
        return self.others.format(day, ending)


_FRENCH = _Language(
    day="1 jour",
    days="{} jours",
    end={End.MONTH: "fin de mois", End.TEN_DAYS: "fin de décade"},
    then=", puis ",
    on="le {}",
    or_=" ou le ",
    next_month=" du mois suivant",
    alone={
        Start.ISSUE: "comptant",
        Start.INVOICE_RECEIPT: "à réception de la facture",
        Start.DELIVERY: "à la livraison",
    },
    counted={
        Start.ISSUE: "",
        Start.INVOICE_RECEIPT: "à compter de la réception de la facture",
        Start.DELIVERY: "à compter de la livraison",
    },
    first="1er",
    others="{}",
)
_ENGLISH = _Language(
    day="1 day",
    days="{} days",
    end={End.MONTH: "end of month", End.TEN_DAYS: "end of the ten-day period"},
    then=", then ",
    on="on the {}",
    or_=" or the ",
    next_month=" of the following month",
    alone={
        Start.ISSUE: "due immediately",
        Start.INVOICE_RECEIPT: "on receipt of the invoice",
        Start.DELIVERY: "on delivery",
    },
    counted={
        Start.ISSUE: "",
        Start.INVOICE_RECEIPT: "from receipt of the invoice",
        Start.DELIVERY: "from delivery",
    },
    first="1st",
    others="{}{}",
)
