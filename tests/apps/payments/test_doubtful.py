"""Doubtful claims: on 416 with their impairment, until anything moves them (§9 rows 7, 8 and 8b)."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.apps.books.balances import trial_balance
from quitus.apps.books.closing import close_books
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.payments.actions import Receipt, receive, receive_all, reverse
from quitus.apps.payments.doubtful import mark_doubtful, take_back_doubtful
from quitus.apps.payments.models import DoubtfulClaim, PaymentMethod, ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce
from quitus.domain.books.entries import BANK
from quitus.domain.refused import Refused
from tests.apps.books.business import invoice
from tests.record import a_client, a_payment, an_invoice, euros

ON = date(2025, 12, 31)
BY = {"on": ON, "actor": "camille@studio-marelle.example"}

# What an impairment that ended leaves: its charge, and the income that outweighs it.
IMPAIRED_AND_BACK = {"681740": 50000, "781740": -50000}


@pytest.fixture
def debtor(inside) -> int:
    return a_client()


@pytest.fixture
def owed(debtor):
    return an_invoice(debtor, "FA-2025-0042", "1200.00", due_on=date(2025, 3, 31), issued_on=date(2025, 3, 1))


def doubt(owed, impaired: str = "500.00") -> DoubtfulClaim:
    return mark_doubtful(owed.id, euros(impaired), "Ne répond plus", client_id=owed.client_id, **BY)


def balances() -> dict[str, int]:
    return {account: minor for account, minor in account_balances().items() if minor and account != "890000"}


def test_row_7(owed):
    claim = doubt(owed)
    assert doubt(owed).id == claim.id  # once
    assert balances() == {"416000": 120000, "491000": -50000, "681740": 50000}
    owed.refresh_from_db()
    assert owed.remaining_minor == 120000  # still owed
    assert examine() == []


def test_a_payment_takes_it_back_first(owed):
    doubt(owed)
    a_payment(owed.client_id, "300.00", account=BANK)
    assert balances() == {"411000": 90000, BANK: 30000, **IMPAIRED_AND_BACK}
    assert DoubtfulClaim.objects.get().cleared_on is not None
    assert examine() == []


def test_rows_8_and_8b(owed):
    doubt(owed)
    new = NewReduction(
        kind=ReductionKind.WRITE_OFF,
        client_id=owed.client_id,
        parts={owed.id: euros("1200.00")},
        vat=euros("200.00"),
        happened_on=ON,
        slot="w",
        reason="Liquidation judiciaire",
    )
    reduce(new, **BY)
    assert balances() == {"654100": 100000, "445710": 20000, **IMPAIRED_AND_BACK}
    assert examine() == []


def test_good_again(owed):
    doubt(owed)
    assert take_back_doubtful(owed.id, client_id=owed.client_id, **BY)
    assert not take_back_doubtful(owed.id, client_id=owed.client_id, **BY)
    assert balances() == {"411000": 120000, **IMPAIRED_AND_BACK}
    doubt(owed, "0.00")
    assert balances() == {"416000": 120000, **IMPAIRED_AND_BACK}


def test_refused(owed, debtor):
    other = a_client("Autre")
    for arguments, code in [
        ((owed.id, euros("1200.01"), "x", debtor), "impairment_above_claim"),
        ((owed.id, None, " ", debtor), "doubtful_without_reason"),
        ((owed.id, None, "x", other), "instalment_not_of_client"),
    ]:
        *given, client_id = arguments
        with pytest.raises(Refused) as refused:
            mark_doubtful(*given, client_id=client_id, **BY)
        assert refused.value.code == code
    assert balances() == {"411000": 120000}


def test_an_impairment_is_of_the_net_amount_where_the_invoice_says_it(owed):
    record_vat({owed.invoice_id: [VatLine(Decimal("20"), euros("1000.00"), euros("200.00"))]})
    with pytest.raises(Refused) as refused:
        doubt(owed, "1000.01")
    assert refused.value.facts["amount"] == euros("1000.00")
    assert doubt(owed, "1000.00").impairment_minor == 100_000


def test_it_is_cleared_on_the_day_of_what_moves_it(owed):
    mark_doubtful(owed.id, None, "Ne répond plus", client_id=owed.client_id, on=date(2025, 6, 1), actor="c")
    new = NewReduction(
        kind=ReductionKind.WRITE_OFF,
        client_id=owed.client_id,
        parts={owed.id: euros("1200.00")},
        happened_on=date(2025, 6, 30),
        slot="w",
        reason="Liquidation",
    )
    reduce(new, **BY)
    assert DoubtfulClaim.objects.get().cleared_on == date(2025, 6, 30)


PAID, NOTED = date(2025, 12, 20), date(2026, 1, 5)
AFTER_PAYMENT = {BANK: 120000, **IMPAIRED_AND_BACK}


@pytest.fixture
def booked(debtor):
    """In the books since March."""
    return invoice(debtor, "FA-2025-0042", "1200.00", date(2025, 3, 1))


def at(day: date) -> dict[str, int]:
    """What each account holds at the end of a day."""
    found = {one.account: one.turnover.closing.minor for one in trial_balance(day).accounts}
    return {account: minor for account, minor in found.items() if minor and account != "890000"}


def paid_late(owed, **more):
    """Doubtful on 1 December, paid on 20 December, noted in January."""
    mark_doubtful(
        owed.id, euros("500.00"), "Ne répond plus", client_id=owed.client_id, on=date(2025, 12, 1), actor="c"
    )
    receipt = Receipt(
        slot="late",
        client_id=owed.client_id,
        amount=euros("1200.00"),
        received_on=PAID,
        method=PaymentMethod.TRANSFER,
        account=BANK,
        **more,
    )
    return receive(receipt, on=NOTED, actor="c")


@pytest.mark.parametrize("chosen", [False, True])
def test_a_payment_noted_in_january_clears_it_on_its_own_day(booked, chosen):
    paid_late(booked, **({"parts": {booked.id: euros("1200.00")}} if chosen else {}))
    assert DoubtfulClaim.objects.get().cleared_on == PAID
    assert at(date(2025, 12, 19)) == {"416000": 120000, "491000": -50000, "681740": 50000}
    assert at(date(2025, 12, 31)) == AFTER_PAYMENT
    assert examine() == []


def test_a_payment_of_a_day_that_is_closed_clears_it_on_the_first_open_day(booked):
    mark_doubtful(
        booked.id,
        euros("500.00"),
        "Ne répond plus",
        client_id=booked.client_id,
        on=date(2025, 12, 1),
        actor="c",
    )
    before = at(date(2025, 12, 31))
    close_books(date(2025, 12, 31), on=date(2026, 1, 2), actor="c")
    a_payment(booked.client_id, "1200.00", account=BANK, received_on=PAID)
    assert at(date(2025, 12, 31)) == before
    # the charge of the closed year went to its result
    assert at(date(2026, 1, 1)) == {BANK: 120000, "129000": 50000, "781740": -50000}
    assert examine() == []


def test_of_two_payments_the_earlier_one_clears_it(booked):
    mark_doubtful(
        booked.id, None, "Ne répond plus", client_id=booked.client_id, on=date(2025, 6, 1), actor="c"
    )
    receipts = [
        Receipt(
            slot=f"{day}",
            client_id=booked.client_id,
            amount=euros("100.00"),
            received_on=day,
            method=PaymentMethod.TRANSFER,
            account=BANK,
        )
        for day in (date(2025, 8, 1), date(2025, 7, 1))
    ]
    receive_all(receipts, on=ON, actor="c")
    assert DoubtfulClaim.objects.get().cleared_on == date(2025, 7, 1)


def test_a_reversal_clears_what_was_called_doubtful_meanwhile_on_its_own_day(booked):
    paid = a_payment(booked.client_id, "300.00", account=BANK, received_on=date(2025, 5, 1))
    mark_doubtful(
        booked.id, None, "Ne répond plus", client_id=booked.client_id, on=date(2025, 6, 1), actor="c"
    )
    reverse(paid.id, on=date(2025, 7, 1), actor="c")
    assert DoubtfulClaim.objects.get().cleared_on == date(2025, 7, 1)
    assert at(date(2025, 7, 1)) == {"411000": 120000}
