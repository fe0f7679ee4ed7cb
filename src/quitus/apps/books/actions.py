"""Write in the books. Every balance comes from here and from allocations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quitus.apps.books.models import Journal, JournalEntry, JournalLine
from quitus.domain.books.entries import Entry, Posting, is_balanced, reversed_entry
from quitus.domain.money import Money
from quitus.ports.clock import real_now


@dataclass(frozen=True, slots=True)
class Booking:
    """An entry to post. `source` names the event ("payment:42"): posting it twice is refused by the database.

    `original` is the amount on the paper when it is in another currency than the books'.
    """

    source: str
    journal: Journal
    happened_on: date
    document: str
    label: str
    entry: Entry
    currency: str
    original: Money | None = None


def post(booking: Booking) -> JournalEntry:
    """Post one entry with its lines."""
    return post_all([booking])[0]


def post_all(bookings: Iterable[Booking]) -> list[JournalEntry]:
    """Post entries in two statements, however many there are. Balance is checked here and again at commit."""
    bookings = list(bookings)
    now = real_now()
    entries = JournalEntry.objects.bulk_create(
        JournalEntry(
            journal=booking.journal,
            happened_on=booking.happened_on,
            recorded_at=now,
            document=booking.document,
            label=booking.label[:200],
            source=booking.source,
        )
        for booking in bookings
    )
    JournalLine.objects.bulk_create(
        _line(entry, posting, booking)
        for entry, booking in zip(entries, bookings, strict=True)
        for posting in _balanced(booking)
    )
    return entries


def reverse(source: str, *, happened_on: date, label: str) -> JournalEntry:
    """Post the opposite of an entry, once: books are corrected by another entry."""
    original = JournalEntry.objects.get(source=source)
    lines = list(original.lines.order_by("id"))
    now = real_now()
    entry = JournalEntry.objects.create(
        journal=original.journal,
        happened_on=happened_on,
        recorded_at=now,
        document=original.document,
        label=label[:200],
        source=f"{source}:reversed",
        reverses=original,
    )
    opposite = reversed_entry(
        tuple(Posting(line.account, line.debit - line.credit, line.client_id) for line in lines)
    )
    JournalLine.objects.bulk_create(
        JournalLine(
            entry=entry,
            account=posting.account,
            client_id=posting.client_id,
            debit=max(posting.amount, 0),
            credit=max(-posting.amount, 0),
            original_minor=-line.original_minor,
            original_currency=line.original_currency,
        )
        for posting, line in zip(opposite, lines, strict=True)
    )
    return entry


def _balanced(booking: Booking) -> Entry:
    if not is_balanced(booking.entry):
        raise ValueError(f"{booking.source} is not balanced: {booking.entry}")
    return booking.entry


def _line(entry: JournalEntry, posting: Posting, booking: Booking) -> JournalLine:
    original = booking.original or Money(posting.amount, booking.currency)
    return JournalLine(
        entry=entry,
        account=posting.account,
        client_id=posting.client_id,
        debit=max(posting.amount, 0),
        credit=max(-posting.amount, 0),
        original_minor=original.minor,
        original_currency=original.currency,
    )
