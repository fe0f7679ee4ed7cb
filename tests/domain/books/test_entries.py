"""Each event's entry, by the plan comptable général 2025: the rows of domain/france.md §9, to the cent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quitus.domain.books import entries
from quitus.domain.books.accounts import DEFAULT_ACCOUNTS
from quitus.domain.books.entries import BANK, Entry, Posting

CLIENT = 7
# What auxiliary accounts belong to: claims, deposits, and the set-off's own side.
OF_CLIENTS = ("401", "411", "416", "4191")


def sides(*events: Entry) -> tuple[dict[str, int], dict[str, int]]:
    """What each account is debited and credited, in cents; every third-party line names the client, no other does."""
    debits: dict[str, int] = {}
    credits_: dict[str, int] = {}
    for line in (line for entry in events for line in entry):
        assert (line.client_id == CLIENT) is line.account.startswith(OF_CLIENTS)
        side = debits if line.amount > 0 else credits_
        side[line.account] = side.get(line.account, 0) + abs(line.amount)
    return debits, credits_


ROWS = {
    "1a deposit invoice": (
        [entries.deposit_invoice(CLIENT, net=60_000, vat=12_000)],
        {"411000": 72_000},
        {"419100": 60_000, "445710": 12_000},
    ),
    "1b deposit received": (
        [entries.settled_payment(CLIENT, account=BANK, principal=72_000)],
        {"512000": 72_000},
        {"411000": 72_000},
    ),
    "2 final invoice with deposit": (
        [entries.invoice(CLIENT, services=200_000, vat=40_000, deposits_net=60_000, deposits_vat=12_000)],
        {"411000": 168_000, "419100": 60_000},
        {"706000": 200_000, "445710": 28_000},
    ),
    "3 payment": (
        [entries.settled_payment(CLIENT, account=BANK, principal=168_000)],
        {"512000": 168_000},
        {"411000": 168_000},
    ),
    "4 discount, VAT by credit note (V6.1)": (
        [entries.discounted_payment(CLIENT, account=BANK, paid=117_600, net=2_000, vat=400)],
        {"512000": 117_600, "665000": 2_000, "445710": 400},
        {"411000": 120_000},
    ),
    "4 discount apart from the payment": (
        [
            entries.settled_payment(CLIENT, account=BANK, principal=117_600),
            entries.discount(CLIENT, net=2_000, vat=400),
        ],
        {"512000": 117_600, "665000": 2_000, "445710": 400},
        {"411000": 120_000},
    ),
    "4 discount net of tax (V6.1)": (
        [entries.discounted_payment(CLIENT, account=BANK, paid=118_000, net=2_000)],
        {"512000": 118_000, "665000": 2_000},
        {"411000": 120_000},
    ),
    "5 late interest": (
        [entries.settled_payment(CLIENT, account=BANK, interest=5_772)],
        {"512000": 5_772},
        {"763100": 5_772},
    ),
    "6 indemnity": (
        [entries.settled_payment(CLIENT, account=BANK, indemnity=4_000)],
        {"512000": 4_000},
        {"758100": 4_000},
    ),
    "7 doubtful, half of it impaired": (
        [entries.doubtful_claim(CLIENT, 120_000), entries.impairment(50_000)],
        {"416000": 120_000, "681740": 50_000},
        {"411000": 120_000, "491000": 50_000},
    ),
    "8 write-off, VAT recovered": (
        [entries.write_off(CLIENT, net=100_000, vat=20_000, doubtful=True)],
        {"654100": 100_000, "445710": 20_000},
        {"416000": 120_000},
    ),
    "8 write-off of parked VAT, which never fell due": (
        [entries.write_off(CLIENT, net=100_000, vat=20_000, parked=True)],
        {"654100": 100_000, "445740": 20_000},
        {"411000": 120_000},
    ),
    "8 write-off of an earlier year, VAT lost": (
        [entries.write_off(CLIENT, prior=120_000)],
        {"654400": 120_000},
        {"411000": 120_000},
    ),
    "8 write-off of claims of two years": (
        [entries.write_off(CLIENT, net=30_000, prior=70_000, vat=20_000)],
        {"654100": 30_000, "654400": 70_000, "445710": 20_000},
        {"411000": 120_000},
    ),
    "8 liquidator pays a tenth (V9.1)": (
        [
            entries.settled_payment(CLIENT, account=BANK, doubtful=12_000),
            entries.write_off(CLIENT, net=90_000, vat=18_000, doubtful=True),
        ],
        {"512000": 12_000, "654100": 90_000, "445710": 18_000},
        {"416000": 120_000},
    ),
    "8b reversal of the impairment": (
        [entries.impairment_reversal(50_000)],
        {"491000": 50_000},
        {"781740": 50_000},
    ),
    "9 credit note": (
        [entries.credit_note(CLIENT, net=30_000, vat=6_000)],
        {"706000": 30_000, "445710": 6_000},
        {"411000": 36_000},
    ),
    "9 rebate on goods, VAT parked": (
        [entries.credit_note(CLIENT, net=30_000, vat=6_000, sales_account="709700", parked=True)],
        {"709700": 30_000, "445740": 6_000},
        {"411000": 36_000},
    ),
    "10 card payment, then payout": (
        [
            entries.settled_payment(CLIENT, account=DEFAULT_ACCOUNTS.in_transit, principal=120_000),
            entries.payout(120_000, 1_825, BANK),
        ],
        {"511500": 120_000, "512000": 118_175, "627000": 1_825},
        {"411000": 120_000, "511500": 120_000},
    ),
    "11 refund": (
        [entries.refund(CLIENT, 2_500, BANK)],
        {"411000": 2_500},
        {"512000": 2_500},
    ),
    "set-off (V6.2)": (
        [entries.set_off(CLIENT, 45_000)],
        {"401000": 45_000},
        {"411000": 45_000},
    ),
    "a few cents short": (
        [entries.rounding_difference(CLIENT, 3)],
        {"658000": 3},
        {"411000": 3},
    ),
    "a few cents too much": (
        [entries.rounding_difference(CLIENT, -3)],
        {"411000": 3},
        {"758000": 3},
    ),
    "invoice with VAT parked": (
        [entries.invoice(CLIENT, services=100_000, goods=20_000, vat=24_000, parked=True)],
        {"411000": 144_000},
        {"706000": 100_000, "707000": 20_000, "445740": 24_000},
    ),
    "parked VAT falls due": (
        [entries.vat_fell_due(24_000)],
        {"445740": 24_000},
        {"445710": 24_000},
    ),
    "written off, then paid after all": (
        [
            entries.settled_payment(CLIENT, account=BANK, principal=108_000),
            entries.recovered_bad_debt(CLIENT, net=90_000, vat=18_000),
        ],
        {"512000": 108_000, "411000": 108_000},
        {"411000": 108_000, "758300": 90_000, "445710": 18_000},
    ),
    "bank fee that waited on 471": (
        [entries.bank_fee(1_500, "471000")],
        {"627000": 1_500},
        {"471000": 1_500},
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_each_event_moves_the_accounts_of_the_chart(row):
    events, debits, credits_ = ROWS[row]
    assert all(entries.is_balanced(entry) for entry in events)
    assert sides(*events) == (debits, credits_)


def test_v6_2_a_set_off_leaves_what_was_more():
    """1,200.00 owed to us, 450.00 owed by us: 750.00 and nothing are left."""
    entry = entries.set_off(CLIENT, min(120_000, 45_000))
    moved = {line.account: line.amount for line in entry}
    assert (120_000 + moved["411000"], -45_000 + moved["401000"]) == (75_000, 0)


def test_one_payment_settles_principal_interest_indemnity_and_costs_in_one_entry():
    assert entries.settled_payment(
        CLIENT,
        account="471000",
        principal=120_000,
        doubtful=30_000,
        interest=5_772,
        indemnity=4_000,
        costs=3_500,
        credit=100,
    ) == (
        Posting("471000", 163_372),
        Posting("411000", -120_000, CLIENT),
        Posting("416000", -30_000, CLIENT),
        Posting("763100", -5_772),
        Posting("758100", -4_000),
        Posting("622700", -3_500),
        Posting("411000", -100, CLIENT),
    )


def test_a_returned_debit_undoes_the_payment_from_the_bank_and_costs_a_fee():
    paid = entries.settled_payment(CLIENT, account="471000", principal=50_000, interest=700)
    assert entries.returned_payment(paid, BANK, fee=1_200) == (
        Posting("411000", 50_000, CLIENT),
        Posting("763100", 700),
        Posting("512000", -50_700),
        Posting("627000", 1_200),
        Posting("512000", -1_200),
    )


def test_an_imported_open_invoice_opens_the_clients_balance():
    assert entries.opening_claim(7, 120_000) == (Posting("411000", 120_000, 7), Posting("890000", -120_000))


def test_an_unidentified_receipt_waits_in_471_then_settles_the_client():
    waiting = entries.unidentified_receipt(72_000)
    known = entries.identified_payment(7, 72_000)
    assert waiting == (Posting("512000", 72_000), Posting("471000", -72_000))
    assert known == (Posting("471000", 72_000), Posting("411000", -72_000, 7))
    assert sum(line.amount for line in (*waiting, *known) if line.account == "471000") == 0


def test_money_spent_goes_the_other_way():
    assert entries.unidentified_receipt(-1_230) == (Posting("512000", -1_230), Posting("471000", 1_230))


def test_a_reversal_undoes_exactly():
    entry = entries.direct_payment(7, 50_000, entries.CASH)
    assert entries.reversed_entry(entries.reversed_entry(entry)) == entry
    assert {line.account: line.amount for line in entries.reversed_entry(entry)} == {
        "530000": -50_000,
        "411000": 50_000,
    }


def test_what_is_not_balanced_is_known():
    assert entries.is_balanced(entries.opening_claim(1, 5))
    assert not entries.is_balanced(())
    assert not entries.is_balanced((Posting("512000", 1), Posting("411000", -2)))
    assert not entries.is_balanced((Posting("512000", 0), Posting("411000", 0)))


def test_the_firms_own_accounts_are_used():
    accounts = DEFAULT_ACCOUNTS.with_digits(9).with_accounts(
        {"clients": "411900000", "services": "704000000"}
    )
    assert entries.invoice(CLIENT, services=10_000, vat=2_000, accounts=accounts) == (
        Posting("411900000", 12_000, CLIENT),
        Posting("704000000", -10_000),
        Posting("445710000", -2_000),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: entries.settled_payment(CLIENT, account=BANK),
        lambda: entries.settled_payment(CLIENT, account=BANK, principal=-1),
        lambda: entries.settled_payment(CLIENT, account=BANK, principal=10, interest=-1),
        lambda: entries.write_off(CLIENT, net=-5),
        lambda: entries.rounding_difference(CLIENT, 0),
    ],
)
def test_an_empty_or_backward_event_is_no_entry(wrong):
    with pytest.raises(ValueError, match=r"not an entry|is negative"):
        wrong()


cents = st.integers(0, 10**9)


@settings(max_examples=60)
@given(st.tuples(cents, cents, cents, cents, cents, cents).filter(any), cents)
def test_every_entry_balances_and_has_no_empty_line(parts, fee):
    names = ("principal", "doubtful", "interest", "indemnity", "costs", "credit")
    paid = entries.settled_payment(CLIENT, account=BANK, **dict(zip(names, parts, strict=True)))
    first, second, third, fourth, fifth, _ = parts
    made = [
        paid,
        entries.returned_payment(paid, BANK, fee),
        entries.invoice(
            CLIENT, services=first + 1, goods=second, vat=third, deposits_net=fourth, deposits_vat=fifth
        ),
        entries.deposit_invoice(CLIENT, net=first + 1, vat=second),
        entries.credit_note(CLIENT, net=first + 1, vat=second),
        entries.discounted_payment(CLIENT, account=BANK, paid=first + 1, net=second, vat=third),
        entries.write_off(CLIENT, net=first + 1, prior=third, vat=second),
        entries.payout(first + 1, second, BANK),
        entries.rounding_difference(CLIENT, first - second or 1),
    ]
    assert all(entries.is_balanced(entry) for entry in made)
    assert sum(line.amount for entry in (paid, entries.reversed_entry(paid)) for line in entry) == 0
