"""The fichier des écritures comptables of a financial year (LPF L47 A, A47 A-1): row by row, in flat memory.

Opening balances come first, then the entries in the order in which they were made final. While a part of the year is
still open its numbers are provisional: they go on in order, and the same entry may get another one when it closes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from quitus.apps.books.accounts import Labels, account_labels, claim_accounts
from quitus.apps.books.carried import Carried, carried_into
from quitus.apps.books.head import closed_until
from quitus.apps.books.lettering import Letters, letters, stream
from quitus.apps.books.models import Closing, Journal, JournalEntry, number_text
from quitus.apps.clients.models import Client
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.organisations.sql import Row
from quitus.domain.books.fec.row import CURRENCY, FecRow
from quitus.domain.books.fec.writer import encode_fec, file_name, write_fec
from quitus.domain.financial_years import DAY, FinancialYear
from quitus.domain.money import Money
from quitus.domain.refused import Refused

# Books are kept in French (C. com. L123-22), on every screen and in every export.
JOURNALS = {
    Journal.OPENING.value: "À nouveaux",
    Journal.SALES.value: "Ventes",
    Journal.BANK.value: "Banque",
    Journal.SUNDRY.value: "Opérations diverses",
}
CARRIED_LABEL = "À nouveaux"
CARRIED_NUMBER = 1

_LINES = """
SELECT entry.journal, {number}, entry.happened_on, line.account, line.client_id, entry.document,
    nullif(entry.document_on, entry.happened_on), entry.label, line.debit, line.credit, entry.id, given.closing_id,
    CASE WHEN line.original_currency <> 'EUR' THEN line.original_minor END, nullif(line.original_currency, 'EUR')
FROM books_journalentry AS entry
JOIN books_journalline AS line ON line.entry_id = entry.id
LEFT JOIN books_entrynumber AS given ON given.entry_id = entry.id
{fresh}
WHERE entry.happened_on BETWEEN %(first)s AND %(last)s
ORDER BY entry.journal <> 'AN', entry.happened_on, entry.id, line.id
"""
_CLOSED = _LINES.format(number="given.number", fresh="")
# What is open goes on where the numbers given so far end.
_PROVISIONAL = _LINES.format(
    number="coalesce(given.number, coalesce(latest.number, (entry.journal = 'AN' AND %(carries)s)::int) + fresh.place)",
    fresh="""
LEFT JOIN (
    SELECT number.journal, max(number.number) AS number
    FROM books_entrynumber AS number JOIN books_financialyear AS year ON year.id = number.year_id
    WHERE year.first = %(first)s GROUP BY number.journal
) AS latest ON given.number IS NULL AND latest.journal = entry.journal
LEFT JOIN (
    SELECT id, row_number() OVER (PARTITION BY journal ORDER BY happened_on, id) AS place
    FROM books_journalentry WHERE happened_on BETWEEN %(first_open)s AND %(last)s
) AS fresh ON fresh.id = entry.id
""",
)
_CARRIED_CLAIMS = """
SELECT line.account, line.client_id, entry.document, entry.document_on, entry.label, line.debit, line.credit, entry.id
FROM books_journalline AS line JOIN books_journalentry AS entry ON entry.id = line.entry_id
WHERE line.account = ANY(%(accounts)s) AND line.client_id IS NOT NULL AND entry.happened_on < %(first)s
ORDER BY line.client_id, entry.happened_on, entry.id, line.id
"""


@dataclass(frozen=True, slots=True)
class Fec:
    """What will be written: the file's name, its year, how many entries are not final yet, the day it is written."""

    name: str
    year: FinancialYear
    open_entries: int
    first_open: date
    today: date

    @property
    def provisional(self) -> bool:
        """Whether something may still come into the year."""
        return self.first_open <= self.year.last


def prepare_fec(year: FinancialYear, *, today: date, provisional: bool = False) -> Fec:
    """What stands in the way, told before anything is written.

    Refused: fec_siren_missing, fec_siren_wrong, fec_not_in_euros, fec_year_open (unless `provisional`), fec_year_empty.
    """
    firm = current_organisation()
    if not firm.siren:
        raise Refused("fec_siren_missing")
    if firm.currency != CURRENCY:
        raise Refused("fec_not_in_euros", currency=firm.currency)
    name = file_name(firm.siren, year.last)
    closed = closed_until()
    first_open = max(closed + DAY, year.first) if closed else year.first
    of_year = JournalEntry.objects.filter(happened_on__range=(year.first, year.last))
    if not of_year.exists() and not carried_into(year.first):
        raise Refused("fec_year_empty", first=year.first, last=year.last)
    if first_open <= year.last and not provisional:
        raise Refused("fec_year_open", first_open=first_open, last=year.last)
    return Fec(name, year, of_year.filter(happened_on__gte=first_open).count(), first_open, today)


def write_fec_to(file: BinaryIO, fec: Fec) -> int:
    """Write the file, behind the wall; how many lines of entries it has."""
    lines = -1  # the header is none
    for line in encode_fec(write_fec(fec_rows(fec))):
        file.write(line)
        lines += 1
    return lines


def fec_rows(fec: Fec) -> Iterator[FecRow]:
    """The lines of the year, opening balances first."""
    named = _names(fec.today)
    carried = carried_into(fec.year.first)
    if carried:
        yield from _carried_rows(fec, named, carried)
    values = {
        "carries": bool(carried),
        "first": fec.year.first,
        "last": fec.year.last,
        "first_open": fec.first_open,
    }
    yield from named.rows(stream(_PROVISIONAL if fec.provisional else _CLOSED, values))


@dataclass(frozen=True, slots=True)
class _Names:
    """What lines are called by: accounts, clients, letters on the accounts of claims; and when they were made final."""

    labels: Labels
    clients: dict[int | None, tuple[str, str]]
    letters: Letters
    claims: frozenset[str]
    closed_on: dict[int, date]
    today: date

    def rows(self, lines: Iterable[Row], valid: date | None = None) -> Iterator[FecRow]:
        """The lines as the FEC has them; what is open is as good as of today. A million times: names are looked up
        before.
        """
        clients, claims, label_of, letter_of = self.clients, self.claims, self.labels.of, self.letters.of
        for line in lines:
            journal, number, day, account, client_id, document, document_on, label, debit, credit = line[:10]
            entry_id, closing_id, original_minor, original_currency = line[10:]
            client, client_label = clients[client_id]
            letter = letter_of(entry_id) if account in claims else None
            yield FecRow(
                journal,
                JOURNALS[journal],
                number_text(journal, number),
                day,
                account,
                label_of(account),
                client,
                client_label,
                document or f"E{entry_id}",
                document_on or day,
                label or JOURNALS[journal],
                debit,
                credit,
                letter.code if letter else "",
                letter.on if letter else None,
                valid or self.closed_on.get(closing_id) or max(self.today, day),
                Money(abs(original_minor), original_currency) if original_currency else None,
            )


def _names(today: date) -> _Names:
    closed_on = dict(Closing.objects.values_list("id", "closed_on"))
    claims = frozenset(claim_accounts())
    return _Names(account_labels(), _client_codes(), letters(), claims, closed_on, today)


def _carried_rows(fec: Fec, named: _Names, balances: Iterable[Carried]) -> Iterator[FecRow]:
    """The entry that opens the year, number one of its journal: clients in detail, so that letters stay whole."""
    first = fec.year.first
    closed_on = Closing.objects.filter(until__gte=first).order_by("until").values_list("closed_on", flat=True)
    valid = closed_on.first() or max(fec.today, first)
    yield from named.rows(_carried_lines(first, named, balances), valid)


def _carried_lines(first: date, named: _Names, balances: Iterable[Carried]) -> Iterator[Row]:
    opening = (Journal.OPENING.value, CARRIED_NUMBER, first)
    unnamed = (None, None, None)  # no closing, no other currency
    for one in balances:
        if one.client_id is None or one.account not in named.claims:
            sides = (max(one.balance, 0), max(-one.balance, 0))
            paper = (f"AN{first.year}", first, CARRIED_LABEL)
            yield (*opening, one.account, one.client_id, *paper, *sides, 0, *unnamed)
    for line in stream(_CARRIED_CLAIMS, {"accounts": sorted(named.claims), "first": first}):
        letter = named.letters.of(line[-1])
        if letter is None or letter.on >= first:  # else settled before: it comes to nothing
            yield (*opening, *line, *unnamed)


def _client_codes() -> dict[int | None, tuple[str, str]]:
    """Code and name of each client: the firm's own code, else C and the client's id, never one that another has.

    No client has neither.
    """
    known = list(Client.objects.values_list("id", "number", "name"))
    taken = {number for _, number, _ in known if number}
    codes: dict[int | None, tuple[str, str]] = {None: ("", "")}
    for id_, number, name in known:
        code = number or f"C{id_}"
        while not number and code in taken:
            code = f"C{code}"
        codes[id_] = (code, name)
    return codes
