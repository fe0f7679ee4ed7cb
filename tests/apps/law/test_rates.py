"""A rate that the firm adds is used, and said to be its own; a wrong one is recalled and added anew."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError, ProgrammingError

from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.facts import Which
from quitus.apps.charges.models import Charge, ChargeWaiver
from quitus.apps.charges.queries import accrued_charges
from quitus.apps.doctor.checks import examine
from quitus.apps.law.actions import add_rate, agree_late_terms, recall_rate
from quitus.apps.law.models import AddedRate
from quitus.apps.law.queries import rate_tables
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.timeline.models import TimelineEntry
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import BANK
from quitus.domain.charges.frozen import from_text
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.law.rates import Confidence
from quitus.domain.refused import Refused
from tests.record import CAMILLE, TODAY, a_client, an_invoice, euros

LATE, SINCE = "FR late_payment", date(2027, 1, 1)
ON = date(2027, 1, 10)
HANDS = 4


def add(percent="12.15", since=SINCE, table=LATE, source="BCE, décision du 10 décembre 2026", on=TODAY):
    return add_rate(table, since, Decimal(percent), source, on=on, actor=CAMILLE)


def recall(row, why="Mal lu", on=TODAY):
    recall_rate(row.id, why, on=on, actor=CAMILLE)


@pytest.fixture
def late(inside):
    """1,000.00 due on 21 December 2026."""
    client_id = a_client()
    return an_invoice(client_id, amount="1000.00", due_on=date(2026, 12, 21))


def interest() -> list[int]:
    return [one.interest.minor for one in accrued_charges(Which(), ON).accrued]


def test_an_added_rate_is_used_and_said_to_be_the_users(late):
    agree_late_terms(LateTerms(claims=Claims.ALL), on=TODAY, actor=CAMILLE)
    add()
    (accrued,) = accrued_charges(Which(), ON).accrued
    rows = [(row.days, row.rate.percent, row.rate.confidence) for row in accrued.worksheet.segments]
    assert rows == [(10, Decimal("12.40"), Confidence.READ), (10, Decimal("12.15"), Confidence.USER)]
    # C. com. L441-10 II: 1,000 × (12.40 % × 10 + 12.15 % × 10) / 365 = 3.3972… + 3.3287…
    assert accrued.worksheet.interest.minor == 673
    assert accrued.worksheet.segments[1].rate.source == "BCE, décision du 10 décembre 2026"
    assert TimelineEntry.objects.filter(kind="rate_added").count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"table": "FR nothing"}, "rate_table_unknown"),
        ({"since": date(2026, 7, 1)}, "rate_known"),
        ({"since": date(2027, 7, 1)}, "rate_not_next"),
        ({"since": date(2012, 1, 1)}, "rate_not_next"),
        ({"since": date(1, 1, 1)}, "rate_not_next"),
        ({"since": date(2013, 1, 1)}, "rate_known"),
        ({"percent": Decimal(101)}, "rate_out_of_reach"),
        ({"source": " BCE "}, "rate_source_missing"),
    ],
)
def test_a_rate_that_cannot_be_added(inside, wrong, code):
    rate = {"table": LATE, "since": SINCE, "percent": Decimal(12), "source": "BCE, décision", **wrong}
    with pytest.raises(Refused, match=code):
        add_rate(**rate, on=TODAY, actor=CAMILLE)


# --- the half-years before those that Quitus knows


def test_rates_are_added_backwards_too_for_debts_that_are_older(inside):
    an_invoice(a_client(), amount="1000.00", due_on=date(2012, 12, 21), issued_on=date(2012, 12, 1))
    which, on = Which(), date(2013, 1, 10)
    assert [one.refused.facts["day"] for one in accrued_charges(which, on).unknown] == [date(2012, 12, 22)]
    add("10.75", since=date(2012, 7, 1))  # 0.75 + 10 since 5 July 2012
    (accrued,) = accrued_charges(which, on).accrued
    assert [row.rate.confidence for row in accrued.worksheet.segments] == [Confidence.USER, Confidence.READ]
    assert accrued.interest.minor == 589  # 1,000 × 10.75 % × 20 / 365
    assert rate_tables()[LATE].known_since == date(2012, 7, 1)


# --- recalled


def test_a_recalled_rate_stays_readable_and_is_used_no_more(late):
    row = add("21.15")
    assert interest() == [919]  # 3.3972… + 1,000 × 21.15 % × 10 / 365
    recall(row, "  Virgule mal lue  ")
    assert interest() == []
    row.refresh_from_db()
    assert (row.recalled_on, row.recalled_by, row.recalled_why) == (TODAY, CAMILLE, "Virgule mal lue")
    assert row.percent == Decimal("21.15")
    told = history(None)[0]
    assert (told.kind, told.facts["why"], told.facts["percent"]) == (
        "rate_recalled",
        "Virgule mal lue",
        "21.1500",
    )
    add("12.15")
    assert interest() == [673]
    assert list(AddedRate.objects.order_by("id").values_list("percent", "recalled_on")) == [
        (Decimal("21.15"), TODAY),
        (Decimal("12.15"), None),
    ]


def test_pressed_twice_it_is_recalled_once_and_keeps_its_first_reason(late):
    row = add()
    recall(row)
    recall(row, "Autre chose")
    row.refresh_from_db()
    assert row.recalled_why == "Mal lu"
    assert TimelineEntry.objects.filter(kind="rate_recalled").count() == 1


@pytest.mark.parametrize("why", ["", "   "])
def test_without_a_reason_it_stays(late, why):
    row = add()
    with pytest.raises(Refused, match="rate_recall_without_reason"):
        recall(row, why)
    row.refresh_from_db()
    assert row.recalled_on is None


def test_a_later_rate_waits_until_the_gap_is_closed(late):
    first = add()
    add("12.00", since=date(2027, 7, 1))
    recall(first)
    assert rate_tables()[LATE].known_until == date(2026, 12, 31)
    add("12.40")
    assert rate_tables()[LATE].known_until == date(2027, 12, 31)


def test_another_firms_rate_is_not_there(organisation):
    other = Organisation.objects.create(name="Atelier Vitrail")
    with tenant(other.id):
        row = add()
    with tenant(organisation.id), pytest.raises(AddedRate.DoesNotExist):
        recall(row)
    with tenant(organisation.id):
        assert add().since == SINCE  # each firm has its own


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE law_addedrate SET percent = 1",
        "UPDATE law_addedrate SET source = 'x'",
        "UPDATE law_addedrate SET since = '2028-01-01'",
        "DELETE FROM law_addedrate",
    ],
)
def test_what_was_said_stays_as_it_was_said(late, statement):
    add()
    with (
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_same_half_year_stands_once_whatever_the_program_does(late):
    row = add()
    with pytest.raises(IntegrityError), transaction.atomic():
        AddedRate.objects.create(
            table=LATE,
            since=SINCE,
            until=row.until,
            percent=row.percent,
            source=row.source,
            recorded_at=row.recorded_at,
            recorded_by=CAMILLE,
        )


# --- claims that were made with it


def pay(instalment) -> None:
    """100.00, for the invoice."""
    parts = {instalment.id: euros("100.00")}
    receipt = Receipt(
        slot="m:1",
        client_id=instalment.client_id,
        amount=euros("100.00"),
        received_on=ON,
        method=PaymentMethod.TRANSFER,
        account=BANK,
        parts=parts,
    )
    receive(receipt, on=ON, actor=CAMILLE)


def claimed(client_id: int, on: date = ON):
    return claim_charges(Wanted(client_id=client_id, until=on, indemnity=False), on=on, actor=CAMILLE)


def test_a_claim_keeps_the_worksheet_of_a_rate_recalled_since(late):
    row = add("21.15")
    claim = claimed(late.client_id)
    recall(row)
    add("12.15")
    claim.refresh_from_db()
    (frozen,) = from_text(claim.worksheet)
    assert [str(segment.rate.percent) for segment in frozen.worksheet.segments] == ["12.40", "21.1500"]
    assert (claim.total_minor, Charge.objects.get().amount_minor) == (919, 919)
    assert bytes(claim.document.content).startswith(b"%PDF-")


def test_money_is_taken_while_the_rate_of_a_claim_is_missing(late):
    """What cannot be reckoned now is corrected later; it never keeps a payment out."""
    row = add("21.15")
    claimed(late.client_id)
    recall(row)
    pay(late)
    late.refresh_from_db()
    assert late.remaining_minor == 90_000
    assert Charge.objects.get().remaining_minor == 919


def test_what_a_wrong_rate_claimed_too_much_is_taken_off_as_soon_as_the_right_one_is_there(late):
    other = an_invoice(a_client("Autre", "a@autre.example"), "FA-2", "1000.00", due_on=date(2026, 12, 21))
    row = add("21.15")
    for client_id in (late.client_id, other.client_id):
        claimed(client_id)
    recall(row)
    assert [charge.remaining_minor for charge in Charge.objects.all()] == [919, 919]
    add("12.15", on=ON)
    assert [charge.remaining_minor for charge in Charge.objects.all()] == [673, 673]
    assert {(waiver.kind, waiver.amount_minor) for waiver in ChargeWaiver.objects.all()} == {
        ("corrected", 919 - 673)
    }
    assert history(late.client_id)[0].kind == history(other.client_id)[0].kind == "charge_corrected"
    assert examine() == []


def test_a_rate_that_replaces_none_looks_at_no_claim(late, django_assert_max_num_queries):
    claimed(late.client_id, date(2026, 12, 31))
    with django_assert_max_num_queries(12):
        add()


def test_what_a_wrong_rate_claimed_too_little_comes_with_the_next_claim(late):
    row = add("1.15")
    first = claimed(late.client_id)
    recall(row)
    add("12.15")
    second = claimed(late.client_id, date(2027, 1, 11))
    assert first.total_minor + second.total_minor == 706  # 10 days at 12.40 %, 11 at 12.15 %


# --- two hands at once


def at_once(organisation_id: int, work: Callable[[int], object]) -> list[object]:
    """What each of four connections got out of doing `work(hand)` at the same moment."""
    start = Barrier(HANDS)

    def run(hand: int) -> object:
        try:
            start.wait()
            with tenant(organisation_id):
                return work(hand)
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as threads:
        return list(threads.map(run, range(HANDS)))


def test_who_adds_the_same_rate_at_the_same_moment_is_told_that_it_is_known(organisation_committed):
    said = at_once(organisation_committed, lambda hand: add(f"12.{hand}5") and "added")
    assert sorted(said) == ["added", "rate_known", "rate_known", "rate_known"]
    with tenant(organisation_committed):
        assert AddedRate.objects.count() == 1


def test_who_recalls_it_at_the_same_moment_recalls_it_once(organisation_committed):
    with tenant(organisation_committed):
        row = add()
    assert at_once(organisation_committed, lambda hand: recall(row, f"Main {hand}")) == [None] * HANDS
    with tenant(organisation_committed):
        assert TimelineEntry.objects.filter(kind="rate_recalled").count() == 1
