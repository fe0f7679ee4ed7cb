"""Write in the books. Every balance comes from here and from allocations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.accounts import put_own_accounts, put_present_accounts
from quitus.apps.books.head import first_open_day
from quitus.apps.books.models import Journal, JournalEntry, JournalLine
from quitus.apps.organisations.bulk import insert_all, new_ids
from quitus.domain.books.entries import Entry, Posting, is_balanced, reversed_entry
from quitus.domain.money import Money
from quitus.ports.clock import real_now

LABEL_LENGTH = 200
DOCUMENT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Booking:
    """An entry to post. `source` names the event ("payment:42"): posting it twice is refused by the database.

    `original` is the amount on the paper, positive, when it is in another currency than the books'. `document_on` is
    the day of the paper, `happened_on` when not given. Accounts are the chart's: the firm's own are put in.
    """

    source: str
    journal: Journal
    happened_on: date
    document: str
    label: str
    entry: Entry
    currency: str
    original: Money | None = None
    document_on: date | None = None


def post(booking: Booking) -> int:
    """Post one entry with its lines; its id."""
    return post_all([booking])[0]


def post_all(bookings: Iterable[Booking]) -> list[int]:
    """Post entries in three statements, however many there are; their ids.

    What happened in a period that is closed is booked on the first open day and keeps the day of its paper: money is
    never refused because the books are closed (docs/adr/0014). Balance is checked here and again by the database at
    commit.
    """
    bookings = list(bookings)
    first_open = _first_open_day()
    return _insert(bookings, put_own_accounts([booking.entry for booking in bookings]), first_open)


def post_as_is(booking: Booking) -> int:
    """Post an entry of which the accounts are the firm's own already, former ones perhaps; its id."""
    return _insert([booking], [booking.entry], _first_open_day())[0]


def _insert(bookings: Sequence[Booking], entries: Sequence[Entry], first_open: date) -> list[int]:
    for booking, entry in zip(bookings, entries, strict=True):
        if not is_balanced(entry):
            raise ValueError(f"{booking.source} is not balanced: {entry}")
    ids = new_ids(JournalEntry, len(bookings))
    insert_all(
        JournalEntry,
        {
            "id": ids,
            "journal": [booking.journal.value for booking in bookings],
            "happened_on": [max(booking.happened_on, first_open) for booking in bookings],
            "document_on": [booking.document_on or booking.happened_on for booking in bookings],
            "document": [booking.document[:DOCUMENT_LENGTH] for booking in bookings],
            "label": [booking.label[:LABEL_LENGTH] for booking in bookings],
            "source": [booking.source for booking in bookings],
        },
        recorded_at=real_now(),
    )
    _insert_lines(
        (entry_id, posting, _on_paper(booking, posting))
        for entry_id, booking, entry in zip(ids, bookings, entries, strict=True)
        for posting in entry
    )
    return ids


def reverse(source: str, *, happened_on: date, label: str) -> int:
    """Post the opposite of an entry, once: books are corrected by another entry. The id of the new one.

    Like any other, it is booked on an open day.
    """
    first_open = _first_open_day()
    original = JournalEntry.objects.get(source=source)
    lines = list(original.lines.order_by("id"))
    entry = JournalEntry.objects.create(
        journal=original.journal,
        happened_on=max(happened_on, first_open),
        document_on=happened_on,
        recorded_at=real_now(),
        document=original.document,
        label=label[:LABEL_LENGTH],
        source=f"{source}:reversed",
        reverses=original,
    )
    told = tuple(Posting(line.account, line.debit - line.credit, line.client_id) for line in lines)
    opposite = put_present_accounts(reversed_entry(told))
    _insert_lines(
        (entry.id, posting, Money(-line.original_minor, line.original_currency))
        for posting, line in zip(opposite, lines, strict=True)
    )
    return entry.id


def reverse_all(sources: Sequence[str], *, happened_on: date) -> None:
    """Post the opposites of these entries, as far as there are any, in a fixed number of statements."""
    first_open = _first_open_day()
    originals = list(JournalEntry.objects.filter(source__in=sources).order_by("id"))
    ids = dict(zip((entry.id for entry in originals), new_ids(JournalEntry, len(originals)), strict=True))
    insert_all(
        JournalEntry,
        {
            "id": list(ids.values()),
            "journal": [entry.journal for entry in originals],
            "document": [entry.document for entry in originals],
            "label": [f"Annulation {entry.label}"[:LABEL_LENGTH] for entry in originals],
            "source": [f"{entry.source}:reversed" for entry in originals],
            "reverses_id": list(ids),
        },
        happened_on=max(happened_on, first_open),
        document_on=happened_on,
        recorded_at=real_now(),
    )
    lines = list(JournalLine.objects.filter(entry_id__in=ids).order_by("id"))
    told = tuple(Posting(line.account, line.debit - line.credit, line.client_id) for line in lines)
    opposite = put_present_accounts(reversed_entry(told))
    _insert_lines(
        (ids[line.entry_id], posting, Money(-line.original_minor, line.original_currency))
        for posting, line in zip(opposite, lines, strict=True)
    )


def _first_open_day() -> date:
    return first_open_day() or date.min


def _on_paper(booking: Booking, posting: Posting) -> Money:
    """The posting as the paper has it, with the posting's sign."""
    if booking.original is None:
        return Money(posting.amount, booking.currency)
    return booking.original if posting.amount > 0 else -booking.original


def _insert_lines(lines: Iterable[tuple[int, Posting, Money]]) -> None:
    lines = list(lines)
    insert_all(
        JournalLine,
        {
            "entry_id": [entry_id for entry_id, _, _ in lines],
            "account": [posting.account for _, posting, _ in lines],
            "client_id": [posting.client_id for _, posting, _ in lines],
            "debit": [max(posting.amount, 0) for _, posting, _ in lines],
            "credit": [max(-posting.amount, 0) for _, posting, _ in lines],
            "original_minor": [original.minor for _, _, original in lines],
            "original_currency": [original.currency for _, _, original in lines],
        },
    )
