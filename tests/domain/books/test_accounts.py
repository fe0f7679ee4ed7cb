"""The account of each use: the PCG 2025's, or the firm's own within its class."""

import pytest

from quitus.domain.books.accounts import DEFAULT_ACCOUNTS, USES, AccountMap
from quitus.domain.refused import Refused


def test_every_use_has_one_account_that_suits_it():
    assert dict(DEFAULT_ACCOUNTS) == {use: USES[use].default for use in USES}
    assert list(dict(DEFAULT_ACCOUNTS)) == list(USES)
    for use in USES.values():
        assert use.default.startswith(use.beginnings)
        assert len(use.default) == 6
        assert use.label


def test_the_accounts_are_those_of_the_chart_of_2025():
    chosen = {
        "clients": "411000",
        "doubtful_clients": "416000",
        "deposits_received": "419100",
        "vat_collected": "445710",
        "late_interest": "763100",
        "indemnities": "758100",
        "bad_debts": "654100",
        "impairment_charge": "681740",
        "impairment_reversal": "781740",
    }
    assert {use: account for use, account in DEFAULT_ACCOUNTS if use in chosen} == chosen
    # Gone or given to trusts since ANC 2022-06.
    assert not {account for _, account in DEFAULT_ACCOUNTS if account.startswith(("7711", "7588", "6588"))}


def test_a_firm_has_its_own_numbers():
    accounts = DEFAULT_ACCOUNTS.with_accounts({"clients": "4110000", "bank": "512100"})
    assert (accounts.clients, accounts.bank, accounts.cash) == ("4110000", "512100", "530000")
    assert DEFAULT_ACCOUNTS.clients == "411000"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"customers": "411000"}, "account_use_unknown"),
        ({"clients": "41"}, "account_malformed"),
        ({"clients": "4110000000000"}, "account_malformed"),
        ({"clients": "411DUP"}, "account_malformed"),
        ({"clients": "٤١١٠٠٠"}, "account_malformed"),
        ({"clients": ""}, "account_malformed"),
        ({"clients": "401000"}, "account_of_other_class"),
        ({"indemnities": "771100"}, "account_of_other_class"),
        ({"indemnities": "758800"}, "account_of_other_class"),
        ({"services": "606000"}, "account_of_other_class"),
        ({"vat_on_hold": "445710"}, "account_used_twice"),
    ],
)
def test_an_account_that_does_not_suit_is_refused(chosen, code):
    with pytest.raises(Refused) as refused:
        DEFAULT_ACCOUNTS.with_accounts(chosen)
    assert refused.value.code == code


def test_all_accounts_get_as_many_digits_as_the_firm_has():
    nine = DEFAULT_ACCOUNTS.with_digits(9)
    assert {len(account) for _, account in nine} == {9}
    assert nine.impairment_charge == "681740000"
    assert nine.with_digits(6) == DEFAULT_ACCOUNTS


@pytest.mark.parametrize(
    ("digits", "code"), [(5, "account_digits_out_of_range"), (13, "account_digits_out_of_range")]
)
def test_a_length_that_cannot_be_is_refused(digits, code):
    with pytest.raises(Refused, match=code):
        DEFAULT_ACCOUNTS.with_digits(digits)


def test_no_digit_that_counts_is_cut_off():
    with pytest.raises(Refused, match="account_shortened"):
        DEFAULT_ACCOUNTS.with_accounts({"bank": "51200001"}).with_digits(6)


@pytest.mark.parametrize(
    ("account", "label"),
    [
        ("411000", "Clients"),
        ("512100", "Banques"),
        ("758150", "Dédits et pénalités perçus sur achats et ventes"),
        ("758900", "Indemnités et autres produits"),
        ("120000", "Résultat de l'exercice (bénéfice)"),
        ("129000", "Résultat de l'exercice (perte)"),
        ("101300", "Compte 101300"),
    ],
)
def test_every_account_has_a_label(account, label):
    assert DEFAULT_ACCOUNTS.label(account) == label


def test_the_firms_own_account_has_the_label_of_its_use():
    assert AccountMap().with_accounts({"goods": "701000"}).label("701000") == "Ventes de marchandises"
