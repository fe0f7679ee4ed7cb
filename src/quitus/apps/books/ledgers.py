"""The books as an accountant reads them: journals, the ledger of an account, the ledger of a client."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from quitus.apps.books.accounts import Labels, account_labels, client_accounts
from quitus.apps.books.lettering import Letter, letters
from quitus.apps.books.models import JournalEntry, number_text
from quitus.apps.clients.models import Client
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import Row, rows
from quitus.domain.financial_years import FinancialYear
from quitus.domain.money import Money

_COLUMNS = """
entry.id, entry.journal, given.number, entry.happened_on, entry.document, entry.document_on, entry.label,
line.account, line.client_id, client.name, line.debit, line.credit
"""
_LINES = """
FROM books_journalline AS line
JOIN books_journalentry AS entry ON entry.id = line.entry_id
LEFT JOIN books_entrynumber AS given ON given.entry_id = entry.id
LEFT JOIN clients_client AS client ON client.id = line.client_id
"""
_PERIOD = "entry.happened_on BETWEEN %(first)s AND %(last)s"
_ENTRIES = f"""
SELECT {_COLUMNS} {_LINES}
WHERE entry.id IN (
    SELECT entry.id FROM books_journalentry AS entry WHERE entry.journal = %(journal)s AND {_PERIOD}
    ORDER BY entry.happened_on, entry.id LIMIT %(limit)s OFFSET %(offset)s
)
ORDER BY entry.happened_on, entry.id, line.id
"""  # noqa: S608 - texts of ours
_MONTHS = """
SELECT journal, make_date(year, month, 1), count(*), sum(debit)::bigint
FROM (
    SELECT entry.journal, extract(year FROM entry.happened_on)::int AS year,
        extract(month FROM entry.happened_on)::int AS month, sum(line.debit) AS debit
    FROM books_journalentry AS entry JOIN books_journalline AS line ON line.entry_id = entry.id
    WHERE entry.happened_on BETWEEN %(first)s AND %(last)s
    GROUP BY entry.id
) AS booked
GROUP BY journal, year, month ORDER BY journal, year, month
"""
# The balance of a line is that of all before it: counted before the page is cut out.
_LEDGER = f"""
SELECT * FROM (
    SELECT {_COLUMNS}, sum(line.debit - line.credit) OVER (ORDER BY entry.happened_on, entry.id, line.id)::bigint
    {_LINES} WHERE {{which}} AND {_PERIOD}
    ORDER BY entry.happened_on, entry.id, line.id
) AS whole LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 - texts of ours
_LEDGER_SUMS = f"""
SELECT count(*) FILTER (WHERE {_PERIOD}),
    coalesce(sum(line.debit - line.credit) FILTER (WHERE entry.happened_on < %(first)s), 0)::bigint,
    coalesce(sum(line.debit) FILTER (WHERE {_PERIOD}), 0)::bigint,
    coalesce(sum(line.credit) FILTER (WHERE {_PERIOD}), 0)::bigint
FROM books_journalline AS line JOIN books_journalentry AS entry ON entry.id = line.entry_id
WHERE {{which}} AND entry.happened_on >= %(since)s
"""  # noqa: S608 - texts of ours
_OF_ACCOUNT = "line.account = %(account)s"
_OF_CLIENT = "line.account = ANY(%(accounts)s) AND line.client_id = %(client)s"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the books. `balance` is that of its ledger after it; `number` empty while its period is open."""

    entry_id: int
    journal: str
    number: str
    day: date
    document: str
    document_on: date
    label: str
    account: str
    account_label: str
    client_id: int | None
    client_name: str
    debit: Money
    credit: Money
    balance: Money | None = None
    letter: Letter | None = None

    @property
    def late(self) -> bool:
        """Booked on another day than its paper's, because that one was closed."""
        return self.day != self.document_on


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a journal with its lines."""

    head: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class JournalMonth:
    """What a journal holds of a month, the first of which is `month`."""

    journal: str
    month: date
    entries: int
    total: Money


@dataclass(slots=True)
class Ledger:
    """An account within a period: what it opens with, what moves, what it closes with, the lines of a page.

    The page is the last one where one that is not there was asked for.
    """

    opening: Money
    debit: Money
    credit: Money
    count: int
    page: "Page"
    lines: Sequence[Line] = field(default=())

    @property
    def closing(self) -> Money:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Period:
    """The days one looks at, both included, within a financial year."""

    year: FinancialYear
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Page:
    """So many rows from the `offset`th on; all of them without a limit."""

    offset: int = 0
    limit: int | None = None

    def within(self, count: int) -> "Page":
        """The same, or the last one where there are not so many rows."""
        if self.limit is None or self.offset < count:
            return self
        return Page(max(count - 1, 0) // self.limit * self.limit, self.limit)


ALL = Page()


def journal_months(year: FinancialYear) -> list[JournalMonth]:
    """Each journal of a year, month by month."""
    currency = books_currency()
    return [
        JournalMonth(journal, month, entries, Money(total, currency))
        for journal, month, entries, total in rows(_MONTHS, {"first": year.first, "last": year.last})
    ]


def count_entries(journal: str, period: Period) -> int:
    """How many entries a journal holds in a period."""
    found = JournalEntry.objects.filter(journal=journal, happened_on__range=(period.first, period.last))
    return found.count()


def journal_entries(journal: str, period: Period, page: Page = ALL) -> list[Entry]:
    """Entries of a journal in a period, the oldest first, each with its lines."""
    values = {"journal": journal, **_values(period), "limit": page.limit, "offset": page.offset}
    found = _lines(rows(_ENTRIES, values))
    entries = []
    for _, lines in groupby(found, key=lambda line: line.entry_id):
        own = tuple(lines)
        entries.append(Entry(own[0], own))
    return entries


def account_ledger(account: str, period: Period, page: Page = ALL) -> Ledger:
    """The ledger of an account. Charges and income begin each year at nothing."""
    since = period.year.first if account[0] in "67" else date.min
    return _ledger(_OF_ACCOUNT, {"account": account}, period, page, since)


def client_ledger(client_id: int, period: Period, page: Page = ALL) -> Ledger:
    """The ledger of a client, lettered; raises Client.DoesNotExist."""
    Client.objects.only("id").get(id=client_id)
    which = {"accounts": client_accounts(), "client": client_id}
    ledger = _ledger(_OF_CLIENT, which, period, page, date.min)
    found = letters(client_id)
    ledger.lines = [_lettered(line, found.of(line.entry_id)) for line in ledger.lines]
    return ledger


def _ledger(which: str, named: dict[str, object], period: Period, page: Page, since: date) -> Ledger:
    currency = books_currency()
    values = {**named, **_values(period), "since": since}
    ((count, opening, debit, credit),) = rows(_LEDGER_SUMS.format(which=which), values)
    ledger = Ledger(
        Money(opening, currency), Money(debit, currency), Money(credit, currency), count, page.within(count)
    )
    values |= {"limit": ledger.page.limit, "offset": ledger.page.offset}
    ledger.lines = list(_lines(rows(_LEDGER.format(which=which), values), opening))
    return ledger


def _values(period: Period) -> dict[str, object]:
    return {"first": period.first, "last": period.last}


def _lines(found: Sequence[Row], opening: int = 0) -> Iterator[Line]:
    currency, labels = books_currency(), account_labels()
    for row in found:
        balance = Money(opening + row[12], currency) if len(row) > 12 else None
        yield _line(row, currency, labels, balance)


def _line(row: Row, currency: str, labels: Labels, balance: Money | None) -> Line:
    (
        entry_id,
        journal,
        number,
        day,
        document,
        document_on,
        label,
        account,
        client_id,
        client,
        debit,
        credit,
    ) = row[:12]
    return Line(
        entry_id=entry_id,
        journal=journal,
        number=number_text(journal, number) if number else "",
        day=day,
        document=document,
        document_on=document_on,
        label=label,
        account=account,
        account_label=labels.of(account),
        client_id=client_id,
        client_name=client or "",
        debit=Money(debit, currency),
        credit=Money(credit, currency),
        balance=balance,
    )


def _lettered(line: Line, letter: Letter | None) -> Line:
    return replace(line, letter=letter)
