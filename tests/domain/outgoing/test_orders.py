"""What a transfer must be, on which days banks work, which letters they carry."""

from datetime import date

import pytest

from quitus.domain.money import Money
from quitus.domain.outgoing.banking_days import easter, is_banking_day, next_banking_day
from quitus.domain.outgoing.orders import (
    Address,
    Alert,
    State,
    check_approver,
    check_complete,
    check_execution,
    check_step,
    checked_payee,
    remarks,
)
from quitus.domain.outgoing.sepa_text import sepa_text
from quitus.domain.refused import Refused

TODAY = date(2026, 11, 24)
IBAN = "DE89370400440532013000"
OWN = "FR7630006000011234567890189"
NOWHERE = Address()

EASTERS = [date(1990, 4, 15), date(2000, 4, 23), date(2008, 3, 23), date(2026, 4, 5), date(2027, 3, 28)]
EASTERS += [date(2038, 4, 25), date(2049, 4, 18), date(2076, 4, 19), date(2100, 3, 28), date(2200, 4, 6)]


@pytest.mark.parametrize("sunday", EASTERS, ids=str)
def test_easter(sunday):
    assert easter(sunday.year) == sunday


CLOSED = [
    date(2026, 1, 1),
    date(2026, 4, 3),  # Good Friday
    date(2026, 4, 6),  # Easter Monday
    date(2026, 5, 1),
    date(2026, 12, 25),
    date(2026, 11, 28),  # a Saturday
    date(2026, 11, 29),
    date(2025, 12, 26),
]


@pytest.mark.parametrize("day", CLOSED, ids=str)
def test_days_on_which_no_bank_transfers(day):
    assert not is_banking_day(day)


def test_days_of_one_country_are_banking_days():
    assert is_banking_day(date(2026, 7, 14))
    assert is_banking_day(date(2026, 11, 11))
    assert next_banking_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert next_banking_day(date(2026, 12, 31)) == date(2026, 12, 31)


TEXTS = [
    ("Étoile & Fils", "Etoile + Fils"),
    ("Œuvre d’art n° 5", "OEuvre d'art no 5"),
    ("Straße 1, Köln", "Strasse 1, Koln"),
    ("a//b/", "a/b"),
    ("/x/", "x"),
    ("=SUM(1)", "-SUM(1)"),
    ("名前", ""),
    ("a\x00b\nc\u202ed", "a b c d"),
    ("<Nm>x</Nm>", "Nm x /Nm"),
]


@pytest.mark.parametrize(("text", "written"), TEXTS)
def test_letters_that_banks_carry(text, written):
    assert sepa_text(text, 140) == written


def test_a_long_text_is_cut_and_never_ends_badly():
    assert sepa_text("a" * 500, 70) == "a" * 70
    assert sepa_text("a" * 69 + "/b", 70) == "a" * 69


def payee(name="Papeterie du Port", iban=IBAN, minor=100, *, currency="EUR", remittance="", address=NOWHERE):
    return checked_payee(name, iban, Money(minor, currency), remittance, address)


def test_a_payee_as_the_bank_gets_it():
    one = payee("  Étoile & Fils ", "de89 3704 0044 0532 0130 00", 12_345, remittance="Facture n° 5 – merci")
    assert (one.name, one.iban, one.remittance) == ("Etoile + Fils", IBAN, "Facture no 5 - merci")


REFUSED = [
    ({"name": "名前"}, "payee_without_name"),
    ({"iban": ""}, "payee_without_iban"),
    ({"iban": "DE88370400440532013000"}, "payee_iban_check_wrong"),
    ({"iban": "FR7610107001"}, "payee_iban_malformed"),
    ({"iban": "BR1500000000000010932840814P2"}, "iban_outside_sepa"),
    ({"currency": "USD"}, "transfer_not_in_euro"),
    ({"minor": 0}, "transfer_amount_wrong"),
    ({"minor": -5}, "transfer_amount_wrong"),
    ({"minor": 100_000_000_000}, "transfer_amount_wrong"),
    ({"remittance": "x" * 141}, "remittance_too_long"),
    ({"address": Address(town="Nantes")}, "address_incomplete"),
    ({"address": Address(country="FR")}, "address_incomplete"),
    ({"address": Address(town="Nantes", country="F1")}, "address_incomplete"),
    ({"address": Address(lines=("1 rue X",))}, "address_incomplete"),
    ({"address": Address("N" * 36, "FR")}, "address_too_long"),
    ({"address": Address("Nantes", "FR", "", ("x" * 71,))}, "address_too_long"),
    ({"address": Address("Nantes", "FR", "", ("a", "b", "c"))}, "address_too_long"),
]


@pytest.mark.parametrize(("said", "code"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_no_bank_would_take(said, code):
    with pytest.raises(Refused, match=code):
        payee(**said)


DAYS = [
    (date(2026, 11, 24), False, ""),
    (date(2026, 11, 23), False, "execution_in_the_past"),
    (date(2026, 11, 28), False, "execution_on_closed_day"),
    (date(2026, 11, 28), True, ""),
    (date(2027, 11, 25), False, "execution_too_far"),
]


@pytest.mark.parametrize(("day", "instant", "code"), DAYS)
def test_the_day_of_execution(day, instant, code):
    if not code:
        assert check_execution(day, TODAY, instant=instant) is None
        return
    with pytest.raises(Refused, match=code):
        check_execution(day, TODAY, instant=instant)


def test_an_order_pays_somebody_else_and_not_thousands():
    check_complete([payee()], OWN)
    for payees, code in (
        ([], "transfer_order_empty"),
        ([payee(iban=OWN)], "transfer_to_oneself"),
        ([payee()] * 1001, "transfer_order_too_long"),
    ):
        with pytest.raises(Refused, match=code):
            check_complete(payees, OWN)


def test_whoever_had_a_hand_in_it_does_not_approve_where_two_are_asked_for():
    check_approver(1, {1}, second_needed=False)
    check_approver(2, {1}, second_needed=True)
    with pytest.raises(Refused, match="transfer_own_approval"):
        check_approver(1, {1, 2}, second_needed=True)


STEPS = {
    ("draft", "to_approve"),
    ("draft", "cancelled"),
    ("to_approve", "draft"),
    ("to_approve", "approved"),
    ("to_approve", "cancelled"),
    ("approved", "downloaded"),
    ("approved", "executed"),
    ("approved", "cancelled"),
    ("downloaded", "executed"),
    ("downloaded", "cancelled"),
    ("cancelled", "executed"),
}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_steps(before, after):
    if (before.value, after.value) in STEPS:
        assert check_step(before, after) is None
        return
    with pytest.raises(Refused, match="transfer_state_wrong"):
        check_step(before, after)


def test_what_is_to_be_looked_at():
    def alerts(known=(), *, twice=False, lately=False):
        return [one.alert for one in remarks(payee(), known_ibans=known, twice=twice, paid_lately=lately)]

    assert alerts() == [Alert.NEW_PAYEE]
    assert alerts([IBAN]) == []
    assert alerts([IBAN, OWN]) == []
    assert alerts([OWN]) == [Alert.OTHER_IBAN]
    own = remarks(payee(), known_ibans=[IBAN], twice=False, paid_lately=False, own=True)
    assert [one.alert for one in own] == [Alert.OWN_ACCOUNT]
    assert alerts([IBAN], twice=True, lately=True) == [Alert.TWICE, Alert.PAID_LATELY]
    (told,) = remarks(payee(), known_ibans=[OWN, "BE68539007547034"], twice=False, paid_lately=False)
    assert told.ibans == ("BE68539007547034", OWN)
