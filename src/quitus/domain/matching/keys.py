"""The normalised keys by which a bank line finds instalments and clients, always by equality.

The record stores `instalment_keys` and `client_keys` once, asks for the rows that share a key with
`line_keys`, and hands them to `decide`. Under the tenant wall no other index would help.
"""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from quitus.domain.importing.text import plain
from quitus.domain.matching.facts import ClientKnown, LineFacts, OpenInstalment
from quitus.domain.matching.labels import LONG_NUMBER, Cue, Window, o_as_zero, read_label
from quitus.domain.matching.payers import payer_keys
from quitus.domain.money import Money
from quitus.domain.names import name_keys

# Raised whenever the keys of the same card or number become others: stored ones are then made anew.
KEYS_VERSION = 2

_GROUP = re.compile(r"[a-z]+|[0-9]+")
_YEAR_AND_REST = re.compile(r"(20[0-3][0-9])([0-9]{2,})\Z")
_YEAR = re.compile(r"20[0-3][0-9]\Z")
_YEAR_AND_MONTH = re.compile(r"[2-4][0-9](?:0[1-9]|1[0-2])\Z")
_SHORT_YEAR = re.compile(r"[2-4][0-9]\Z")
# A series and its last digits, which are no year and begin with none.
_COUNTED = re.compile(
    r"(?P<series>(?:.*[^0-9oO])?)(?P<last>(?!0*20[0-3][0-9]\Z|20[0-3][0-9]{3}|[2-4][0-9]\Z)[0-9]+)\Z"
)
_ANY_DIGIT = str.maketrans("0123456789", "9999999999")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NEAR_YEAR = re.compile(r"20[12][0-9]|[12][0-9]")
_NEAR_YEAR_LAST = re.compile(r"(?:20)?[12][0-9]\Z")
_FULL_DIGITS = 6
_FULL_DIGITS_AS_PRINTED = 4
_SHORTEST_PREFIXED = 4
SHORTEST_COUNT = 4
_SHORTEST_WHOLE = 5
_SHORTEST_CUT = 5
_MOST_CUT_OFF = 4
_GLUED_TO_A_MONTH = 8  # digits: 20251105807 counts to 5807 in November 2025


class Strength(IntEnum):
    """How much a found number says: its last digits alone say little, the whole of it nearly all."""

    TAIL = 1
    SHORT = 2
    DIGITS = 3
    FULL = 4
    REFERENCE = 5


class KeySet(NamedTuple):
    """Keys of a line, an instalment or a client; all lower case, letters and digits only."""

    numbers: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    ibans: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    amount: Money | None = None


@lru_cache(maxsize=200_000)
def number_keys(number: str) -> Mapping[str, Strength]:
    """The ways an invoice number is written, each with what it says when found.

    "FA-2026-0147": FULL fa20260147 fa2026147 fa260147, DIGITS 20260147 2026147, SHORT fa26147 fa147,
    TAIL 260147 26147 147. O is read as 0 on both sides.
    """
    plainly = _COUNTED.match(number) if number.isascii() else None
    if plainly:
        last = plainly["last"]
        short = last.lstrip("0")
        ways = _counted_ways(plainly["series"], len(last), len(short))
    else:
        last, ways = _any_ways(number)
        short = last.lstrip("0")
    keys: dict[str, Strength] = {}
    for before, cut, behind, strength in ways:
        key = before + (short if cut else last) + behind
        if keys.get(key, 0) < strength:
            keys[key] = strength
    return MappingProxyType(keys)


# Text before the last digits, whether those lose their zeros, text behind, what it says.
_Way = tuple[str, bool, str, Strength]


@lru_cache(maxsize=10_000)  # the numbers of a series differ in their last digits alone
def _counted_ways(series: str, printed: int, short: int) -> Sequence[_Way]:
    """The ways of a number that counts on in its series: of "FA-2026-" with four digits, one of them not zero."""
    return _any_ways(series + "0" * (printed - short) + "9" * short)[1]


def _any_ways(number: str) -> tuple[str, Sequence[_Way]]:
    """The last digits of a number that are no year, and the ways in which it is written."""
    groups = _groups(number)
    digits = [position for position, group in enumerate(groups) if group.isdigit()]
    if not digits:
        return "", ()
    year = _year_position(groups, digits)
    tail = next(position for position in reversed(digits) if position != year)
    return groups[tail], _ways(groups, tail, year)


def _ways(groups: Sequence[str], tail: int, year: int | None) -> tuple[_Way, ...]:
    """The ways of a number with these groups, whose last digits stand at `tail`."""
    last = groups[tail]
    short = len(last.lstrip("0"))
    digits = [position for position, group in enumerate(groups) if group.isdigit()]
    has_letters = any(group.isalpha() for group in groups)
    choices: list[dict[str, None]] = [{group: None} for group in groups]
    if year is not None:
        choices[year][_other_year(groups[year])] = None
    found: list[_Way] = []
    for written in product(*choices):
        for cut in (False, True) if 0 < short < len(last) else (False,):
            sides = "".join(written[:tail]).replace("o", "0"), "".join(written[tail + 1 :]).replace("o", "0")
            bare = (
                "".join(written[position] for position in digits if position < tail),
                "".join(written[position] for position in digits if position > tail),
            )
            length = len(bare[0]) + len(bare[1]) + (short if cut else len(last))
            as_printed = written == tuple(groups) and not cut
            if has_letters:
                enough = length >= (_FULL_DIGITS_AS_PRINTED if as_printed else _FULL_DIGITS)
                found.append((sides[0], cut, sides[1], Strength.FULL if enough else Strength.SHORT))
            long = length >= LONG_NUMBER
            found.append((bare[0], cut, bare[1], Strength.DIGITS if long else Strength.TAIL))
    # "FA-2026" begins every number of that year.
    if short and len(groups) > 1 and not _YEAR.match(last.lstrip("0")):
        letters = "".join(group for group in groups[:tail] if group.isalpha()).replace("o", "0")
        if letters and len(letters) + short >= _SHORTEST_PREFIXED:
            found.append((letters, True, "", Strength.SHORT))
        found.append(("", True, "", Strength.TAIL))
    return tuple(found)


def found_strength(window: Window, key: Strength, number: str) -> Strength | None:
    """What a stored key of a number says when a window of a label equals it, given the words around.

    "FACT 147" raises bare last digits to SHORT, and so does 4229 for a firm that simply counts; "FACT 26-0147" all
    digits of a number to DIGITS; "CDE 20260147", an order number, lowers to TAIL; "147/2025" says nothing of
    FA-2026-0147.
    """
    if window.year and number_year(number) not in ("", window.year):
        return None
    if window.cue is Cue.OTHER and key is not Strength.FULL:
        return Strength.TAIL if key > Strength.TAIL else None
    if window.vague and not window.town and window.cue is not Cue.INVOICE:
        return Strength.TAIL
    if key is not Strength.TAIL or len(window.text) < 3:
        return key
    called_invoice = window.cue is Cue.INVOICE
    if _is_whole(window, number):
        sure = called_invoice or window.joined or window.printed.startswith("0")
        return Strength.DIGITS if sure else Strength.SHORT
    return Strength.SHORT if called_invoice or window.text == _counts(number) else key


def _is_whole(window: Window, number: str) -> bool:
    """Whether the window is all digits of the number, and enough of them: four only where an invoice is spoken of."""
    few_do = window.cue is Cue.INVOICE and not _YEAR.match(window.text)
    shortest = SHORTEST_COUNT if few_do else _SHORTEST_WHOLE
    printed = window.printed or window.text
    return len(printed) >= shortest and all_digits(number) in (window.text, window.printed)


@lru_cache(maxsize=200_000)
def number_year(number: str) -> str:
    """The year in an invoice number, four digits; empty without one."""
    groups = _groups(number)
    position = _year_position(groups, [at for at, group in enumerate(groups) if group.isdigit()])
    if position is None:
        return ""
    return groups[position] if len(groups[position]) == 4 else _other_year(groups[position])


def cut_strength(window: Window, number: str) -> Strength | None:
    """What a window says that is a part of the number: what a bank left of it at the end, or its last digits alone.

    "PMT F202502" of F20250299; "FACT N 5807" of 20251105807, which counts on behind year and month.
    """
    text, whole = window.text, as_printed(number)
    if window.cue is Cue.OTHER or len(text) < SHORTEST_COUNT or len(text) >= len(whole):
        return None
    if whole.startswith(text):
        most = _MOST_CUT_OFF if window.ends else 1
        return Strength.TAIL if len(text) >= _SHORTEST_CUT and len(whole) - len(text) <= most else None
    if window.tail and whole.endswith(text):
        digits = all_digits(number)
        counts_behind_a_month = len(digits) >= _GLUED_TO_A_MONTH and digits == whole.lstrip(_LETTERS)
        return Strength.TAIL if counts_behind_a_month else None
    return None


def resembles_number(window: Window, number: str) -> bool:
    """Whether a window has the form of this number, so that it names an invoice of the same series."""
    if window.cue is Cue.OTHER or window.vague or is_cut_of(window, number):
        return False
    whole, digits = as_printed(number), all_digits(number)
    letters = whole[: len(whole) - len(whole.lstrip(_LETTERS))]
    bare = window.text.removeprefix(letters)
    if not bare.isdigit():  # RHOD57-25-2781 beside RHOD57-25-2780: letters where the number has them
        return len(bare) > SHORTEST_COUNT and window.text.translate(_ANY_DIGIT) == whole.translate(_ANY_DIGIT)
    if letters and window.text.startswith(letters):
        shortest = SHORTEST_COUNT if len(letters) == 1 else SHORTEST_COUNT - 1
        return shortest <= len(bare) <= len(digits) + 3
    if counted := _counts(number):
        return len(bare) == len(counted)
    if abs(len(bare) - len(digits)) > 1 or not (window.joined or len(bare) >= LONG_NUMBER):
        return False
    year = number_year(number)
    if letters and not year:  # FAC000147: six digits alone are anything
        return window.cue is Cue.INVOICE
    return not year or bool(
        _NEAR_YEAR.match(bare) if digits.startswith((year, year[2:])) else _NEAR_YEAR_LAST.search(bare)
    )


@lru_cache(maxsize=200_000)
def as_printed(number: str) -> str:
    """The number in one word, O read as 0."""
    return "".join(_groups(number)).replace("o", "0")


@lru_cache(maxsize=200_000)
def all_digits(number: str) -> str:
    """All digits of a number, as printed."""
    return "".join(group for group in _groups(number) if group.isdigit())


def is_cut_of(window: Window, number: str) -> bool:
    """Whether the window may be what a bank left of this very number."""
    wholes = (as_printed(number), all_digits(number))
    return any(
        whole.startswith(window.text) and (window.ends or len(whole) - len(window.text) <= 1)
        for whole in wholes
    )


def line_keys(line: LineFacts) -> KeySet:
    """The keys to look up for a line. Bare short numbers are left out: they would find half the book."""
    label = read_label(line)
    numbers = (
        window.text
        for window in label.windows
        if not window.tail or window.cue is Cue.INVOICE or len(window.text) >= SHORTEST_COUNT
    )
    ibans = label.ibans | ({iban_key(line.iban)} if line.iban else frozenset())
    return KeySet(frozenset(numbers), label.references, ibans, payer_keys(line), line.amount)


def instalment_keys(instalment: OpenInstalment) -> KeySet:
    """The keys to store for an instalment; `amount` changes with each payment."""
    reference = reference_key(instalment.reference)
    return KeySet(
        numbers=frozenset(number_keys(instalment.number)),
        references=frozenset({reference} if reference else ()),
        amount=instalment.remaining,
    )


def client_keys(client: ClientKnown) -> KeySet:
    """The keys to store for a client: of its names, aliases and contacts, and its accounts."""
    names = (*client.names, *client.aliases, *client.contacts)
    return KeySet(
        ibans=frozenset(map(iban_key, client.ibans)),
        names=frozenset().union(*map(name_keys, names)),
    )


def iban_key(iban: str) -> str:
    """An IBAN as a key: lower case, without blanks."""
    return "".join(iban.split()).lower()


@lru_cache(maxsize=200_000)
def reference_key(reference: str | None) -> str:
    """A structured reference as a key: letters and digits, lower case; empty for none."""
    return "".join(_GROUP.findall(plain(reference or "")))


def _counts(number: str) -> str:
    """The whole of a number that is nothing but digits, and enough of them."""
    return number if len(number) >= SHORTEST_COUNT and number.isdecimal() and number[0] != "0" else ""


def _groups(number: str) -> list[str]:
    """Letters and digits apart, a year glued to the rest split off: F202600042 is f, 2026, 00042."""
    groups: list[str] = []
    for group in _GROUP.findall(o_as_zero(plain(number))):
        glued = _YEAR_AND_REST.match(group)
        groups.extend(glued.groups() if glued else (group,))
    return groups


def _year_position(groups: list[str], digits: list[int]) -> int | None:
    """Which group is the year: four digits anywhere, or two in front or behind, and never the only digits.

    Of FV/26/2031 nobody can say whether it counts to 2031: it has none.
    """
    if len(digits) < 2:
        return None
    first, last = digits[0], digits[-1]
    years = [position for position in digits if _YEAR.match(groups[position])]
    if years and years != [last]:
        return years[0]
    if years:  # 147/2026, but FC2512-2005 and FV/26/2031 may count to 2005 and 2031
        begins = groups[digits[-2]]
        return None if _SHORT_YEAR.match(begins) or _YEAR_AND_MONTH.match(begins) else last
    if _SHORT_YEAR.match(groups[first]):
        return first
    return last if _SHORT_YEAR.match(groups[last]) and len(groups[digits[-2]]) > 2 else None


def _other_year(year: str) -> str:
    return year[2:] if len(year) == 4 else f"20{year}"
