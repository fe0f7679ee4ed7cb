"""Double entry: balanced, once, corrected by another entry."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from quitus.apps.books.actions import Booking, post, post_all, reverse
from quitus.apps.books.models import Journal, JournalEntry, JournalLine
from quitus.apps.books.queries import account_balances, client_balances
from quitus.domain.books.entries import Posting, opening_claim, unidentified_receipt
from quitus.domain.money import Money
from tests.record import a_client

MONDAY = date(2026, 3, 16)


def booking(source: str, entry, **more) -> Booking:
    details = {"journal": Journal.OPENING, "document": "FA-1", "label": "Reprise FA-1", "currency": "EUR"}
    return Booking(source=source, happened_on=MONDAY, entry=entry, **details | more)


def test_an_opening_claim_and_its_lines(inside):
    client = a_client()
    entry = JournalEntry.objects.get(id=post(booking("invoice:1", opening_claim(client, 120_000))))
    assert (entry.journal, entry.document, entry.happened_on) == ("AN", "FA-1", MONDAY)
    lines = entry.lines.order_by("id").values_list(
        "account", "client_id", "debit", "credit", "original_minor"
    )
    assert list(lines) == [("411000", client, 120_000, 0, 120_000), ("890000", None, 0, 120_000, -120_000)]
    assert account_balances() == {"411000": 120_000, "890000": -120_000}
    assert client_balances() == {client: 120_000}


def test_an_event_is_booked_once(inside):
    client = a_client()
    post(booking("invoice:1", opening_claim(client, 100)))
    with pytest.raises(IntegrityError, match="entry_source_once"), transaction.atomic():
        post(booking("invoice:1", opening_claim(client, 100)))
    assert account_balances()["411000"] == 100


def test_the_opposite_entry_leaves_zero_everywhere_and_both_stay(inside):
    client = a_client()
    first = post(booking("invoice:1", opening_claim(client, 100)))
    second = JournalEntry.objects.get(id=reverse("invoice:1", happened_on=MONDAY, label="Annulation"))
    assert (second.reverses_id, second.source) == (first, "invoice:1:reversed")
    assert set(account_balances().values()) == {0}
    assert client_balances() == {client: 0}
    with pytest.raises(IntegrityError), transaction.atomic():
        reverse("invoice:1", happened_on=MONDAY, label="Annulation")


def test_the_paper_s_currency_is_kept_beside_the_books(inside):
    post(booking("bank_line:1", unidentified_receipt(9_200), original=Money(10_000, "USD")))
    lines = JournalLine.objects.order_by("id").values_list(
        "debit", "credit", "original_minor", "original_currency"
    )
    assert list(lines) == [(9_200, 0, 10_000, "USD"), (0, 9_200, -10_000, "USD")]


def test_an_unbalanced_entry_is_refused_before_and_by_the_database(inside):
    crooked = (Posting("411000", 100), Posting("890000", -99))
    with pytest.raises(ValueError, match="not balanced"):
        post(booking("invoice:1", crooked))
    assert JournalEntry.objects.count() == 0
    with pytest.raises(DatabaseError, match="is not balanced"), transaction.atomic():
        _add_a_line_to_a_balanced_entry()


def _add_a_line_to_a_balanced_entry():
    entry = JournalEntry.objects.get(id=post(booking("invoice:2", unidentified_receipt(100))))
    JournalLine.objects.create(
        entry=entry, account="658000", debit=1, original_minor=1, original_currency="EUR"
    )
    with connection.cursor() as cursor:  # what a commit does
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("model", [JournalEntry, JournalLine])
def test_entries_are_never_edited(inside, model):
    post(booking("invoice:1", unidentified_receipt(100)))
    for change in (lambda rows: rows.update(id=999), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change(model.objects.all())


def test_many_entries_take_as_many_statements_as_one(inside, django_assert_num_queries):
    with django_assert_num_queries(3):
        post_all(booking(f"bank_line:{number}", unidentified_receipt(number)) for number in range(1, 200))
    assert account_balances() == {"471000": -19_900, "512000": 19_900}
