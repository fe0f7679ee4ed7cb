"""The normalised keys by which a bank line finds instalments and clients, always by equality.

The record stores `instalment_keys` and `client_keys` once, asks for the rows that share a key with
`line_keys`, and hands them to `decide`. Under the tenant wall no other index would help.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product
from types import MappingProxyType

from quitus.domain.importing.text import plain
from quitus.domain.matching.facts import ClientKnown, LineFacts, OpenInstalment
from quitus.domain.matching.labels import LONG_NUMBER, Cue, Window, o_as_zero, read_label
from quitus.domain.matching.payers import payer_keys
from quitus.domain.money import Money
from quitus.domain.names import name_keys

_GROUP = re.compile(r"[a-z]+|[0-9]+")
_YEAR_AND_REST = re.compile(r"(20[0-9]{2})([0-9]{2,})\Z")
_YEAR = re.compile(r"20[0-9]{2}\Z")
_SHORT_YEAR = re.compile(r"[2-4][0-9]\Z")
_FULL_DIGITS = 6
_FULL_DIGITS_AS_PRINTED = 4
_SHORTEST_PREFIXED = 4


class Strength(IntEnum):
    """How much a found number says: its last digits alone say little, the whole of it nearly all."""

    TAIL = 1
    SHORT = 2
    DIGITS = 3
    FULL = 4
    REFERENCE = 5


@dataclass(frozen=True, slots=True)
class KeySet:
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
    groups = _groups(number)
    digits = [position for position, group in enumerate(groups) if group.isdigit()]
    keys: dict[str, Strength] = {}
    if not digits:
        return MappingProxyType(keys)
    year = _year_position(groups, digits)
    tail = next(position for position in reversed(digits) if position != year)
    letters = "".join(group for group in groups if group.isalpha()).replace("o", "0")
    short = groups[tail].lstrip("0")
    ways = [{group} for group in groups]
    ways[tail] |= {short} - {""}
    if year is not None:
        ways[year].add(_other_year(groups[year]))
    as_printed = tuple(groups)
    for written in product(*ways):
        text = "".join(written).replace("o", "0")
        bare = "".join([written[position] for position in digits])
        enough = _FULL_DIGITS_AS_PRINTED if written == as_printed else _FULL_DIGITS
        if letters:
            _keep(keys, text, Strength.FULL if len(bare) >= enough else Strength.SHORT)
        _keep(keys, bare, Strength.DIGITS if len(bare) >= LONG_NUMBER else Strength.TAIL)
    if short and len(groups) > 1 and not _YEAR.match(short):  # "FA-2026" begins every number of that year
        prefixed = "".join(group for group in groups[:tail] if group.isalpha()).replace("o", "0") + short
        if prefixed != short and len(prefixed) >= _SHORTEST_PREFIXED:
            _keep(keys, prefixed, Strength.SHORT)
        _keep(keys, short, Strength.TAIL)
    return MappingProxyType(keys)


def found_strength(window: Window, key: Strength, number: str) -> Strength | None:
    """What a stored key of a number says when a window of a label equals it, given the words around.

    "FACT 147" raises bare last digits to SHORT; "CDE 20260147", an order number, lowers to TAIL; "147/2025"
    says nothing of FA-2026-0147.
    """
    if window.year and number_year(number) not in ("", window.year):
        return None
    if window.cue is Cue.OTHER and key is not Strength.FULL:
        return Strength.TAIL if key > Strength.TAIL else None
    if key is Strength.TAIL and window.cue is Cue.INVOICE and len(window.text) > 2:
        return Strength.SHORT
    return key


def number_year(number: str) -> str:
    """The year in an invoice number, four digits; empty without one."""
    groups = _groups(number)
    position = _year_position(groups, [at for at, group in enumerate(groups) if group.isdigit()])
    if position is None:
        return ""
    return groups[position] if len(groups[position]) == 4 else _other_year(groups[position])


def resembles_number(window: Window, number: str) -> bool:
    """Whether a window has the form of this number, so that it names an invoice of the same series."""
    letters = "".join(group for group in _groups(number) if group.isalpha()).replace("o", "0")
    digits = "".join(group for group in _groups(number) if group.isdigit())
    bare = window.text.removeprefix(letters)
    if window.cue is Cue.OTHER or not bare.isdigit():
        return False
    if letters and window.text.startswith(letters):
        return len(bare) <= len(digits) + 1
    return len(bare) >= LONG_NUMBER and abs(len(bare) - len(digits)) <= 1 and bare[:2] == digits[:2]


def line_keys(line: LineFacts) -> KeySet:
    """The keys to look up for a line. Bare short numbers are left out: they would find half the book."""
    label = read_label(line)
    numbers = (window.text for window in label.windows if not window.tail or window.cue is Cue.INVOICE)
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


def _keep(keys: dict[str, Strength], text: str, strength: Strength) -> None:
    keys[text] = max(strength, keys.get(text, strength))


def _groups(number: str) -> list[str]:
    """Letters and digits apart, a year glued to the rest split off: F202600042 is f, 2026, 00042."""
    groups: list[str] = []
    for group in _GROUP.findall(o_as_zero(plain(number))):
        glued = _YEAR_AND_REST.match(group)
        groups.extend(glued.groups() if glued else (group,))
    return groups


def _year_position(groups: list[str], digits: list[int]) -> int | None:
    """Which group is the year: four digits anywhere, or two in front, and never the only digits."""
    if len(digits) < 2:
        return None
    years = [position for position in digits if _YEAR.match(groups[position])]
    if years:
        return years[0]
    return digits[0] if _SHORT_YEAR.match(groups[digits[0]]) else None


def _other_year(year: str) -> str:
    return year[2:] if len(year) == 4 else f"20{year}"
