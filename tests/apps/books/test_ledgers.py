"""Journals, ledgers and balances say the same: what was posted, once."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quitus.apps.books.actions import Booking, post_all
from quitus.apps.books.balances import clients_balance, trial_balance
from quitus.apps.books.closing import close_books
from quitus.apps.books.ledgers import (
    Page,
    Period,
    account_ledger,
    client_ledger,
    count_entries,
    journal_entries,
    journal_months,
)
from quitus.apps.books.lettering import letter_code, letters
from quitus.apps.books.models import Journal, JournalEntry
from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.clients.models import Client
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import reverse
from quitus.domain.books.entries import Posting
from quitus.domain.financial_years import calendar_year
from tests.apps.books.business import a_quarter, bank_line, invoice, payment
from tests.record import CAMILLE, a_client

YEAR = Period(calendar_year(date(2026, 1, 1)), date(2026, 1, 1), date(2026, 12, 31))


def month(first: date, last: date) -> Period:
    return Period(YEAR.year, first, last)


JANUARY = month(date(2026, 1, 1), date(2026, 1, 31))


def test_the_journals_of_a_year_month_by_month(inside):
    a_quarter()
    told = [(one.journal, one.month.month, one.entries, str(one.total)) for one in journal_months(YEAR.year)]
    assert told == [
        ("AN", 1, 3, "1580.50 EUR"),
        ("BQ", 1, 2, "1200.00 EUR"),
        ("BQ", 2, 3, "401.00 EUR"),
        ("BQ", 3, 1, "100.00 EUR"),
        ("OD", 1, 1, "700.00 EUR"),
        ("OD", 3, 1, "19.50 EUR"),
        ("VE", 2, 1, "60.00 EUR"),
    ]


def test_a_journal_by_pages_with_numbers_once_closed(inside):
    a_quarter()
    assert count_entries("AN", JANUARY) == 3
    assert [entry.head.number for entry in journal_entries("AN", JANUARY)] == ["", "", ""]
    close_books(date(2026, 1, 31), on=date(2026, 4, 1), actor=CAMILLE)
    (second,) = journal_entries("AN", JANUARY, Page(1, 1))
    assert (second.head.number, second.head.document, second.head.day) == (
        "AN000002",
        "FA-2",
        date(2026, 1, 6),
    )
    assert [
        (line.account, line.account_label, str(line.debit), str(line.credit)) for line in second.lines
    ] == [
        ("411000", "Clients", "300.00 EUR", "0.00 EUR"),
        ("890000", "Bilan d'ouverture", "0.00 EUR", "300.00 EUR"),
    ]
    assert second.lines[0].client_name.startswith("Berthier")


def test_the_ledger_of_an_account_runs_on(inside):
    a_quarter()
    ledger = account_ledger("512000", month(date(2026, 2, 1), date(2026, 2, 28)))
    assert (str(ledger.opening), str(ledger.closing), ledger.count) == ("1200.00 EUR", "1440.00 EUR", 3)
    assert [str(line.balance) for line in ledger.lines] == ["1280.50 EUR", "1200.00 EUR", "1440.00 EUR"]
    (last,) = account_ledger("512000", month(date(2026, 2, 1), date(2026, 2, 28)), Page(2, 5)).lines
    assert str(last.balance) == "1440.00 EUR"


def test_income_begins_each_year_at_nothing(inside):
    sale = (Posting("411000", 100, a_client()), Posting("706000", -100))
    post_all(
        Booking(f"s:{year}", Journal.SALES, date(year, 5, 5), "D", "L", sale, "EUR") for year in (2025, 2026)
    )
    assert str(account_ledger("706000", month(date(2026, 6, 1), date(2026, 6, 30))).opening) == "-1.00 EUR"
    assert str(account_ledger("411000", month(date(2026, 6, 1), date(2026, 6, 30))).opening) == "2.00 EUR"
    balance = trial_balance(date(2026, 12, 31))
    told = [(one.account, one.turnover.opening.minor, one.turnover.closing.minor) for one in balance.accounts]
    assert told == [("120000", -100, -100), ("411000", 100, 200), ("706000", 0, -100)]


def test_a_client_s_ledger_shows_what_settles_what(inside):
    quarter = a_quarter()
    ledger = client_ledger(quarter.first, YEAR)
    told = [
        (line.document, line.letter.code if line.letter else "", str(line.balance)) for line in ledger.lines
    ]
    assert told == [
        ("FA-1", "AA", "1200.00 EUR"),
        ("FA-2", "AB", "1500.00 EUR"),
        (quarter.documents["january 20"], "AA", "800.00 EUR"),
        (quarter.documents["january 25"], "AA", "300.00 EUR"),
        ("AV-1", "AB", "240.00 EUR"),
        (quarter.documents["february"], "AB", "0.00 EUR"),
    ]


def test_a_payment_over_two_invoices_ties_them_together(inside):
    client = a_client()
    for number, amount in (("FA-1", "100.00"), ("FA-2", "50.00")):
        invoice(client, number, amount, date(2026, 1, 5))
    payment(client, "120.00", date(2026, 1, 20))
    assert not letters(client).entries
    rest = payment(client, "30.00", date(2026, 1, 25))
    assert {line.letter.code for line in client_ledger(client, YEAR).lines} == {"AA"}
    reverse(rest.id, on=date(2026, 1, 26), actor=CAMILLE)
    told = [line.letter.code if line.letter else "" for line in client_ledger(client, YEAR).lines]
    assert told == ["", "", "", "AA", "AA"]


def test_everybody_s_letters_are_each_client_s_own(inside):
    quarter = a_quarter()
    everybody = letters()
    for client in (quarter.first, quarter.second):
        one = letters(client)
        assert [one.of(entry) for entry in one.entries] == [everybody.of(entry) for entry in one.entries]
        assert len(one.entries) > 4
    assert everybody.of(0) is None


@pytest.mark.parametrize(
    ("place", "code"),
    [(0, "AA"), (1, "AB"), (25, "AZ"), (26, "BA"), (675, "ZZ"), (676, "AAA"), (18_251, "ZZZ")],
)
def test_letters(place, code):
    assert letter_code(place) == code


def test_the_trial_balance_is_the_journal(inside):
    a_quarter()
    balance = trial_balance(date(2026, 12, 31))
    assert {one.account: one.turnover.closing.minor for one in balance.accounts} == account_balances()
    journals = sum(one.total.minor for one in journal_months(YEAR.year))
    assert balance.total.debit.minor == balance.total.credit.minor == journals
    assert not balance.total.closing
    january = trial_balance(date(2026, 1, 31))
    assert (january.total.debit.minor, january.year) == (1_580_50 + 1_200_00 + 700_00, YEAR.year)
    clients = clients_balance(date(2026, 12, 31))
    closings = {one.client_id: one.turnover.closing.minor for one in clients.clients}
    assert closings == dict.fromkeys(closings, 0)
    assert closings == client_balances()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["471000", "512000", "706000", "622700"]),
            st.integers(-500, 500),
            st.integers(0, 900),
        ),
        max_size=12,
    )
)
def test_every_year_opens_with_what_the_one_before_closed_with(inside, lines):
    with_sides = [(account, amount, day) for account, amount, day in lines if amount]
    start = JournalEntry.objects.count()
    post_all(
        Booking(
            f"p:{start}:{place}",
            Journal.SUNDRY,
            date.fromordinal(date(2025, 1, 1).toordinal() + day),
            "D",
            "L",
            (Posting(account, amount), Posting("530000", -amount)),
            "EUR",
        )
        for place, (account, amount, day) in enumerate(with_sides)
    )
    for year in (2025, 2026, 2027):
        total = trial_balance(date(year, 12, 31)).total
        assert (total.opening.minor, total.closing.minor) == (0, 0)
        assert total.debit == total.credit
    stocks = {one.account: one for one in trial_balance(date(2026, 1, 1)).accounts if one.account[0] in "45"}
    before = {
        one.account: one for one in trial_balance(date(2025, 12, 31)).accounts if one.account[0] in "45"
    }
    assert {account: one.turnover.closing for account, one in before.items() if one.turnover.closing} == {
        account: one.turnover.opening for account, one in stocks.items() if one.turnover.opening
    }


def test_another_firm_sees_nothing_of_it(organisation):
    other = Organisation.objects.create(name="Autre")
    with tenant(organisation.id):
        quarter = a_quarter()
    with tenant(other.id):
        assert journal_months(YEAR.year) == []
        assert trial_balance(date(2026, 12, 31)).accounts == ()
        assert clients_balance(date(2026, 12, 31)).clients == ()
        assert not letters().entries
        with pytest.raises(Client.DoesNotExist):
            client_ledger(quarter.first, YEAR)


def test_the_statements_do_not_grow(inside):
    for number in range(40):
        bank_line(number, 100, date(2026, 1, 3))
        invoice(a_client(f"Client {number}", ""), f"FA-{number}", "10.00", date(2026, 1, 4))

    def statements(work) -> int:
        seen = []
        with connection.execute_wrapper(lambda run, *arguments: (seen.append(1), run(*arguments))[1]):
            work()
        return len(seen)

    assert statements(lambda: journal_entries("BQ", JANUARY)) <= 2
    assert statements(lambda: account_ledger("411000", JANUARY)) <= 4
    assert statements(lambda: trial_balance(date(2026, 1, 31))) <= 5
