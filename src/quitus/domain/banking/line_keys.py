"""What makes a bank line the same line when another file tells it again, and two equal ones two."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable

from quitus.domain.banking.statement import StatementLine

KEY_LENGTH = 24  # hex digits: 96 bits, no two lines of one account will ever meet by chance


def line_keys(lines: Iterable[StatementLine], taken: Container[str] = frozenset()) -> list[str]:
    """The identity of each line of one statement, in its order: 24 hex digits, unique within an account.

    None of those `taken` is given: lines that `same_lines` found to be others than those on record take the next rank.

    A line is known by its day, amount, status and the bank's own number for it; without a number, by its words
    and the other side's IBAN. Lines that are equal in all that are told apart by their rank, so two equal
    transfers of one day have two keys, and the same keys again in every file that tells the whole day: the
    same file twice, a longer period, the report of the day (camt.052) and the statement after it (camt.053).

    The bank's number is never trusted alone: some banks give one number to a whole batch, or the number of a
    payment to its return. The rank counts within a day, since statements begin and end with days. Hence the
    lines of one statement go in one call, and those of another in another.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    keys = []
    for line in lines:
        known_by = _known_by(line)
        key = _key(known_by, seen[known_by])
        while key in taken:
            seen[known_by] += 1
            key = _key(known_by, seen[known_by])
        seen[known_by] += 1
        keys.append(key)
    return keys


def _key(known_by: tuple[str, ...], rank: int) -> str:
    written = "\x1f".join((*known_by, str(rank)))
    return hashlib.sha256(written.encode()).hexdigest()[:KEY_LENGTH]


def _known_by(line: StatementLine) -> tuple[str, ...]:
    moved = (line.booked.isoformat(), str(line.amount.minor), line.amount.currency, line.status.value)
    if line.bank_id:
        return (*moved, "number", line.bank_id)
    return (*moved, "words", _plain(line.label), line.iban or "")


def _plain(label: str) -> str:
    """Letters and digits alone, without accents or case: banks reflow and recode the same label."""
    letters = unicodedata.normalize("NFKD", label).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
