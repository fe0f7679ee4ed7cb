"""Are closed books closed, and their numbers without a gap?"""

from collections.abc import Iterator

from quitus.apps.books.carried import carried_into
from quitus.apps.books.models import number_text
from quitus.apps.doctor.finding import Finding, rows

_SERIES = """
SELECT year.first, given.journal, count(*), min(given.number), max(given.number)
FROM books_entrynumber AS given JOIN books_financialyear AS year ON year.id = given.year_id
GROUP BY year.first, given.journal ORDER BY year.first, given.journal
"""
# Increasing by day within a journal and year, as they were given.
_OUT_OF_ORDER = """
SELECT journal, number, source FROM (
    SELECT given.journal, given.number, entry.source, entry.happened_on,
        lag(entry.happened_on) OVER (PARTITION BY given.year_id, given.journal ORDER BY given.number) AS before
    FROM books_entrynumber AS given JOIN books_journalentry AS entry ON entry.id = given.entry_id
) AS ordered WHERE happened_on < before ORDER BY journal, number
"""
_CLOSED = """
SELECT entry.id, entry.source, entry.happened_on, given.id IS NOT NULL
FROM books_journalentry AS entry
LEFT JOIN books_entrynumber AS given ON given.entry_id = entry.id
LEFT JOIN books_bookshead AS head ON TRUE
WHERE (given.id IS NOT NULL) <> coalesce(entry.happened_on <= head.closed_until, FALSE)
ORDER BY entry.id
"""


def numbers_have_no_gap() -> Iterator[Finding]:
    """Within a journal and year: from one on (from two where number one carries balances), each once, by day."""
    for first, journal, count, low, high in rows(_SERIES):
        begins = 2 if journal == "AN" and carried_into(first) else 1
        if (low, high) != (begins, begins + count - 1):
            yield Finding(
                "numbers",
                f"journal {journal} of {first}",
                f"{number_text(journal, begins)} to {number_text(journal, begins + count - 1)}",
                f"{number_text(journal, low)} to {number_text(journal, high)}",
            )
    for journal, number, source in rows(_OUT_OF_ORDER):
        yield Finding("numbers", f"entry {number_text(journal, number)} ({source})", "later", "earlier")


def closed_entries_are_numbered() -> Iterator[Finding]:
    """Every entry of a closed day has its number, and no other has one."""
    for id_, source, day, numbered in rows(_CLOSED):
        expected, found = ("no number", "a number") if numbered else ("a number", "no number")
        yield Finding("closing", f"entry {id_} ({source}) of {day}", expected, found)
