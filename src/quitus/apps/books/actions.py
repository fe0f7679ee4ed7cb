"""Write in the books. Every balance comes from here and from allocations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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

    `original` is the amount on the paper, positive, when it is in another currency than the books'.
    """

    source: str
    journal: Journal
    happened_on: date
    document: str
    label: str
    entry: Entry
    currency: str
    original: Money | None = None


def post(booking: Booking) -> int:
    """Post one entry with its lines; its id."""
    return post_all([booking])[0]


def post_all(bookings: Iterable[Booking]) -> list[int]:
    """Post entries in three statements, however many there are; their ids.

    Balance is checked here and again by the database at commit.
    """
    bookings = list(bookings)
    for booking in bookings:
        if not is_balanced(booking.entry):
            raise ValueError(f"{booking.source} is not balanced: {booking.entry}")
    ids = new_ids(JournalEntry, len(bookings))
    insert_all(
        JournalEntry,
        {
            "id": ids,
            "journal": [booking.journal.value for booking in bookings],
            "happened_on": [booking.happened_on for booking in bookings],
            "document": [booking.document[:DOCUMENT_LENGTH] for booking in bookings],
            "label": [booking.label[:LABEL_LENGTH] for booking in bookings],
            "source": [booking.source for booking in bookings],
        },
        recorded_at=real_now(),
    )
    _insert_lines(
        (entry_id, posting, _on_paper(booking, posting))
        for entry_id, booking in zip(ids, bookings, strict=True)
        for posting in booking.entry
    )
    return ids


def reverse(source: str, *, happened_on: date, label: str) -> int:
    """Post the opposite of an entry, once: books are corrected by another entry. The id of the new one."""
    original = JournalEntry.objects.get(source=source)
    lines = list(original.lines.order_by("id"))
    entry = JournalEntry.objects.create(
        journal=original.journal,
        happened_on=happened_on,
        recorded_at=real_now(),
        document=original.document,
        label=label[:LABEL_LENGTH],
        source=f"{source}:reversed",
        reverses=original,
    )
    opposite = reversed_entry(
        tuple(Posting(line.account, line.debit - line.credit, line.client_id) for line in lines)
    )
    _insert_lines(
        (entry.id, posting, Money(-line.original_minor, line.original_currency))
        for posting, line in zip(opposite, lines, strict=True)
    )
    return entry.id


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
