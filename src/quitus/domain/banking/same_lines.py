"""Which lines of a statement are known already, because another file told them: of a longer period, of another format.

A bank tells one transfer in the report of the day, in the statement after it and in the file for a spreadsheet, each
time in other words. Taken for two, money would be counted twice; two equal transfers taken for one, a payment would
be lost. So lines are paired one to one, the surest pairs first, and what finds no partner is new.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache

from quitus.domain.banking.statement import StatementLine
from quitus.domain.money import Money
from quitus.domain.names import word_set

# A number travels with the movement; banks move its day over a weekend, not further.
NUMBERED_DAYS = timedelta(days=5)
_CUT_FROM = 8  # letters: a label cut short by one format begins like the whole one of another
_TELLING = re.compile(r"[a-z]{4,}|[0-9]{3,}")
# What banks write around the payer's words; they say nothing about which transfer it is.
_BANK_WORDS = word_set(
    "virement virements recu recus recue sepa emis instantane carte paiement prelevement cheque cheques remise frais"
    " votre faveur date europ transfer transfert credit debit received payment card direct from reference motif"
    " client notprovided eur"
)


class Likeness(IntEnum):
    """How surely two tellings mean one movement."""

    NONE = 0
    HINT = 1  # a telling word in common, or nothing told that could differ
    CUT = 2  # one label is the other's beginning
    WORDS = 3
    NUMBER = 4


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line of the account's record, told by files of these `formats` ("camt.053", "OFX")."""

    id: int
    booked: date
    value_date: date | None
    amount: Money
    label: str
    reference: str = ""
    iban: str = ""
    bank_id: str = ""
    formats: frozenset[str] = frozenset()


def known_lines(
    told: Sequence[StatementLine], file_format: str, known: Iterable[KnownLine]
) -> list[int | None]:
    """The id of the known line that each line of one statement is, None for a new one.

    `known` are lines of the same account. No id stands twice, but for lines of a day that two files divide otherwise
    (a batch as one line, or payer by payer): they add up to the same, and are known by the first of what they divide.
    """
    record = _Record(known)
    found: list[int | None] = [record.exactly(line) for line in told]
    pairs = [
        (-likeness, days, place, line.id)
        for place, line_told in enumerate(told)
        if found[place] is None
        for line, likeness, days in record.alike(line_told, file_format)
    ]
    taken: set[int] = set()
    for _likeness, _days, place, line_id in sorted(pairs):
        if found[place] is None and line_id not in taken:
            found[place] = line_id
            taken.add(line_id)
    divided = record.divided({place: line for place, line in enumerate(told) if found[place] is None}, taken)
    return [divided.get(place, line_id) for place, line_id in enumerate(found)]


class _Record:
    """Known lines by what tells them; those found exactly are given once. A year of one amount a day stays quick."""

    def __init__(self, known: Iterable[KnownLine]) -> None:
        self._exact: dict[tuple[object, ...], list[KnownLine]] = defaultdict(list)
        self._by_day: dict[tuple[Money, date], dict[int, KnownLine]] = defaultdict(dict)
        self._by_number: dict[tuple[Money, str], dict[int, KnownLine]] = defaultdict(dict)
        self._given: set[int] = set()
        for line in sorted(known, key=lambda line: -line.id):
            self._exact[_exact_key(line)].append(line)
            for day in _days_of(line):
                self._by_day[line.amount, day][line.id] = line
            if line.bank_id:
                self._by_number[line.amount, _plain(line.bank_id)][line.id] = line

    def exactly(self, told: StatementLine) -> int | None:
        """A line told before in the very same words, the first of equals."""
        equals = self._exact.get(_exact_key(told))
        if not equals:
            return None
        line = equals.pop()
        self._given.add(line.id)
        return line.id

    def alike(self, told: StatementLine, file_format: str) -> Iterator[tuple[KnownLine, Likeness, int]]:
        """Lines that may be this one, with how surely and how many days apart."""
        found: dict[int, KnownLine] = {}
        for day in _days_of(told):
            found |= self._by_day.get((told.amount, day), {})
        if told.bank_id:
            found |= self._by_number.get((told.amount, _plain(told.bank_id)), {})
        for line in found.values():
            if line.id not in self._given and (likeness := _likeness(told, file_format, line)):
                yield line, likeness, abs((told.booked - line.booked).days)

    def divided(self, told: Mapping[int, StatementLine], taken: Container[int]) -> dict[int, int]:
        """Lines without a partner, by place, that add up to those of the record without one on the same day."""
        of_day: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for place, line in told.items():
            of_day[_side_of(line)].append(place)
        left: dict[tuple[object, ...], list[KnownLine]] = defaultdict(list)
        for lines in self._exact.values():
            for one in lines:
                if one.id not in taken:
                    left[_side_of(one)].append(one)
        found: dict[int, int] = {}
        for day, places in of_day.items():
            others = left.get(day, [])
            told_sum = sum(told[place].amount.minor for place in places)
            if (
                len(places) + len(others) > 2
                and others
                and told_sum == sum(one.amount.minor for one in others)
            ):
                found |= dict.fromkeys(places, min(one.id for one in others))
        return found


def _side_of(line: StatementLine | KnownLine) -> tuple[object, ...]:
    """A batch goes one way, on one day."""
    return line.booked, line.amount.currency, line.amount.minor > 0


def _exact_key(line: StatementLine | KnownLine) -> tuple[object, ...]:
    return line.amount, line.booked, _plain(line.bank_id or ""), _plain(line.label)


def _days_of(line: StatementLine | KnownLine) -> set[date]:
    return {line.booked, line.value_date or line.booked}


def _likeness(told: StatementLine, file_format: str, known: KnownLine) -> Likeness:
    """Of two lines of one amount. One format writes one movement one way: there other words are another movement."""
    same_format = file_format in known.formats
    if told.bank_id and known.bank_id:
        if _plain(told.bank_id) == _plain(known.bank_id):
            return Likeness.NUMBER if abs(told.booked - known.booked) <= NUMBERED_DAYS else Likeness.NONE
        if same_format:
            return Likeness.NONE
    if not _one_day(told, known):
        return Likeness.NONE
    likeness = _words(told, known)
    return likeness if likeness >= (Likeness.WORDS if same_format else Likeness.HINT) else Likeness.NONE


def _one_day(told: StatementLine, known: KnownLine) -> bool:
    """Formats differ in which of the two days they call the line's."""
    return bool(_days_of(told) & _days_of(known))


def _words(told: StatementLine, known: KnownLine) -> Likeness:
    own, other = _plain(told.label), _plain(known.label)
    if told.reference and known.reference and _plain(told.reference) == _plain(known.reference):
        return Likeness.WORDS
    if own == other:
        return Likeness.WORDS
    short, long = sorted((own, other), key=len)
    if len(short) >= _CUT_FROM and short in long:
        return Likeness.CUT
    own_words, other_words = (
        _telling(told.label, told.counterparty, told.reference),
        _telling(known.label, known.reference),
    )
    if told.iban and told.iban == known.iban:
        return Likeness.HINT
    return Likeness.HINT if not own_words or not other_words or own_words & other_words else Likeness.NONE


def _telling(*texts: str | None) -> frozenset[str]:
    plainly = _letters(" ".join(text for text in texts if text))
    return frozenset(_TELLING.findall(plainly)) - _BANK_WORDS


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)  # each label is compared with several
def _plain(text: str) -> str:
    """Letters and digits alone: banks reflow and recode the same label."""
    return "".join(letter for letter in _letters(text) if letter.isalnum())
