"""Closed books that somebody broke behind the program's back."""

from datetime import date

import pytest
from django.db import connections

from quitus.apps.books.closing import close_books
from quitus.apps.doctor.checks import examine
from quitus.apps.organisations.tenancy import tenant
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice


@pytest.fixture
def closed_firm(organisation_committed) -> int:
    """A payment of each day from 6 to 10 March, closed until the 8th; an invoice of the 16th."""
    with tenant(organisation_committed):
        client = a_client()
        an_invoice(client)
        for day in range(6, 11):
            a_payment(client, "10.00", f"m:{day}", account="512000", received_on=date(2026, 3, day))
        close_books(date(2026, 3, 8), on=TODAY, actor=CAMILLE)
    return organisation_committed


def found(firm: int) -> list[tuple[str, str, str, str]]:
    with tenant(firm):
        return [(one.check, one.where, one.expected, one.found) for one in examine()]


def test_closed_books_are_sound(closed_firm):
    assert found(closed_firm) == []


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "UPDATE books_entrynumber SET number = 9 WHERE number = 3",
            [("numbers", "journal BQ of 2026-01-01", "BQ000001 to BQ000003", "BQ000001 to BQ000009")],
        ),
        (
            "UPDATE books_entrynumber SET number = 9 - number; UPDATE books_entrynumber SET number = number - 5",
            [
                ("numbers", "entry BQ000002 (payment:2)", "later", "earlier"),
                ("numbers", "entry BQ000003 (payment:1)", "later", "earlier"),
            ],
        ),
        (
            "DELETE FROM books_entrynumber WHERE number = 3",
            [("closing", "entry 4 (payment:3) of 2026-03-08", "a number", "no number")],
        ),
        (
            "ALTER TABLE books_bookshead DISABLE TRIGGER USER; UPDATE books_bookshead SET closed_until = '2026-03-07';"
            "ALTER TABLE books_bookshead ENABLE TRIGGER USER",
            [("closing", "entry 4 (payment:3) of 2026-03-08", "no number", "a number")],
        ),
    ],
    ids=["a gap", "out of order", "a number lost", "opened again"],
)
def test_what_was_broken_is_named(closed_firm, sql, expected):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
    assert found(closed_firm) == expected
