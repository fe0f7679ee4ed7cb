"""Up to which day the books are closed, and who waits for whom over it (docs/adr/0014).

Whoever posts shares the head's lock until the commit; whoever closes has it alone. So a closing numbers every entry of
its period, and none comes later. The head comes after what money locks and before the timelines' heads.
"""

from datetime import date, timedelta

from quitus.apps.books.models import BooksHead
from quitus.apps.organisations.sql import few_rows, run
from quitus.apps.organisations.tenancy import current_organisation_id

_SHARED = "SELECT closed_until FROM books_bookshead FOR SHARE"
_ALONE = "SELECT closed_until FROM books_bookshead FOR NO KEY UPDATE"
_MAKE = "INSERT INTO books_bookshead (organisation_id) VALUES (%(organisation)s) ON CONFLICT DO NOTHING"
_MOVE = "UPDATE books_bookshead SET closed_until = %(until)s"


def closed_until() -> date | None:
    """The last day that is closed, for reading; None while everything is open."""
    return BooksHead.objects.values_list("closed_until", flat=True).first()


def first_open_day() -> date | None:
    """The first day on which one may post, kept so until the commit; None while every day is open."""
    return _day_after(_locked(_SHARED))


def closed_until_alone() -> date | None:
    """The last closed day, while nobody else posts or closes until the commit."""
    return _locked(_ALONE)


def close_until(until: date) -> None:
    """Move the head on, which `closed_until_alone` holds."""
    run(_MOVE, {"until": until})


def _locked(statement: str) -> date | None:
    found = few_rows(statement, {})
    if not found:
        run(_MAKE, {"organisation": current_organisation_id()})
        found = few_rows(statement, {})
    day: date | None = found[0][0]
    return day


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None
