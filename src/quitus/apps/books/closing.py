"""Close the books up to a day: every entry of the period gets its number, and none comes later (docs/adr/0014).

There is no reopening. What is wrong is corrected by an entry of an open day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.carried import carried_into
from quitus.apps.books.head import close_until, closed_until, closed_until_alone
from quitus.apps.books.models import Closing, EntryNumber, number_text
from quitus.apps.books.years import first_open_entry_day, said_years, store_years
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.queries import books_currency
from quitus.apps.organisations.sql import rows, run
from quitus.apps.organisations.statistics import count_anew_after_commit
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.timeline.actions import Event, record
from quitus.domain.financial_years import DAY, FinancialYear, month_end, years_between
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.domain.typed_days import check_day
from quitus.ports.clock import real_now

# The entries of the period, each with its place in its year and journal. Where balances are carried into a year, the
# entry that carries them is number one of its opening journal (`carried.py`).
FRESH_NUMBERS = """
SELECT entry.id, entry.journal, year.first,
    coalesce(given.last_number, (entry.journal = 'AN' AND year.carries)::int)
        + row_number() OVER (PARTITION BY year.first, entry.journal ORDER BY entry.happened_on, entry.id) AS number
FROM unnest(%(firsts)s::date[], %(lasts)s::date[], %(carry)s::boolean[]) AS year(first, last, carries)
JOIN books_journalentry AS entry ON entry.happened_on BETWEEN year.first AND year.last
LEFT JOIN (
    SELECT stored.first, number.journal, max(number.number) AS last_number
    FROM books_entrynumber AS number JOIN books_financialyear AS stored ON stored.id = number.year_id
    GROUP BY stored.first, number.journal
) AS given ON given.first = year.first AND given.journal = entry.journal
WHERE entry.happened_on > %(closed)s AND entry.happened_on <= %(until)s
"""
_GIVE = f"""
INSERT INTO books_entrynumber (organisation_id, entry_id, year_id, journal, number, closing_id)
SELECT %(organisation)s, fresh.id, stored.id, fresh.journal, fresh.number, %(closing)s
FROM ({FRESH_NUMBERS}) AS fresh JOIN books_financialyear AS stored ON stored.first = fresh.first
ORDER BY fresh.first, fresh.journal, fresh.number
"""  # noqa: S608 - texts of ours
_COUNT = """
SELECT count(*) FROM books_journalentry
WHERE happened_on > %(closed)s AND happened_on <= %(until)s
"""
_PREVIEW = f"""
SELECT fresh.first, fresh.journal, count(*), min(fresh.number), max(fresh.number), sum(turnover.debit)::bigint
FROM ({FRESH_NUMBERS}) AS fresh
JOIN (
    SELECT line.entry_id, sum(line.debit) AS debit FROM books_journalline AS line
    JOIN books_journalentry AS entry ON entry.id = line.entry_id
    WHERE entry.happened_on > %(closed)s AND entry.happened_on <= %(until)s GROUP BY line.entry_id
) AS turnover ON turnover.entry_id = fresh.id
GROUP BY fresh.first, fresh.journal ORDER BY fresh.first, fresh.journal
"""  # noqa: S608 - texts of ours


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a closing does to one journal of one year: how many entries, which numbers, the sum of their debits."""

    journal: str
    year: FinancialYear
    entries: int
    first: int
    last: int
    total: Money

    @property
    def first_number(self) -> str:
        return number_text(self.journal, self.first)

    @property
    def last_number(self) -> str:
        return number_text(self.journal, self.last)


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing up to a day would do: from the first open day (None: from the first entry) on."""

    first_open: date | None
    until: date
    journals: tuple[Numbered, ...]

    @property
    def entries(self) -> int:
        return sum(journal.entries for journal in self.journals)


def closable_months(today: date) -> list[date]:
    """The last days of months that are over and still open, the oldest first."""
    first, ends = first_open_entry_day(closed_until()), []
    while first and (last := month_end(first)) < today:
        ends.append(last)
        first = last + DAY
    return ends


def preview_closing(until: date, *, today: date) -> Preview:
    """What `close_books` would do. Refused: day_out_of_reach, books_closed, books_period_not_over."""
    closed = closed_until()
    _refuse(until, closed, today)
    years = {year.first: year for year in _years(closed, until)}
    currency = books_currency()
    found = rows(_PREVIEW, _values(years.values(), closed, until))
    return Preview(
        closed + DAY if closed else None,
        until,
        tuple(
            Numbered(journal, years[first], entries, low, high, Money(total, currency))
            for first, journal, entries, low, high, total in found
        ),
    )


def close_books(until: date, *, on: date, actor: str) -> Closing:
    """Close everything up to `until`: it gets its numbers, and no entry comes into it any more.

    Refused: day_out_of_reach, books_closed, books_period_not_over.
    """
    closed = closed_until_alone()
    _refuse(until, closed, on)
    years = _years(closed, until)
    store_years(years)
    values = _values(years, closed, until)
    ((entries,),) = rows(_COUNT, values)
    closing = Closing.objects.create(
        until=until, closed_on=on, closed_by=actor, entries=entries, recorded_at=real_now()
    )
    run(_GIVE, values | {"organisation": current_organisation_id(), "closing": closing.id})
    count_anew_after_commit(entries, EntryNumber)
    close_until(until)
    record(Event("books_closed", on, actor, facts={"until": until.isoformat(), "entries": entries}))
    return closing


def _refuse(until: date, closed: date | None, today: date) -> None:
    check_day(until)
    if closed and until <= closed:
        raise Refused("books_closed", day=closed, first_open=closed + DAY)
    if until >= today:
        raise Refused("books_period_not_over", day=until)


def _years(closed: date | None, until: date) -> list[FinancialYear]:
    """The years that the period touches."""
    first = first_open_entry_day(closed) or until
    return years_between(min(first, until), until, said_years())


def _values(years: Iterable[FinancialYear], closed: date | None, until: date) -> dict[str, object]:
    years = list(years)
    return {
        "firsts": array_literal(year.first for year in years),
        "lasts": array_literal(year.last for year in years),
        "carry": array_literal(bool(carried_into(year.first)) for year in years),
        "closed": closed or date.min,
        "until": until,
    }
