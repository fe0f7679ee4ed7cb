"""Closing: numbers without a gap, nothing comes later, and money is never refused over it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest
from django.db import DatabaseError, connection, connections, transaction

from quitus.apps.books.actions import Booking, post, post_all, reverse
from quitus.apps.books.closing import closable_months, close_books, preview_closing
from quitus.apps.books.models import (
    BooksHead,
    Closing,
    EntryNumber,
    FinancialYear,
    Journal,
    JournalEntry,
    JournalLine,
)
from quitus.apps.books.years import known_years, name_financial_year
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import in_tenant, tenant
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import unidentified_receipt
from quitus.domain.financial_years import FinancialYear as Year
from quitus.domain.refused import Refused
from tests.record import CAMILLE, a_client, a_payment, an_invoice

JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
APRIL_2 = date(2026, 4, 2)


def receipt(number: int, day: date, journal: Journal = Journal.BANK) -> Booking:
    return Booking(
        source=f"bank_line:{number}",
        journal=journal,
        happened_on=day,
        document=f"L{number}",
        label="Virement",
        entry=unidentified_receipt(100 * number),
        currency="EUR",
    )


def close(until: date, on: date = APRIL_2) -> Closing:
    return close_books(until, on=on, actor=CAMILLE)


def numbers() -> list[tuple[str, int, str]]:
    """(journal, number, what it records), in their order."""
    found = EntryNumber.objects.order_by("year__first", "journal", "number")
    return list(found.values_list("journal", "number", "entry__source"))


def test_numbers_go_by_day_and_journal_when_the_period_closes(inside):
    post_all([receipt(1, date(2026, 1, 20)), receipt(2, date(2026, 1, 5)), receipt(3, date(2026, 1, 20))])
    post_all([receipt(4, date(2026, 1, 7), Journal.SUNDRY), receipt(5, date(2026, 2, 1))])
    assert numbers() == []
    closing = close(JANUARY)
    assert (closing.until, closing.entries, closing.closed_on) == (JANUARY, 4, APRIL_2)
    assert numbers() == [
        ("BQ", 1, "bank_line:2"),
        ("BQ", 2, "bank_line:1"),
        ("BQ", 3, "bank_line:3"),
        ("OD", 1, "bank_line:4"),
    ]
    close(FEBRUARY)
    assert numbers()[3] == ("BQ", 4, "bank_line:5")
    assert history(None)[0].kind == "books_closed"


def test_each_year_begins_anew_and_is_kept(inside):
    post_all([receipt(1, date(2025, 12, 30)), receipt(2, date(2026, 1, 2))])
    close(JANUARY)
    assert numbers() == [("BQ", 1, "bank_line:1"), ("BQ", 1, "bank_line:2")]
    assert list(FinancialYear.objects.order_by("first").values_list("first", flat=True)) == [
        date(2025, 1, 1),
        date(2026, 1, 1),
    ]


def test_the_entry_that_carries_balances_has_number_one(inside):
    post_all([receipt(1, date(2025, 12, 30)), receipt(2, date(2026, 1, 2), Journal.OPENING)])
    close(JANUARY)
    assert numbers() == [("BQ", 1, "bank_line:1"), ("AN", 2, "bank_line:2")]


def test_what_comes_late_is_booked_on_the_first_open_day_and_keeps_its_paper_s(inside):
    close(FEBRUARY)
    client = a_client()
    an_invoice(client)
    payment = a_payment(client, "100.00", received_on=date(2026, 2, 10))
    entry = JournalEntry.objects.get(source=f"payment:{payment.id}")
    assert (payment.received_on, entry.happened_on, entry.document_on) == (
        date(2026, 2, 10),
        date(2026, 3, 1),
        date(2026, 2, 10),
    )
    second = JournalEntry.objects.get(
        id=reverse(f"payment:{payment.id}", happened_on=date(2026, 2, 11), label="Annulation")
    )
    assert (second.happened_on, second.document_on) == (date(2026, 3, 1), date(2026, 2, 11))


def test_the_database_refuses_what_comes_into_a_closed_period(inside):
    post(receipt(1, date(2026, 1, 20)))
    close(JANUARY)
    details = {
        "journal": "OD",
        "document": "X",
        "document_on": JANUARY,
        "label": "X",
        "recorded_at": inside.created_at,
    }
    with pytest.raises(DatabaseError, match="closed on that day"), transaction.atomic():
        JournalEntry.objects.create(happened_on=JANUARY, source="x", **details)
    with pytest.raises(DatabaseError, match="the entry is final"), transaction.atomic():
        JournalLine.objects.create(
            entry=JournalEntry.objects.get(),
            account="658000",
            debit=1,
            original_minor=1,
            original_currency="EUR",
        )


@pytest.mark.parametrize("day", [None, date(2026, 1, 30), date(2025, 12, 31)])
def test_closed_books_are_not_opened_again(inside, day):
    close(JANUARY)
    with pytest.raises(DatabaseError, match="not opened again"), transaction.atomic():
        BooksHead.objects.update(closed_until=day)
    with pytest.raises(DatabaseError, match="not opened again"), transaction.atomic():
        BooksHead.objects.all()._raw_delete("default")
    for model in (Closing, EntryNumber):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("until", "on", "code", "facts"),
    [
        (JANUARY, APRIL_2, "books_closed", {"day": JANUARY, "first_open": date(2026, 2, 1)}),
        (date(2025, 6, 30), APRIL_2, "books_closed", {"day": JANUARY, "first_open": date(2026, 2, 1)}),
        (APRIL_2, APRIL_2, "books_period_not_over", {"day": APRIL_2}),
        (date(2027, 1, 1), APRIL_2, "books_period_not_over", {"day": date(2027, 1, 1)}),
    ],
)
def test_days_to_which_nobody_closes(inside, until, on, code, facts):
    close(JANUARY)
    for act in (lambda: close(until, on), lambda: preview_closing(until, today=on)):
        with pytest.raises(Refused) as refusal:
            act()
        assert (refusal.value.code, refusal.value.facts) == (code, facts)
    assert Closing.objects.count() == 1


def test_an_empty_month_is_closed_too(inside):
    assert close(JANUARY).entries == 0
    assert closable_months(APRIL_2) == [FEBRUARY, MARCH]


def test_the_preview_tells_what_closing_then_does(inside):
    post_all([receipt(n, date(2026, 1, n)) for n in range(1, 6)])
    post(receipt(6, date(2026, 2, 3), Journal.SUNDRY))
    assert closable_months(APRIL_2) == [JANUARY, FEBRUARY, MARCH]
    before = preview_closing(FEBRUARY, today=APRIL_2)
    assert [(one.journal, one.entries, one.first, one.last, str(one.total)) for one in before.journals] == [
        ("BQ", 5, 1, 5, "15.00 EUR"),
        ("OD", 1, 1, 1, "6.00 EUR"),
    ]
    assert (before.entries, close(FEBRUARY).entries) == (6, 6)
    assert EntryNumber.objects.count() == 6


def test_a_named_year_rules_the_numbers(inside):
    name_financial_year(date(2025, 10, 1), date(2026, 12, 31), on=APRIL_2, actor=CAMILLE)
    post_all([receipt(1, date(2025, 12, 30)), receipt(2, date(2026, 1, 2))])
    close(JANUARY)
    assert numbers() == [("BQ", 1, "bank_line:1"), ("BQ", 2, "bank_line:2")]
    assert known_years(APRIL_2) == [Year(date(2025, 10, 1), date(2026, 12, 31))]
    name_financial_year(date(2025, 10, 1), date(2026, 6, 30), on=APRIL_2, actor=CAMILLE)  # ends sooner
    assert FinancialYear.objects.get().last == date(2026, 6, 30)
    with pytest.raises(Refused, match="financial_year_beside_others"):
        name_financial_year(date(2025, 1, 1), date(2025, 12, 31), on=APRIL_2, actor=CAMILLE)


def test_another_firm_s_books_stay_open(organisation):
    other = Organisation.objects.create(name="Autre")
    with tenant(organisation.id):
        close(JANUARY)
    with tenant(other.id):
        entry = JournalEntry.objects.get(id=post(receipt(1, date(2026, 1, 20))))
        assert entry.happened_on == date(2026, 1, 20)
        assert preview_closing(JANUARY, today=APRIL_2).entries == 1


# --- at once


def at_once(organisation_id: int, *works) -> list[object]:
    """What each of several connections got out of its work, all begun at the same moment."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait()
            return in_tenant(organisation_id, work)
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def test_two_closings_at_once_close_once(organisation_committed):
    with tenant(organisation_committed):
        post_all([receipt(n, date(2026, 1, n % 28 + 1)) for n in range(1, 50)])
    done = at_once(organisation_committed, *[lambda: close(JANUARY).entries] * 4)
    assert sorted(map(str, done)) == ["49", "books_closed", "books_closed", "books_closed"]
    with tenant(organisation_committed):
        assert [number for _, number, _ in numbers()] == list(range(1, 50))


def test_numbers_have_no_gap_while_others_post(organisation_committed):
    """Whatever is posted while a period closes either gets a number in it, or stands on the first open day."""

    def posting(first: int):
        def work():
            return post_all([receipt(n, date(2026, 1, n % 28 + 1)) for n in range(first, first + 40)])

        return work

    at_once(organisation_committed, posting(1), posting(100), lambda: close(JANUARY), posting(200))
    with tenant(organisation_committed):
        in_january = JournalEntry.objects.filter(happened_on__lte=JANUARY).count()
        assert JournalEntry.objects.count() == 120
        assert (
            JournalEntry.objects.exclude(happened_on__lte=JANUARY)
            .exclude(happened_on=date(2026, 2, 1))
            .count()
            == 0
        )
        assert [number for _, number, _ in numbers()] == list(range(1, in_january + 1))


def test_a_closing_waits_for_who_is_posting_and_takes_it_in(organisation_committed):
    posted, may_commit = Event(), Event()

    def post_slowly():
        post(receipt(1, date(2026, 1, 20)))
        posted.set()
        assert may_commit.wait(30)

    def close_meanwhile():
        assert posted.wait(30)
        threads.submit(lambda: _until_somebody_waits(may_commit))
        return close(JANUARY).entries

    with ThreadPoolExecutor(3) as threads:
        work = threads.submit(_in, organisation_committed, post_slowly)
        assert _in(organisation_committed, close_meanwhile) == 1
        work.result()


def _in(organisation_id: int, work):
    try:
        return in_tenant(organisation_id, work)
    finally:
        connections.close_all()


def _until_somebody_waits(then: Event) -> None:
    """Sets `then` as soon as PostgreSQL says that a statement on the head waits for a lock."""
    try:
        while not then.is_set():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                    "AND query LIKE '%%books_bookshead%%' AND datname = current_database()"
                )
                if cursor.fetchone()[0]:
                    then.set()
    finally:
        connections.close_all()


def test_a_closing_whose_process_dies_leaves_nothing(organisation_committed):
    with tenant(organisation_committed):
        post(receipt(1, date(2026, 1, 20)))

    def close_and_die():
        assert close(JANUARY).entries == 1
        with connection.cursor() as cursor:  # what PostgreSQL sees of a killed process
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseError):
        _in(organisation_committed, close_and_die)
    with tenant(organisation_committed):
        assert (Closing.objects.count(), EntryNumber.objects.count()) == (0, 0)
        assert close(JANUARY).entries == 1
