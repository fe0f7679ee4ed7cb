"""Money for what was written off: income of 7583 with its VAT owed again, never credit that could go back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from quitus.apps.books.balances import trial_balance
from quitus.apps.books.closing import close_books
from quitus.apps.books.lettering import letters
from quitus.apps.books.queries import account_balances
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.facts import Which
from quitus.apps.charges.queries import accrued_charges, claimed_charges
from quitus.apps.doctor.checks import examine
from quitus.apps.insight.reduction_list import reductions_for
from quitus.apps.insight.vat_collected import vat_collected
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.payments.actions import Receipt, receive_all, reverse
from quitus.apps.payments.aged_balance import aged_balance
from quitus.apps.payments.credit import allocate_credit, refund
from quitus.apps.payments.doubtful import mark_doubtful
from quitus.apps.payments.models import PaymentMethod, Reduction, ReductionKind
from quitus.apps.payments.queries import client_credit
from quitus.apps.payments.reductions import NewReduction, reduce, take_back_reduction
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import BANK
from quitus.domain.refused import Refused
from tests.apps.books.business import invoice, payment
from tests.record import CAMILLE, a_client, an_invoice, euros

BILLED, LOST_ON, CAME = date(2025, 3, 1), date(2026, 2, 1), date(2026, 3, 1)
BY = {"on": date(2026, 3, 16), "actor": CAMILLE}


@pytest.fixture
def debtor(inside) -> int:
    return a_client()


@pytest.fixture
def owed(debtor):
    return invoice(debtor, "FA-1", "1200.00", BILLED)


def write_off(owed, amount: str = "1200.00", vat: str = "200.00", on: date = LOST_ON, slot: str = "w"):
    new = NewReduction(
        kind=ReductionKind.WRITE_OFF,
        client_id=owed.client_id,
        parts={owed.id: euros(amount)},
        vat=euros(vat),
        happened_on=on,
        slot=slot,
        reason="Liquidation judiciaire",
    )
    return reduce(new, on=on, actor=CAMILLE)


def books() -> dict[str, int]:
    return {account: minor for account, minor in account_balances().items() if minor and account != "890000"}


def left(owed) -> int:
    owed.refresh_from_db()
    return owed.remaining_minor


def test_it_is_income_with_its_vat_and_no_credit(owed):
    """V9.1: the liquidator paid 120.00 of 1,200.00; then 300.00 come after all."""
    mark_doubtful(owed.id, euros("500.00"), "x", client_id=owed.client_id, on=date(2025, 12, 1), actor="c")
    payment(owed.client_id, "120.00", date(2026, 1, 10))
    lost = write_off(owed, "1080.00", "180.00")
    payment(owed.client_id, "300.00", CAME)
    assert books() == {
        BANK: 42_000,
        "654400": 90_000,
        "445710": 18_000 - 5_000,
        "758300": -25_000,
        "681740": 50_000,
        "781740": -50_000,
    }
    assert (left(owed), client_credit(owed.client_id), examine()) == (0, 0, [])
    assert history(owed.client_id)[0].facts["recovers"] == [{"number": "FA-1", "amount_minor": 30_000}]
    (line,) = reductions_for(owed.invoice_id)
    assert (line.id, str(line.recovered), line.stands) == (lost.id, "300.00 EUR", True)


@pytest.mark.parametrize(("vat", "net"), [("0.00", 120_000), ("200.00", 100_000)])
def test_only_vat_that_had_come_off_is_owed_again(owed, vat, net):
    write_off(owed, vat=vat)
    payment(owed.client_id, "700.00", CAME)
    payment(owed.client_id, "500.00", date(2026, 3, 2))
    assert {account: minor for account, minor in books().items() if account != BANK} == {
        "654400": net,
        "758300": -net,
    }
    assert not reductions_for(owed.invoice_id)[0].stands
    assert examine() == []


def test_what_is_more_than_was_lost_is_credit(owed):
    write_off(owed)
    payment(owed.client_id, "1250.00", CAME)
    assert (client_credit(owed.client_id), books()["411000"]) == (5_000, -5_000)
    with pytest.raises(Refused) as refused:
        refund(owed.client_id, euros("50.01"), PaymentMethod.CASH, key="r", **BY)
    assert refused.value.code == "refund_above_credit"


def test_what_is_open_and_its_charges_come_first(owed):
    write_off(owed)
    young = invoice(owed.client_id, "FA-2", "100.00", date(2026, 2, 10))
    payment(owed.client_id, "150.00", CAME)
    assert (left(young), books()["758300"]) == (0, -4_167)  # 50.00 with 8.33 of VAT
    assert history(owed.client_id)[0].facts["settles"] == [{"number": "FA-2", "amount_minor": 10_000}]


def test_one_of_two_instalments_lost_and_the_other_paid_as_somebody_said(owed):
    write_off(owed, "700.00", "116.67")
    payment(owed.client_id, "600.00", CAME, parts={owed.id: euros("500.00")})
    assert (left(owed), client_credit(owed.client_id)) == (0, 0)
    assert (books()["758300"], books()["445710"]) == (-8_333, 11_667 - 1_667)
    assert examine() == []


def test_many_payments_at_once_eat_into_the_same_loss(owed):
    write_off(owed)
    receipts = [
        Receipt(
            slot=f"m:{place}",
            client_id=owed.client_id,
            amount=euros("500.00"),
            received_on=CAME,
            method=PaymentMethod.TRANSFER,
            account=BANK,
        )
        for place in range(3)
    ]
    receive_all(receipts, **BY)
    assert (client_credit(owed.client_id), books()["758300"], books()["411000"]) == (
        30_000,
        -100_000,
        -30_000,
    )
    assert [-row.vat_minor for row in Reduction.objects.exclude(recovers=None)] == [8_333, 8_334, 3_333]
    assert examine() == []


def test_the_payment_taken_back_it_is_lost_again(owed):
    write_off(owed)
    before = books()
    came = payment(owed.client_id, "300.00", CAME)
    reverse(came.id, on=date(2026, 3, 5), actor=CAMILLE)
    assert (books(), left(owed), client_credit(owed.client_id)) == (before, 0, 0)
    assert history(owed.client_id)[0].facts["reopened"] == []
    payment(owed.client_id, "1200.00", date(2026, 3, 6), slot="again")
    assert (books()["758300"], client_credit(owed.client_id), examine()) == (-100_000, 0, [])


def test_the_write_off_taken_back_the_money_pays_the_claim(owed):
    lost = write_off(owed)
    payment(owed.client_id, "300.00", CAME)
    take_back_reduction(lost.id, **BY)
    take_back_reduction(lost.id, **BY)
    assert (books(), left(owed)) == ({BANK: 30_000, "411000": 90_000}, 90_000)
    assert (client_credit(owed.client_id), examine()) == (0, [])


@pytest.mark.parametrize("payment_first", [True, False])
def test_both_taken_back_in_either_order(owed, payment_first):
    lost = write_off(owed)
    came = payment(owed.client_id, "300.00", CAME)
    for first in (payment_first, not payment_first):
        if first:
            reverse(came.id, **BY)
        else:
            take_back_reduction(lost.id, **BY)
    assert (books(), left(owed), examine()) == ({"411000": 120_000}, 120_000, [])


def test_a_recovery_is_no_reduction_of_its_own(owed):
    write_off(owed)
    payment(owed.client_id, "300.00", CAME)
    recovery = Reduction.objects.exclude(recovers=None).get()
    with pytest.raises(Reduction.DoesNotExist):
        take_back_reduction(recovery.id, **BY)


def test_credit_that_waited_pays_what_was_written_off_once_it_is_used(owed):
    """Paid too much before the loss; whoever uses the credit afterwards pays what was lost."""
    payment(owed.client_id, "300.00", date(2026, 1, 10), parts={})
    write_off(owed)
    assert client_credit(owed.client_id) == 30_000
    assert str(allocate_credit(owed.client_id, **BY)) == "300.00 EUR"
    assert (client_credit(owed.client_id), books()["758300"], examine()) == (0, -25_000, [])
    event = history(owed.client_id)[0]
    assert (event.kind, event.facts["recovers"]) == (
        "credit_allocated",
        [{"number": "FA-1", "amount_minor": 30_000}],
    )
    assert not allocate_credit(owed.client_id, **BY)


def at(day: date) -> dict[str, int]:
    return {
        one.account: one.turnover.closing.minor
        for one in trial_balance(day).accounts
        if one.turnover.closing.minor and one.account in ("411000", "758300", "654400", "654100")
    }


def test_money_of_a_day_before_the_loss_is_income_from_that_day_on(owed):
    write_off(owed)
    payment(owed.client_id, "300.00", date(2026, 1, 20))
    assert at(date(2026, 1, 31)) == {"411000": 90_000}
    assert at(LOST_ON) == {"654400": 100_000, "758300": -25_000}
    assert aged_balance(date(2026, 1, 31), today=CAME).total.total == euros("900.00")
    assert aged_balance(LOST_ON, today=CAME).total.total == euros("0.00")


def test_in_a_closed_month_it_is_income_of_the_first_open_day(owed):
    write_off(owed)
    close_books(date(2026, 2, 28), on=date(2026, 3, 2), actor=CAMILLE)
    payment(owed.client_id, "300.00", date(2026, 2, 15))
    assert at(date(2026, 2, 28)) == {"654400": 100_000}
    assert at(date(2026, 3, 1)) == {"654400": 100_000, "758300": -25_000}
    assert examine() == []


def test_vat_on_collection_tells_of_it_on_its_day(owed):
    record_vat({owed.invoice_id: [VatLine(Decimal(20), euros("1000.00"), euros("200.00"))]})
    lost = write_off(owed)
    payment(owed.client_id, "300.00", CAME)
    march = (date(2026, 3, 1), date(2026, 3, 31))
    (rate,) = vat_collected(*march).rates
    assert (str(rate.amount), str(rate.vat), str(vat_collected(*march).credit)) == (
        "300.00 EUR",
        "50.00 EUR",
        "0.00 EUR",
    )
    take_back_reduction(lost.id, **BY)
    payment(owed.client_id, "900.00", date(2026, 3, 20))
    (rate,) = vat_collected(*march).rates
    assert (str(rate.amount), str(rate.vat)) == ("1200.00 EUR", "200.00 EUR")


def test_its_lines_are_lettered_with_the_invoice(owed):
    write_off(owed)
    assert len(letters(owed.client_id).entries) == 2
    payment(owed.client_id, "1200.00", CAME)
    found = letters(owed.client_id)
    assert len({found.of(entry) for entry in found.entries}) == 1
    assert len(found.entries) == 4


def test_what_was_claimed_knows_the_day_on_which_the_money_came(debtor):
    """Of 20 January, known in March: what was claimed until the 31st is less, lost since or not."""
    claimed = {}
    for client, lose in ((debtor, True), (a_client("Autre"), False)):
        late = an_invoice(client, f"FA-{client}", issued_on=BILLED, due_on=date(2025, 3, 31))
        claim_charges(Wanted(client_id=client, until=date(2026, 1, 31)), on=date(2026, 1, 31), actor="c")
        before = charged(client)
        if lose:
            write_off(late)
        payment(client, "300.00", date(2026, 1, 20), parts={} if lose else {late.id: euros("300.00")})
        claimed[lose] = charged(client)
        assert claimed[lose]["interest"] < before["interest"]
        assert not accrued_charges(Which(clients=(client,), paid_too=True), BY["on"]).unknown
    assert claimed[True] == claimed[False]
    assert examine() == []


def charged(client_id: int) -> dict[str, int]:
    return {one.kind: one.remaining.minor for one in claimed_charges(client_id)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": -5, "recovers_id": True},
        {"amount_minor": 5, "recovers_id": True, "payment_id": True},
        {"amount_minor": -5, "recovers_id": True, "payment_id": True, "kind": "set_off"},
        {"amount_minor": -5},
    ],
)
def test_the_database_knows_what_takes_what_back(owed, wrong):
    row = write_off(owed)
    came = payment(owed.client_id, "300.00", CAME)
    known = {"recovers_id": row.id, "payment_id": came.id}
    changed = {name: known[name] if value is True else value for name, value in wrong.items()}
    fields = {
        "client_id": owed.client_id,
        "kind": "write_off",
        "happened_on": CAME,
        "recorded_at": row.recorded_at,
        "currency": "EUR",
        "slot": "x",
        **changed,
    }
    with pytest.raises(IntegrityError, match="reduction_sign"), transaction.atomic():
        Reduction.objects.create(**fields)
