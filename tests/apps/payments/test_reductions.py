"""Less to pay though no money came: the books of §9, what remains, and what taking back restores."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from quitus.apps.books.closing import close_books
from quitus.apps.books.models import JournalLine
from quitus.apps.books.queries import account_balances
from quitus.apps.books.years import name_financial_year
from quitus.apps.charges.facts import Which
from quitus.apps.charges.queries import accrued_charges
from quitus.apps.doctor.checks import examine
from quitus.apps.insight.vat_collected import vat_collected
from quitus.apps.invoicing.vat import VatLine, record_vat
from quitus.apps.payments.aged_balance import aged_balance
from quitus.apps.payments.models import Reduction, ReductionKind
from quitus.apps.payments.reductions import NewReduction, reduce, take_back_reduction
from quitus.apps.payments.vat_history import vat_histories
from quitus.apps.timeline.queries import history
from quitus.domain.charges.late_terms import DiscountVat
from quitus.domain.refused import Refused
from tests.record import a_client, a_payment, an_invoice, euros

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
    # the invoice never said its VAT: no rate that the law ever knew holds so much
    (ReductionKind.CREDIT_NOTE, "100.00", "99.99", {}, "reduction_vat_above_invoice"),
    (ReductionKind.WRITE_OFF, "100.00", "17.09", {}, "reduction_vat_above_invoice"),
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


@pytest.fixture
def mixed(owed):
    """720.00 at 20 %, 480.00 at 5.5 %."""
    lines = [
        VatLine(Decimal(20), euros("600.00"), euros("120.00")),
        VatLine(Decimal("5.5"), euros("454.98"), euros("25.02")),
    ]
    record_vat({owed.invoice_id: lines})
    return owed


def within(owed, amount: str, rate: str | None = None) -> str:
    found = vat_histories([owed.invoice_id])[owed.invoice_id]
    return str(found.within(euros(amount), Decimal(rate) if rate else None).decimal)


BOUNDS = [
    ("120.00", "20.00"),
    ("780.00", "123.13"),  # 720.00 at 20 %, 60.00 at 5.5 %
    ("1200.00", "145.02"),
]


@pytest.mark.parametrize(("amount", "most"), BOUNDS)
def test_vat_above_what_the_invoice_bears_is_refused(mixed, amount, most):
    over = new(mixed, ReductionKind.CREDIT_NOTE, amount)
    with pytest.raises(Refused) as refused:
        reduce(replace(over, vat=euros(most) + euros("0.01")), **BY)
    assert (refused.value.code, refused.value.facts["most"]) == ("reduction_vat_above_invoice", euros(most))
    assert reduce(replace(over, vat=euros(most)), **BY).vat_minor == euros(most).minor


def test_what_payments_and_reductions_took_of_it_is_no_more_there(mixed):
    reduce(new(mixed, ReductionKind.CREDIT_NOTE, "720.00", "120.00", rate=Decimal(20)), **BY)
    a_payment(mixed.client_id, "240.00")
    assert within(mixed, "240.00") == within(mixed, "240.00", "5.5") == "12.51"
    with pytest.raises(Refused) as refused:
        reduce(new(mixed, ReductionKind.WRITE_OFF, "240.00", "12.52", slot="two"), **BY)
    assert (refused.value.code, str(refused.value.facts["most"])) == (
        "reduction_vat_above_invoice",
        "12.51 EUR",
    )
    reduce(new(mixed, ReductionKind.WRITE_OFF, "240.00", "12.51", slot="two"), **BY)


def test_three_thirds_hold_the_vat_of_the_whole(debtor):
    """16.67 of 100.00: by itself each third would hold 5.56, together 16.68."""
    owed = an_invoice(debtor, "FA-3", "100.00", due_on=date(2025, 3, 31), issued_on=date(2025, 3, 1))
    record_vat({owed.invoice_id: [VatLine(Decimal(20), euros("83.33"), euros("16.67"))]})
    for slot, part, vat in [("a", "33.33", "5.56"), ("b", "33.33", "5.55"), ("c", "33.34", "5.56")]:
        assert within(owed, part) == within(owed, part, "20") == vat
        reduce(new(owed, ReductionKind.CREDIT_NOTE, part, vat, slot=slot), **BY)
    assert account_balances()["445710"] == 1667


def test_the_cent_that_a_paper_took_too_much_is_missing_at_the_end(debtor):
    owed = an_invoice(debtor, "FA-3", "100.00", due_on=date(2025, 3, 31), issued_on=date(2025, 3, 1))
    record_vat({owed.invoice_id: [VatLine(Decimal(20), euros("83.33"), euros("16.67"))]})
    for slot in ("a", "b"):
        reduce(new(owed, ReductionKind.CREDIT_NOTE, "33.33", "5.56", slot=slot), **BY)
    assert within(owed, "33.34") == "5.55"
    with pytest.raises(Refused) as refused:
        reduce(new(owed, ReductionKind.CREDIT_NOTE, "33.34", "5.56", slot="c"), **BY)
    assert refused.value.code == "reduction_vat_above_invoice"


def test_a_credit_note_of_one_rate_is_no_vat_that_others_collect(mixed):
    """360.00 at 20 % taken off: of 840.00 paid, 60.00 and 25.02 of VAT are collected."""
    reduce(new(mixed, ReductionKind.CREDIT_NOTE, "360.00", "60.00", rate=Decimal(20)), **BY)
    a_payment(mixed.client_id, "840.00")
    told = vat_collected(date(2026, 3, 1), date(2026, 3, 31))
    assert [(str(one.amount), str(one.vat)) for one in told.rates] == [
        ("360.00 EUR", "60.00 EUR"),
        ("480.00 EUR", "25.02 EUR"),
    ]


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
