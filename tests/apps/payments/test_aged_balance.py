"""What is owed, by how late it is, today and on any day of the past."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quitus.apps.payments.actions import reverse
from quitus.apps.payments.aged_balance import aged_balance
from quitus.apps.payments.credit import allocate_credit
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice


def minors(aged) -> list[int]:
    return [amount.minor for amount in (aged.not_due, aged.days_30, aged.days_60, aged.days_90, aged.older)]


DAYS = [
    ("due tomorrow", -1, 0),
    ("due today is not late", 0, 0),
    ("one day late", 1, 1),
    ("thirty days late", 30, 1),
    ("thirty-one", 31, 2),
    ("sixty", 60, 2),
    ("sixty-one", 61, 3),
    ("ninety", 90, 3),
    ("ninety-one", 91, 4),
    ("four years", 1461, 4),
]


@pytest.mark.parametrize(("late", "bucket"), [case[1:] for case in DAYS], ids=[case[0] for case in DAYS])
def test_buckets(inside, late, bucket):
    an_invoice(a_client(), due_on=TODAY - timedelta(days=late), issued_on=date(2020, 1, 1))
    expected = [0, 0, 0, 0, 0]
    expected[bucket] = 120_000
    balance = aged_balance(TODAY, today=TODAY)
    assert minors(balance.total) == expected
    assert balance.total.late.minor == (120_000 if bucket else 0)
    # The same day seen as a past one, from the payments alone.
    assert minors(aged_balance(TODAY, today=TODAY + timedelta(days=1)).total) == expected


def test_clients_by_name_and_their_sum(inside):
    berthier, etoile, paid = a_client("Maison Berthier"), a_client("Étoile SARL"), a_client("Paid")
    an_invoice(berthier, "FA-1", "1000.00", due_on=date(2026, 3, 1))
    an_invoice(berthier, "FA-2", "500.00", due_on=date(2026, 4, 1))
    an_invoice(etoile, "FA-3", "80.00", due_on=date(2025, 11, 1))
    an_invoice(paid, "FA-4", "10.00")
    a_payment(paid, "10.00")
    balance = aged_balance(TODAY, today=TODAY)
    assert [(name, minors(aged)) for _, name, aged in balance.clients] == [
        ("Étoile SARL", [0, 0, 0, 0, 8_000]),
        ("Maison Berthier", [50_000, 100_000, 0, 0, 0]),
    ]
    assert minors(balance.total) == [50_000, 100_000, 0, 0, 8_000]
    assert (balance.total.total.minor, balance.on) == (158_000, TODAY)


def test_nobody_owes(inside):
    balance = aged_balance(TODAY, today=TODAY)
    assert (balance.clients, balance.total.total.minor) == ((), 0)


def test_a_past_day_knows_what_came_until_then(inside):
    client_id = a_client()
    an_invoice(client_id, "FA-1", "1000.00", due_on=date(2026, 2, 1), issued_on=date(2026, 1, 1))
    an_invoice(client_id, "FA-2", "70.00", due_on=date(2026, 3, 20), issued_on=date(2026, 3, 5))
    payment = a_payment(client_id, "400.00", received_on=date(2026, 2, 10), parts=None)
    a_payment(client_id, "650.00", "match:2", received_on=date(2026, 3, 3))
    reverse(payment.id, on=date(2026, 3, 12), actor=CAMILLE)
    owed = {
        day: aged_balance(date.fromisoformat(day), today=TODAY).total.total.minor
        for day in ("2025-12-31", "2026-01-01", "2026-02-09", "2026-02-10", "2026-03-03", "2026-03-12")
    }
    assert owed == {
        "2025-12-31": 0,
        "2026-01-01": 100_000,
        "2026-02-09": 100_000,
        "2026-02-10": 60_000,
        # 50.00 too much for FA-1 went to FA-2, issued two days later.
        "2026-03-03": 0,
        "2026-03-12": 42_000,
    }
    assert aged_balance(TODAY, today=TODAY).total.total.minor == 42_000


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["invoice", "pay", "reverse", "credit"]), st.integers(1, 900), st.integers(0, 60)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_today_by_cache_is_today_by_payments(inside, steps):
    with transaction.atomic():
        payments: list[int] = []
        clients = [a_client(f"Client {n}") for n in range(2)]
        for number, step in enumerate(steps):
            happen(clients[number % 2], f"FA-{number}", step, payments)
            now, then = aged_balance(TODAY, today=TODAY), aged_balance(TODAY, today=TODAY + timedelta(days=1))
            assert now == then
        transaction.set_rollback(True)  # the next example begins with nothing


def happen(client_id: int, name: str, step: tuple[str, int, int], payments: list[int]) -> None:
    verb, amount, day = step
    on = date(2026, 1, 1) + timedelta(days=day)
    if verb == "invoice":
        an_invoice(client_id, name, f"{amount}.00", issued_on=on, due_on=on + timedelta(days=30))
    elif verb == "pay":
        payments.append(a_payment(client_id, f"{amount}.00", name, received_on=on).id)
    elif verb == "reverse" and payments:
        reverse(payments.pop(), on=date(2026, 3, 10), actor=CAMILLE)
    elif verb == "credit":
        allocate_credit(client_id, on=date(2026, 3, 11), actor=CAMILLE)
