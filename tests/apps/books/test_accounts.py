"""The firm's own accounts: put in when an entry is posted, moved along when they change, told apart for ever."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from quitus.apps.books.accounts import account_labels, account_map, chosen_accounts, client_accounts
from quitus.apps.books.actions import Booking, post, post_all, reverse
from quitus.apps.books.choosing import Wanted, choose_accounts
from quitus.apps.books.models import AccountChoice, Journal, JournalEntry
from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import reverse as reverse_payment
from quitus.apps.timeline.queries import history
from quitus.domain.books.accounts import DEFAULT_ACCOUNTS
from quitus.domain.books.entries import Posting, direct_payment, opening_claim
from quitus.domain.refused import Refused
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice


def choose(**accounts: str) -> list[str]:
    return choose_accounts({use: Wanted(number) for use, number in accounts.items()}, on=TODAY, actor=CAMILLE)


def test_the_chart_holds_where_nothing_was_chosen(inside):
    assert account_map() == DEFAULT_ACCOUNTS
    assert not any(one.own for one in chosen_accounts())


def test_entries_are_posted_on_the_firm_s_own_accounts(inside):
    assert choose(clients="411100", bank="512300") == ["clients", "bank"]
    client = a_client()
    for number, entry in enumerate((opening_claim(client, 100), direct_payment(client, 40, "512000"))):
        details = {"document": "D", "label": "L", "currency": "EUR", "journal": Journal.SUNDRY}
        post(Booking(source=f"test:{number}", happened_on=TODAY, entry=entry, **details))
    assert account_balances() == {"411100": 60, "512300": 40, "890000": -100}
    assert client_accounts() == ["411000", "411100"]


def test_a_label_of_one_s_own(inside):
    choose_accounts({"bank": Wanted("512300", "Banque postale")}, on=TODAY, actor=CAMILLE)
    assert account_labels().of("512300") == "Banque postale"
    assert account_labels().of("411000") == "Clients"
    assert choose_accounts({"bank": Wanted("512300", "Banque postale")}, on=TODAY, actor=CAMILLE) == []
    assert choose_accounts({"bank": Wanted("512300")}, on=TODAY, actor=CAMILLE) == [
        "bank"
    ]  # the chart's label again
    assert account_labels().of("512300") == "Banques"


def test_what_stands_on_the_former_account_moves_along(inside):
    first, second = a_client(), a_client("Étoile SARL", "")
    an_invoice(first, "FA-1", "1200.00")
    an_invoice(second, "FA-2", "80.00")
    choose(clients="411100")
    assert account_balances() == {"411000": 0, "411100": 128_000, "890000": -128_000}
    assert client_balances() == {first: 120_000, second: 8_000}
    payment = a_payment(first, "1200.00", account="512000")
    choose(clients="411000")  # and back
    reverse_payment(payment.id, on=TODAY, actor=CAMILLE)
    assert account_balances()["411000"] == 128_000
    assert account_balances()["411100"] == 0
    assert examine() == []


def test_income_stays_where_it_was_booked(inside):
    sale = (Posting("411000", 100, a_client()), Posting("706000", -100))
    details = {"document": "D", "label": "L", "currency": "EUR", "journal": Journal.SALES}
    post(Booking(source="sale:1", happened_on=TODAY, entry=sale, **details))
    choose(services="706100")
    reverse("sale:1", happened_on=TODAY, label="Annulation")
    assert account_balances() == {"411000": 0, "706000": 0}
    post(Booking(source="sale:2", happened_on=TODAY, entry=sale, **details))
    assert account_balances()["706100"] == -100


REFUSED = [
    ("no such use", {"clowns": "411100"}, "account_use_unknown"),
    ("of another class", {"clients": "512000"}, "account_of_other_class"),
    ("no number", {"clients": "411A"}, "account_malformed"),
    ("the chart's for another use", {"cheques_to_cash": "511500"}, "account_of_another_use"),
    ("one that another use had", {"in_transit": "511900"}, "account_of_another_use"),
    (
        "income shared with one that moved away",
        {"goods": "706000", "services": "706100"},
        "account_of_another_use",
    ),
]


@pytest.mark.parametrize(
    ("wanted", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_accounts_that_would_tell_two_things(inside, wanted, code):
    choose(cheques_to_cash="511900")
    choose(cheques_to_cash="511800")
    with pytest.raises(Refused) as refusal:
        choose(**wanted)
    assert refusal.value.code == code
    assert account_map().clients == "411000"


def test_two_kinds_of_income_may_share_an_account(inside):
    assert choose(goods="706000") == ["goods"]
    with pytest.raises(Refused, match="account_of_another_use"):
        choose(services="706100")


def test_changes_are_written_down_and_never_edited(inside):
    choose(clients="411100")
    told = history(None)[0]
    assert (told.kind, told.actor) == ("books_accounts_changed", CAMILLE)
    assert told.facts["accounts"] == [
        {"use": "clients", "label": "Clients", "old": "411000", "account": "411100"}
    ]
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        AccountChoice.objects.update(account="411200")


def test_another_firm_keeps_its_own(organisation):
    other = Organisation.objects.create(name="Autre")
    with tenant(organisation.id):
        choose(clients="411100")
    with tenant(other.id):
        assert account_map() == DEFAULT_ACCOUNTS
        post_all(
            [
                Booking(
                    "t:1", Journal.SUNDRY, date(2026, 1, 1), "D", "L", opening_claim(a_client(), 100), "EUR"
                )
            ]
        )
        assert JournalEntry.objects.get().lines.filter(account="411000").exists()
