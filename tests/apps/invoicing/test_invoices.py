"""Invoices and what is due of them: recorded in bulk, booked, found again, kept ready for the next plan."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.invoicing.actions import (
    facts_changed,
    mark_sent,
    record_invoices,
    release,
)
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.invoicing.models import Instalment, InstalmentKey, Invoice
from quitus.apps.timeline.queries import history
from quitus.domain.money import Money
from quitus.domain.references import is_rf_reference
from quitus.domain.refused import Refused
from tests.record import CAMILLE, TODAY, a_client, an_invoice, euros

BY = {"on": TODAY, "actor": CAMILLE}
TOMORROW = TODAY + timedelta(days=1)


def new_invoice(client_id: int, number: str = "FA-1", *parts: str, total: str = "0", **more) -> NewInvoice:
    instalments = tuple(NewInstalment(date(2026, 3, n), euros(part)) for n, part in enumerate(parts, start=1))
    amount = euros(total) if total != "0" else Money(sum(part.amount.minor for part in instalments), "EUR")
    return NewInvoice(
        client_id=client_id,
        number=number,
        issued_on=date(2026, 2, 1),
        total=amount,
        instalments=instalments,
        **more,
    )


def test_an_invoice_with_its_instalments_keys_books_and_story(inside):
    client_id = a_client()
    invoice = new_invoice(client_id, "FA-2026-0147", "700.00", "500.00", total="1500.00", label="Site web")
    (invoice_id,) = record_invoices([invoice], **BY, released=True)
    stored = Invoice.objects.get(id=invoice_id)
    assert (stored.total_minor, stored.already_paid_minor, stored.label) == (150_000, 30_000, "Site web")
    first, second = Instalment.objects.order_by("position")
    assert (first.amount_minor, first.remaining_minor, first.due_on) == (70_000, 70_000, date(2026, 3, 1))
    assert (first.reference, second.reference) == ("RF61FA20260147", "RF14FA20260147E2")
    assert first.released_on == first.next_check_on == TODAY
    found = InstalmentKey.objects.filter(value="fa20260147").values_list("instalment_id", flat=True)
    assert set(found) == {first.id, second.id}
    assert InstalmentKey.objects.get(value="rf14fa20260147e2").instalment_id == second.id
    assert account_balances() == {"411000": 120_000, "890000": -120_000}
    assert client_balances() == {client_id: 120_000}
    told = history(client_id)[0]
    assert (told.kind, told.facts) == (
        "invoices_recorded",
        {
            "invoices": [
                {"number": "FA-2026-0147", "total_minor": 150_000, "open_minor": 120_000, "currency": "EUR"}
            ]
        },
    )


def test_a_settled_invoice_is_known_but_owes_nothing(inside):
    client_id = a_client()
    record_invoices([new_invoice(client_id, total="80.00")], **BY, released=True)
    assert Invoice.objects.get().already_paid_minor == 8_000
    assert Instalment.objects.count() == 0
    assert account_balances() == {}


def test_hundreds_take_as_many_statements_as_one(inside, django_assert_max_num_queries):
    clients = [a_client(f"Client {n}", email="") for n in range(3)]
    many = [new_invoice(clients[n % 3], f"FA-{n:04}", "10.00") for n in range(300)]
    with django_assert_max_num_queries(18):
        ids = record_invoices(many, **BY, released=False)
    assert list(Invoice.objects.filter(id__in=ids).order_by("id").values_list("number", flat=True)) == [
        f"FA-{n:04}" for n in range(300)
    ]
    assert set(Instalment.objects.values_list("released_on", "next_check_on")) == {(None, None)}
    assert [len(history(client_id)) for client_id in clients] == [2, 2, 2]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda: new_invoice(1, total="-5.00"), "invoice_amount_not_positive"),
        (lambda: new_invoice(1, "FA-1", "10.00", "-1.00"), "invoice_amount_not_positive"),
        (lambda: new_invoice(1, "FA-1", "10.00", "10.00", total="19.99"), "instalments_above_total"),
    ],
)
def test_amounts_that_cannot_be(wrong, code):
    with pytest.raises(Refused) as refused:
        wrong()
    assert refused.value.code == code


def test_refusals_leave_nothing(inside):
    client_id = a_client()
    an_invoice(client_id, "FA-1")
    dollars = NewInvoice(
        client_id=client_id,
        number="FA-3",
        issued_on=TODAY,
        total=Money(100, "USD"),
        instalments=(NewInstalment(TODAY, Money(100, "USD")),),
    )
    for batch, code in (
        (
            [new_invoice(client_id, "FA-2", "1.00"), new_invoice(client_id, "FA-1", "1.00")],
            "invoice_number_taken",
        ),
        ([new_invoice(client_id, "FA-2", "1.00"), dollars], "currency_not_kept"),
    ):
        with pytest.raises(Refused) as refused:
            record_invoices(batch, **BY, released=True)
        assert refused.value.code == code
    assert list(Invoice.objects.values_list("number", flat=True)) == ["FA-1"]


def test_references_are_valid_and_unlike_each_other(inside):
    client_id = a_client()
    numbers = ["FA-12", "FA12", "F A 1 2", "№", "X" * 60, "Q1", "FA-1E2", "été-7"]
    record_invoices(
        [new_invoice(client_id, number, "1.00", "2.00") for number in numbers], **BY, released=True
    )
    an_invoice(client_id, "fa/12")
    references = list(Instalment.objects.values_list("reference", flat=True))
    assert len(set(references)) == len(references) == 2 * len(numbers) + 1
    assert all(map(is_rf_reference, references))
    named = dict(Instalment.objects.filter(position=1).values_list("invoice__number", "reference"))
    assert named["FA-12"].endswith("FA12")
    assert named["FA12"].startswith("RF")
    assert "Q" in named["FA12"]


@pytest.mark.parametrize("column", ["total_minor", "number", "issued_on", "client_id", "already_paid_minor"])
def test_an_invoice_never_changes(inside, column):
    an_invoice(a_client())
    value = TODAY if column == "issued_on" else "9"
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Invoice.objects.update(**{column: value})


def test_invoices_and_instalments_are_never_deleted(inside):
    an_invoice(a_client())
    for model in (Instalment, Invoice):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")


LOOKS = [
    ("never before: now", None, TODAY, TODAY),
    ("later: now", TOMORROW, TODAY, TODAY),
    ("already today: not put off", TODAY, TOMORROW, TODAY),
]


@pytest.mark.parametrize(
    ("before", "on", "after"), [look[1:] for look in LOOKS], ids=[look[0] for look in LOOKS]
)
def test_changed_facts_never_put_a_look_off(inside, before, on, after):
    instalment = an_invoice(a_client())
    Instalment.objects.update(next_check_on=before)
    facts_changed([instalment.id], on)
    instalment.refresh_from_db()
    assert instalment.next_check_on == after


def test_sent_is_learnt_once_and_told(inside):
    instalment = an_invoice(a_client())
    Instalment.objects.update(next_check_on=None)
    assert mark_sent([instalment.invoice_id], **BY) == 1
    assert mark_sent([instalment.invoice_id], on=TOMORROW, actor=CAMILLE) == 0
    assert Invoice.objects.get().sent_on == TODAY
    instalment.refresh_from_db()
    assert instalment.next_check_on == TODAY
    told = history(instalment.client_id)
    assert [happening.kind for happening in told] == ["invoices_sent", "invoices_recorded", "client_created"]
    assert told[0].facts == {"invoices": ["FA-2026-0147"]}


def test_release_starts_what_an_import_held_back(inside):
    held = an_invoice(a_client(), released=False)
    assert (held.released_on, held.next_check_on) == (None, None)
    assert release([held.id], **BY) == 1
    assert release([held.id], on=TOMORROW, actor=CAMILLE) == 0
    held.refresh_from_db()
    assert (held.released_on, held.next_check_on) == (TODAY, TODAY)
    assert history(held.client_id)[0].kind == "invoices_released"
