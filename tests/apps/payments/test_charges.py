"""Money and charges: what a payment settles of them, what the books say, what taking back restores."""

from datetime import date

import pytest

from quitus.apps.books.models import JournalLine
from quitus.apps.books.queries import account_balances
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.models import Charge
from quitus.apps.doctor.checks import examine
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit, refund, take_back_refund
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.payments.queries import client_credit
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import BANK
from quitus.domain.refused import Refused
from tests.record import a_client, a_payment, an_invoice, euros

ON = date(2025, 8, 15)
BY = {"on": ON, "actor": "camille@studio-marelle.example"}
INCOME = ("763100", "758100")


@pytest.fixture
def debtor(inside) -> int:
    return a_client()


@pytest.fixture
def late(debtor):
    return an_invoice(debtor, "FA-2025-0042", "1200.00", due_on=date(2025, 3, 31), issued_on=date(2025, 3, 1))


@pytest.fixture
def claimed(debtor, late):
    """57.72 of interest and 40.00 of indemnity claimed on 15 August."""
    return claim_charges(Wanted(client_id=debtor, until=ON), **BY)


def lines_of(source: str) -> dict[str, int]:
    rows = JournalLine.objects.filter(entry__source=source).values_list("account", "debit", "credit")
    return {account: debit - credit for account, debit, credit in rows}


def left() -> dict[str, int]:
    return dict(Charge.objects.values_list("kind", "remaining_minor"))


def test_one_transfer_for_everything(debtor, late, claimed):
    payment = a_payment(debtor, "1297.72", account=BANK, received_on=ON)
    assert left() == {"interest": 0, "indemnity": 0}
    # §9 rows 3, 5 and 6: income of the day it is received, without VAT.
    assert lines_of(f"payment:{payment.id}") == {
        "512000": 129772,
        "411000": -120000,
        "763100": -5772,
        "758100": -4000,
    }
    facts = history(debtor)[0].facts
    assert sorted((c["kind"], c["amount_minor"]) for c in facts["charges"]) == [
        ("indemnity", 4000),
        ("interest", 5772),
    ]
    assert examine() == []


def test_a_transfer_matched_to_the_invoice_pays_the_charges_with_what_is_left(debtor, late, claimed):
    a_payment(debtor, "1250.00", account=BANK, received_on=ON, parts={late.id: euros("1200.00")})
    late.refresh_from_db()
    assert (late.remaining_minor, left()) == (0, {"interest": 772, "indemnity": 4000})
    assert client_credit(debtor) == 0


def test_taking_a_payment_back_opens_charges_again(debtor, late, claimed):
    before = account_balances(), left()
    payment = a_payment(debtor, "1297.72", account=BANK, received_on=ON)
    reverse(payment.id, **BY)
    balances = {account: minor for account, minor in account_balances().items() if minor}
    assert (balances, left()) == ({a: m for a, m in before[0].items() if m}, before[1])
    assert client_credit(debtor) == 0
    assert examine() == []


def test_credit_pays_charges_that_are_claimed_later(debtor, late):
    payment = a_payment(debtor, "1300.00", account=BANK, received_on=ON)
    assert client_credit(debtor) == 10000
    claim_charges(Wanted(client_id=debtor, until=ON), **BY)
    assert allocate_credit(debtor, **BY) == euros("97.72")
    assert (left(), client_credit(debtor)) == ({"interest": 0, "indemnity": 0}, 228)
    assert {account: account_balances()[account] for account in INCOME} == {
        "763100": -5772,
        "758100": -4000,
    }
    assert examine() == []
    reverse(payment.id, **BY)
    assert {account: account_balances()[account] for account in INCOME} == {"763100": 0, "758100": 0}
    assert left() == {"interest": 5772, "indemnity": 4000}
    assert examine() == []


def test_credit_goes_back_to_the_client_once(debtor, late):
    payment = a_payment(debtor, "1225.00", account=BANK, received_on=ON)
    row = refund(debtor, euros("25.00"), PaymentMethod.TRANSFER, key="refund:1", **BY)
    again = refund(debtor, euros("25.00"), PaymentMethod.TRANSFER, key="refund:1", **BY)
    assert (row.id, client_credit(debtor)) == (again.id, 0)
    assert lines_of(f"refund:{row.id}") == {"411000": 2500, "471000": -2500}  # §9 row 11, by way of 471
    with pytest.raises(Refused) as refused:
        reverse(payment.id, **BY)
    assert refused.value.code == "payment_refunded"
    take_back_refund(row.id, **BY)
    take_back_refund(row.id, **BY)
    assert client_credit(debtor) == 2500
    with pytest.raises(Refused) as refused:
        refund(debtor, euros("25.00"), PaymentMethod.TRANSFER, key="refund:1", **BY)
    assert (refused.value.code, client_credit(debtor)) == ("refund_key_taken_back", 2500)
    reverse(payment.id, **BY)
    assert (client_credit(debtor), examine()) == (0, [])


@pytest.mark.parametrize(
    ("amount", "method", "code"),
    [
        ("25.01", PaymentMethod.TRANSFER, "refund_above_credit"),
        ("0.00", PaymentMethod.TRANSFER, "payment_not_positive"),
        ("5.00", PaymentMethod.CARD, "refund_method_unknown"),
    ],
)
def test_refunds_that_are_refused(debtor, late, amount, method, code):
    a_payment(debtor, "1225.00", account=BANK, received_on=ON)
    with pytest.raises(Refused) as refused:
        refund(debtor, euros(amount), method, key="refund:1", **BY)
    assert refused.value.code == code
    assert client_credit(debtor) == 2500
