"""Less to pay though no money came: the books of §9, what remains, and what taking back restores."""

from datetime import date

import pytest

from quitus.apps.books.closing import close_books
from quitus.apps.books.models import JournalLine
from quitus.apps.books.queries import account_balances
from quitus.apps.books.years import name_financial_year
from quitus.apps.charges.facts import Which
from quitus.apps.charges.queries import accrued_charges
from quitus.apps.doctor.checks import examine
from quitus.apps.payments.aged_balance import aged_balance
from quitus.apps.payments.models import Reduction, ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce, take_back_reduction
from quitus.apps.timeline.queries import history
from quitus.domain.charges.late_terms import DiscountVat
from quitus.domain.refused import Refused
from tests.record import a_client, an_invoice, euros

ON = date(2025, 8, 15)
BY = {"on": ON, "actor": "camille@studio-marelle.example"}


@pytest.fixture
def debtor(inside) -> int:
    return a_client()


@pytest.fixture
def owed(debtor):
    return an_invoice(debtor, "FA-2025-0042", "1200.00", due_on=date(2025, 3, 31), issued_on=date(2025, 3, 1))


def new(owed, kind: ReductionKind, amount: str, vat: str | None = None, **more) -> NewReduction:
    wanted = {"happened_on": ON, "slot": "one", "document": "AV-2025-003"} | more
    return NewReduction(
        kind=kind,
        client_id=owed.client_id,
        parts={owed.id: euros(amount)},
        vat=euros(vat) if vat else None,
        **wanted,
    )


BOOKS = [
    # §9 row 9
    (ReductionKind.CREDIT_NOTE, "360.00", "60.00", {}, {"706000": 30000, "445710": 6000, "411000": -36000}),
    # row 4 and V6.1: 2 % of 1,200.00, VAT lowered by a credit note; or "net de taxe"
    (ReductionKind.DISCOUNT, "24.00", "4.00", {}, {"665000": 2000, "445710": 400, "411000": -2400}),
    (
        ReductionKind.DISCOUNT,
        "20.00",
        None,
        {"discount_vat": DiscountVat.NET_OF_TAX},
        {"665000": 2000, "411000": -2000},
    ),
    # V6.2, C. civ. 1347
    (ReductionKind.SET_OFF, "450.00", None, {}, {"401000": 45000, "411000": -45000}),
    (ReductionKind.ROUNDING, "0.02", None, {}, {"658000": 2, "411000": -2}),
    # row 8 (without 416: the claim was never moved there)
    (
        ReductionKind.WRITE_OFF,
        "1200.00",
        "200.00",
        {},
        {"654100": 100000, "445710": 20000, "411000": -120000},
    ),
]


@pytest.mark.parametrize(("case", "booked"), [(case[:4], case[4]) for case in BOOKS])
def test_the_books_and_what_remains(owed, case, booked):
    kind, amount, vat, more = case
    before = {account: minor for account, minor in account_balances().items() if minor}
    row = reduce(new(owed, kind, amount, vat, **more), **BY)
    lines = JournalLine.objects.filter(entry__source=f"reduction:{row.id}")
    assert {line.account: line.debit - line.credit for line in lines} == booked
    owed.refresh_from_db()
    assert owed.remaining_minor == 120000 - euros(amount).minor
    assert history(owed.client_id)[0].kind == "debt_reduced"
    assert examine() == []
    take_back_reduction(row.id, **BY)
    take_back_reduction(row.id, **BY)
    owed.refresh_from_db()
    assert owed.remaining_minor == 120000
    assert {account: minor for account, minor in account_balances().items() if minor} == before
    assert examine() == []


def lost(row: Reduction) -> dict[str, int]:
    lines = JournalLine.objects.filter(entry__source=f"reduction:{row.id}")
    return {line.account: line.debit - line.credit for line in lines}


def test_a_claim_of_an_earlier_year_is_lost_on_its_own_account(owed):
    """6541 is for the year's own claims, 6544 for those of the years before; the year is the firm's."""
    later = date(2026, 2, 1)
    row = reduce(
        new(owed, ReductionKind.WRITE_OFF, "1200.00", "200.00", happened_on=later), on=later, actor="c"
    )
    assert lost(row) == {"654400": 100000, "445710": 20000, "411000": -120000}
    take_back_reduction(row.id, on=later, actor="c")
    assert {"654100", "654400"} & {account for account, minor in account_balances().items() if minor} == set()
    name_financial_year(date(2025, 3, 1), date(2026, 2, 28), on=later, actor="c")
    again = new(owed, ReductionKind.WRITE_OFF, "1200.00", "200.00", happened_on=later, slot="two")
    assert lost(reduce(again, on=later, actor="c")) == {
        "654100": 100000,
        "445710": 20000,
        "411000": -120000,
    }


def test_the_year_of_a_loss_is_that_of_its_entry(owed):
    """Of 31 December, but that year is closed: it is booked in the next one, to which the claim is an earlier one."""
    close_books(date(2025, 12, 31), on=date(2026, 1, 5), actor="c")
    late = new(owed, ReductionKind.WRITE_OFF, "1200.00", happened_on=date(2025, 12, 31))
    assert lost(reduce(late, on=date(2026, 1, 6), actor="c")) == {"654400": 120000, "411000": -120000}


def test_a_loss_on_invoices_of_two_years(owed):
    young = an_invoice(
        owed.client_id, "FA-2026-0001", "0.05", due_on=date(2026, 1, 31), issued_on=date(2026, 1, 2)
    )
    later = date(2026, 2, 1)
    both = NewReduction(
        kind=ReductionKind.WRITE_OFF,
        client_id=owed.client_id,
        parts={owed.id: euros("0.10"), young.id: euros("0.05")},
        vat=euros("0.03"),
        happened_on=later,
        slot="both",
    )
    row = reduce(both, on=later, actor="c")
    assert lost(row) == {"654400": 8, "654100": 4, "445710": 3, "411000": -15}


def test_once_for_each_key(owed):
    first = reduce(new(owed, ReductionKind.SET_OFF, "450.00"), **BY)
    assert reduce(new(owed, ReductionKind.SET_OFF, "450.00"), **BY).id == first.id
    owed.refresh_from_db()
    assert (owed.remaining_minor, Reduction.objects.count()) == (75000, 1)  # V6.2: 750.00 left
    take_back_reduction(first.id, **BY)
    with pytest.raises(Refused) as refused:
        reduce(new(owed, ReductionKind.SET_OFF, "450.00"), **BY)
    assert refused.value.code == "reduction_key_taken_back"
    owed.refresh_from_db()
    assert owed.remaining_minor == 120000


def test_a_credit_note_lowers_the_interest_from_its_day(owed):
    reduce(new(owed, ReductionKind.CREDIT_NOTE, "360.00", "60.00", happened_on=date(2025, 6, 30)), **BY)
    (accrued,) = accrued_charges(Which(clients=(owed.client_id,)), ON).accrued
    # 91 days on 1,200.00 at 13.15 %, rounded; 46 days on 840.00 at 12.15 %
    assert accrued.interest.minor == 3934 + 1286


def test_the_aged_balance_of_a_past_day_knows_them(owed):
    reduce(new(owed, ReductionKind.CREDIT_NOTE, "360.00", "60.00", happened_on=date(2025, 6, 30)), **BY)
    assert aged_balance(date(2025, 6, 29), today=ON).total.total == euros("1200.00")
    assert aged_balance(date(2025, 6, 30), today=ON).total.total == euros("840.00")
    assert aged_balance(ON, today=ON).total.total == euros("840.00")


REFUSED = [
    (ReductionKind.CREDIT_NOTE, "1200.01", None, {}, "part_above_remaining"),
    (ReductionKind.CREDIT_NOTE, "0.00", None, {}, "reduction_empty"),
    (ReductionKind.CREDIT_NOTE, "10.00", None, {"document": " "}, "credit_note_number_missing"),
    (ReductionKind.CREDIT_NOTE, "10.00", "10.00", {}, "reduction_vat_wrong"),
    (ReductionKind.ROUNDING, "1.01", None, {}, "rounding_too_large"),
    (ReductionKind.SET_OFF, "10.00", None, {"happened_on": date(2025, 8, 16)}, "reduction_in_the_future"),
]


@pytest.mark.parametrize(("case", "code"), [(case[:4], case[4]) for case in REFUSED])
def test_what_is_refused_leaves_no_trace(owed, case, code):
    kind, amount, vat, more = case
    with pytest.raises(Refused) as refused:
        reduce(new(owed, kind, amount, vat, **more), **BY)
    assert refused.value.code == code
    owed.refresh_from_db()
    assert (owed.remaining_minor, Reduction.objects.count()) == (120000, 0)


def test_only_a_clients_own_instalments(owed):
    other = a_client("Autre")
    with pytest.raises(Refused) as refused:
        reduce(
            NewReduction(
                kind=ReductionKind.SET_OFF,
                client_id=other,
                parts={owed.id: euros("1.00")},
                happened_on=ON,
                slot="x",
            ),
            **BY,
        )
    assert refused.value.code == "instalment_not_of_client"
