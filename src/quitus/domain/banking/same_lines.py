"""Which lines of a statement are known already, because another file told them: of a longer period, of another format.

A bank tells one transfer in the report of the day, in the statement after it and in the file for a spreadsheet, each
time in other words. Taken for two, money would be counted twice; two equal transfers taken for one, a payment would
be lost. So lines are paired one to one, the surest pairs first, and what finds no partner is new.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """A line of the account's record, in the words of one file of this `file_format` ("camt.053", "OFX").

    A line that several files told stands once for each. `whole`: the telling's amount is the line's; else it is a part
    of it, or it is several lines, which then stand with the same `statement` and `place`. Lines that one entry of a
    file divides share its `batch`, and the entry's `batch_id`.
    """

    id: int
    booked: date
    value_date: date | None
    amount: Money
    label: str
    reference: str = ""
    iban: str = ""
    bank_id: str = ""
    file_format: str = ""
    statement: int = 0
    place: int = 0
    whole: bool = True
    batch: int | None = None
    batch_id: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a line that a file tells is on record: nothing for a new one, several lines for a batch divided before.

    `divides`: it is a payment of the batch that is on record as this one line.
    """

    lines: tuple[int, ...] = ()
    divides: bool = False


NEW = Found()


def known_lines(told: Sequence[StatementLine], file_format: str, known: Iterable[KnownLine]) -> list[Found]:
    """What each line of one statement is among the known lines of the same account.

    No line is found twice, but by those of a day that two files divide otherwise (a batch as one line, or payment by
    payment): they add up to the same.
    """
    record = _Record(known)
    found = {place: one for place, line in enumerate(told) if (one := record.exactly(line))}
    pairs = [
        (-likeness, days, place, line_id)
        for place, line in enumerate(told)
        if place not in found
        for line_id, likeness, days in record.alike(line, file_format)
    ]
    for _likeness, _days, place, line_id in sorted(pairs):
        if place not in found and record.give(line_id):
            found[place] = Found((line_id,))
    for find in (record.batches, record.batched, record.divided):
        found |= find({place: line for place, line in enumerate(told) if place not in found})
    return [found.get(place, NEW) for place in range(len(told))]


class _Record:
    """Known lines by what tells them; each is given once. A year of one amount a day stays quick."""

    def __init__(self, known: Iterable[KnownLine]) -> None:
        rows = sorted(known, key=lambda line: (-line.id, line.statement, line.place))
        self._lines: dict[int, list[KnownLine]] = defaultdict(list)
        self._exact: dict[tuple[object, ...], list[int]] = defaultdict(list)
        self._by_day: dict[tuple[Money, date], set[int]] = defaultdict(set)
        self._by_number: dict[tuple[Money, str], set[int]] = defaultdict(set)
        self._given: set[int] = set()
        parts: dict[tuple[int, int], list[KnownLine]] = defaultdict(list)
        self._groups: dict[tuple[int, int], list[KnownLine]] = defaultdict(list)
        for line in rows:
            if not line.whole:
                parts[line.statement, line.place].append(line)
                continue
            self._lines[line.id].append(line)
            self._exact[_exact_key(line)].append(line.id)
            for day in _days_of(line):
                self._by_day[line.amount, day].add(line.id)
            if line.bank_id:
                self._by_number[line.amount, _plain(line.bank_id)].add(line.id)
            if line.batch is not None:
                self._groups[line.statement, line.batch].append(line)
        self._parts = _parts_by_words(parts)

    def give(self, line_id: int) -> bool:
        """Whether the line was still to be had; it is no longer."""
        free = line_id not in self._given
        self._given.add(line_id)
        return free

    def exactly(self, told: StatementLine) -> Found | None:
        """What was told before in the very same words, the first of equals."""
        key = _exact_key(told)
        equals = self._exact.get(key, [])
        while equals:
            if self.give(line_id := equals.pop()):
                return Found((line_id,))
        if parts := self._parts.get(key):
            lines = parts.pop()
            self._given.update(lines)
            return Found(lines)
        return None

    def alike(self, told: StatementLine, file_format: str) -> Iterator[tuple[int, Likeness, int]]:
        """Lines that may be this one, with how surely and how many days apart."""
        found: set[int] = set()
        for day in _days_of(told):
            found |= self._by_day.get((told.amount, day), set())
        if told.bank_id:
            found |= self._by_number.get((told.amount, _plain(told.bank_id)), set())
        for line_id in found - self._given:
            tellings = self._lines[line_id]
            # One format writes one movement one way: where this one told the line, its own words decide.
            own = [one for one in tellings if one.file_format == file_format]
            likeness = max(_likeness(told, file_format, one) for one in own or tellings)
            if likeness:
                yield line_id, likeness, min(abs((told.booked - one.booked).days) for one in tellings)

    def batches(self, told: Mapping[int, StatementLine]) -> dict[int, Found]:
        """Payments of one entry, by place, that another file told as one line."""
        entries: dict[int, list[int]] = defaultdict(list)
        for place, line in told.items():
            if line.batch is not None:
                entries[line.batch.number].append(place)
        pairs = []
        for places in entries.values():
            batch = told[places[0]].batch
            if batch is None or len(places) != batch.payments:
                continue  # some of them are on record by themselves
            whole = replace(told[places[0]], amount=batch.amount, label=batch.label, bank_id=batch.bank_id)
            pairs += [(-likeness, places, line_id) for line_id, likeness in self._one_day(whole)]
        found: dict[int, Found] = {}
        for _likeness, places, line_id in sorted(pairs):
            if places[0] not in found and self.give(line_id):
                found |= dict.fromkeys(places, Found((line_id,), divides=True))
        return found

    def batched(self, told: Mapping[int, StatementLine]) -> dict[int, Found]:
        """Lines, by place, that another file told as the payments of one entry."""
        by_sum: dict[tuple[object, ...], list[list[KnownLine]]] = defaultdict(list)
        for group in self._groups.values():
            total = Money(sum(line.amount.minor for line in group), group[0].amount.currency)
            if len(group) > 1:
                by_sum[total, group[0].booked].append(group)
        pairs = []
        for place, line in told.items():
            for group in by_sum.get((line.amount, line.booked), []):
                same_number = _plain(line.bank_id or "") == _plain(group[0].batch_id)
                pairs.append((not same_number, place, tuple(sorted(one.id for one in group))))
        found: dict[int, Found] = {}
        for _other_number, place, ids in sorted(pairs):
            if place not in found and not self._given.intersection(ids):
                self._given.update(ids)
                found[place] = Found(ids)
        return found

    def divided(self, told: Mapping[int, StatementLine]) -> dict[int, Found]:
        """Lines without a partner, by place, that add up to those of the record without one on the same day."""
        of_day: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for place, line in told.items():
            of_day[_side_of(line)].append(place)
        left: dict[tuple[object, ...], list[KnownLine]] = defaultdict(list)
        for line_id, tellings in self._lines.items():
            if line_id not in self._given:
                left[_side_of(tellings[0])].append(tellings[0])
        found: dict[int, Found] = {}
        for day, places in of_day.items():
            others = left.get(day, [])
            told_sum = sum(told[place].amount.minor for place in places)
            several = len(places) + len(others) > 2
            if others and several and told_sum == sum(one.amount.minor for one in others):
                found |= _dealt(places, sorted(one.id for one in others))
        return found

    def _one_day(self, told: StatementLine) -> Iterator[tuple[int, Likeness]]:
        """Lines of this amount that were booked on the same day, whatever their words."""
        for line_id in self._by_day.get((told.amount, told.booked), set()) - self._given:
            tellings = self._lines[line_id]
            numbers = {_plain(one.bank_id) for one in tellings if one.bank_id}
            if told.bank_id and _plain(told.bank_id) in numbers:
                yield line_id, Likeness.NUMBER
            else:
                yield line_id, max(Likeness.HINT, *(_words(told, one) for one in tellings))


def _parts_by_words(
    parts: Mapping[tuple[int, int], list[KnownLine]],
) -> dict[tuple[object, ...], list[tuple[int, ...]]]:
    """What was known of lines that two files divide otherwise, by the words told; once, however many files say so."""
    ranked: dict[tuple[object, ...], set[tuple[int, tuple[int, ...]]]] = defaultdict(set)
    seen: dict[tuple[object, ...], int] = defaultdict(int)
    for (statement, _place), lines in sorted(parts.items()):
        key, ids = _exact_key(lines[0]), tuple(sorted(line.id for line in lines))
        ranked[key].add((seen[statement, key, ids], ids))
        seen[statement, key, ids] += 1
    return {key: [ids for _rank, ids in sorted(found, reverse=True)] for key, found in ranked.items()}


def _dealt(places: Sequence[int], ids: Sequence[int]) -> dict[int, Found]:
    """Each place with lines, each line with a place."""
    if len(ids) == 1:
        return dict.fromkeys(places, Found((ids[0],), divides=True))
    return {
        place: Found(tuple(ids[rank :: len(places)]) if rank < len(ids) else (ids[rank % len(ids)],))
        for rank, place in enumerate(places)
    }


def _side_of(line: StatementLine | KnownLine) -> tuple[object, ...]:
    """A batch goes one way, on one day."""
    return line.booked, line.amount.currency, line.amount.minor > 0


def _exact_key(line: StatementLine | KnownLine) -> tuple[object, ...]:
    return line.amount, line.booked, _plain(line.bank_id or ""), _plain(line.label)


def _days_of(line: StatementLine | KnownLine) -> set[date]:
    return {line.booked, line.value_date or line.booked}


def _likeness(told: StatementLine, file_format: str, known: KnownLine) -> Likeness:
    """Of two lines of one amount. One format writes one movement one way: there other words are another movement."""
    same_format = file_format == known.file_format
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
