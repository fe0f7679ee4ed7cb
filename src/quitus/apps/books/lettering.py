"""Which lines of a client's account settle each other (lettrage): derived from what payments were divided among.

A letter is given to lines that hang together (an invoice, what paid it, what else that paid, what took it back) once
they come to zero, on account 411 as on 416. Letters are the client's own: AA, AB, … in the order in which they were
settled.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from string import ascii_uppercase
from typing import Any, NamedTuple

from django.db import connection

from quitus.apps.books.accounts import claim_accounts
from quitus.apps.organisations.sql import Row

CHUNK = 5_000
REVERSED = ":reversed"
ACCOUNT_CHOICE = "account choice:"  # moves the balances of many clients at once: settles nothing

# Two statements, each in the order of the clients: the lines, and which events hang together.
_LINES = """
SELECT line.client_id, entry.id, entry.source, line.account, (line.debit - line.credit)::bigint, entry.happened_on
FROM books_journalline AS line JOIN books_journalentry AS entry ON entry.id = line.entry_id
WHERE line.account = ANY(%(accounts)s) AND line.client_id {clients}
ORDER BY line.client_id, entry.id
"""
# What was taken back holds nothing together any more.
_TIES = """
SELECT payment.client_id, 'payment:' || payment.id, 'invoice:' || instalment.invoice_id
FROM payments_allocation AS part
JOIN payments_payment AS payment ON payment.id = part.payment_id
JOIN invoicing_instalment AS instalment ON instalment.id = part.instalment_id
WHERE part.reverses_id IS NULL AND payment.client_id {clients}
    AND NOT EXISTS (SELECT 1 FROM payments_allocation AS back WHERE back.reverses_id = part.id)
UNION ALL
SELECT reduction.client_id, 'reduction:' || reduction.id, 'invoice:' || instalment.invoice_id
FROM payments_reductionpart AS part
JOIN payments_reduction AS reduction ON reduction.id = part.reduction_id
JOIN invoicing_instalment AS instalment ON instalment.id = part.instalment_id
WHERE reduction.reverses_id IS NULL AND reduction.client_id {clients}
    AND NOT EXISTS (SELECT 1 FROM payments_reduction AS back WHERE back.reverses_id = reduction.id)
UNION ALL
SELECT refund.client_id, 'refund:' || refund.id, 'payment:' || part.payment_id
FROM payments_refundpart AS part JOIN payments_refund AS refund ON refund.id = part.refund_id
WHERE refund.reverses_id IS NULL AND refund.client_id {clients}
    AND NOT EXISTS (SELECT 1 FROM payments_refund AS back WHERE back.reverses_id = refund.id)
UNION ALL
SELECT payment.client_id, 'charge of credit:' || part.id, 'payment:' || part.payment_id
FROM payments_chargeallocation AS part JOIN payments_payment AS payment ON payment.id = part.payment_id
WHERE part.from_credit AND part.reverses_id IS NULL AND payment.client_id {clients}
    AND NOT EXISTS (SELECT 1 FROM payments_chargeallocation AS back WHERE back.reverses_id = part.id)
ORDER BY 1
"""
EVERY, ONE = "IS NOT NULL", "= %(client)s"


class Letter(NamedTuple):
    """The code that lines of one client share, and the day on which the last of them came."""

    code: str
    on: date


@dataclass(slots=True)
class Letters:
    """The letter of each entry, kept small: a firm may have half a million."""

    entries: "array[int]" = field(default_factory=lambda: array("q"))
    places: "array[int]" = field(default_factory=lambda: array("l"))
    days: "array[int]" = field(default_factory=lambda: array("l"))

    def add(self, entry_id: int, place: int, day: int) -> None:
        self.entries.append(entry_id)
        self.places.append(place)
        self.days.append(day)

    def of(self, entry_id: int) -> Letter | None:
        """None for what is not settled."""
        at = bisect_left(self.entries, entry_id)
        if at == len(self.entries) or self.entries[at] != entry_id:
            return None
        return Letter(letter_code(self.places[at]), date.fromordinal(self.days[at]))


def letters(client_id: int | None = None) -> Letters:
    """The letters of one client's entries, or of everybody's; two statements."""
    found = Letters()
    for entry_id, place, day in _lettered(client_id):
        found.add(entry_id, place, day)
    result = Letters()
    for at in sorted(range(len(found.entries)), key=found.entries.__getitem__):
        result.add(found.entries[at], found.places[at], found.days[at])
    return result


@lru_cache(maxsize=4096)
def letter_code(place: int) -> str:
    """0 is AA, 25 AZ, 26 BA, 675 ZZ, 676 AAA."""
    length, count = 2, 26**2
    while place >= count:
        place, length = place - count, length + 1
        count = 26**length
    code = ""
    for _ in range(length):
        place, letter = divmod(place, 26)
        code = ascii_uppercase[letter] + code
    return code


@dataclass(slots=True)
class _Group:
    """Entries of one client that hang together."""

    entries: list[int] = field(default_factory=list)
    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last: date = date.min

    @property
    def settled(self) -> bool:
        """An account at a time: where the firm changed accounts in between, nothing pretends to be settled."""
        return not any(self.sums.values())


def _lettered(client_id: int | None) -> Iterator[tuple[int, int, int]]:
    """(entry, place of its letter among the client's, day as an ordinal)."""
    values = {"accounts": claim_accounts(), "client": client_id}
    clients = EVERY if client_id is None else ONE
    ties = groupby(stream(_TIES.format(clients=clients), values), key=itemgetter(0))
    tied = next(ties, None)
    for client, lines in groupby(stream(_LINES.format(clients=clients), values), key=itemgetter(0)):
        while tied and tied[0] < client:
            tied = next(ties, None)
        pairs = [(one, other) for _, one, other in tied[1]] if tied and tied[0] == client else []
        yield from _of_client(lines, pairs)


def _of_client(lines: Iterable[Row], ties: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, int]]:
    parents: dict[str, str] = {}
    for one, other in ties:
        parents[_root(parents, one)] = _root(parents, other)
    groups: dict[str, _Group] = defaultdict(_Group)
    for _, entry_id, source, account, balance, day in lines:
        if not source.startswith(ACCOUNT_CHOICE):
            group = groups[_root(parents, source.removesuffix(REVERSED))]
            if not group.entries or group.entries[-1] != entry_id:
                group.entries.append(entry_id)
            group.sums[account] += balance
            group.last = max(group.last, day)
    settled = [group for group in groups.values() if group.settled]
    for place, group in enumerate(sorted(settled, key=lambda group: (group.last, group.entries[0]))):
        for entry_id in group.entries:
            yield entry_id, place, group.last.toordinal()


def _root(parents: dict[str, str], event: str) -> str:
    """The event that stands for all that hangs together with this one; the way there is shortened."""
    while (parent := parents.get(event, event)) != event:
        parents[event] = parents.get(parent, parent)
        event = parent
    return event


def stream(statement: str, values: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a statement as they come from the server, a few at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk
