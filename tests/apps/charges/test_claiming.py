"""Charges: computed while they accrue, frozen when they are claimed, given up one by one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from quitus.apps.charges.actions import Cost, Wanted, claim_charges, waive
from quitus.apps.charges.facts import Which
from quitus.apps.charges.models import Charge, ChargeClaim
from quitus.apps.charges.queries import accrued_charges, accrued_totals, claimed_charges
from quitus.apps.clients.models import ClientKind
from quitus.apps.doctor.checks import examine
from quitus.apps.law.actions import NewLegalEvent, agree_late_terms, note_legal_event
from quitus.apps.law.models import LegalEventKind
from quitus.apps.timeline.queries import history
from quitus.domain.books.entries import BANK
from quitus.domain.charges.frozen import from_text
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.refused import Refused
from tests.record import a_client, a_payment, an_invoice, euros

BY = {"on": date(2025, 8, 15), "actor": "camille@studio-marelle.example"}
ON = BY["on"]


def wanted(client_id: int, **more) -> Wanted:
    return Wanted(client_id=client_id, until=more.pop("until", ON), **more)


def owed(client_id: int, on: date = ON) -> dict[str, tuple[int, int]]:
    """(interest, indemnity) in minor units of each late instalment, by its day of maturity."""
    which = Which(clients=(client_id,), paid_too=True)
    return {
        one.debt.due.isoformat(): (one.interest.minor, one.indemnity.minor if one.indemnity else 0)
        for one in accrued_charges(which, on).accrued
    }


def kinds(client_id: int) -> dict[str, tuple[str, str]]:
    """(amount, remaining) by kind."""
    return {
        charge.kind: (f"{charge.amount.decimal}", f"{charge.remaining.decimal}")
        for charge in claimed_charges(client_id)
    }


def test_charges_accrue_without_a_row(debtor, late):
    assert owed(debtor) == {"2025-03-31": (5772, 4000)}  # V1.1
    assert owed(debtor, date(2025, 3, 31)) == {}
    totals = accrued_totals(ON)
    assert (totals.interest, totals.indemnities, totals.instalments) == (euros("57.72"), euros("40.00"), 1)
    assert Charge.objects.count() == 0


def test_a_claim_freezes_them_in_a_document(debtor, late):
    claim = claim_charges(wanted(debtor), **BY)
    assert (claim.number, claim.total_minor, claim.until) == ("PEN-2025-0001", 9772, ON)
    assert kinds(debtor) == {"interest": ("57.72", "57.72"), "indemnity": ("40.00", "40.00")}
    assert bytes(claim.document.content).startswith(b"%PDF-")
    (frozen,) = from_text(claim.worksheet)
    assert frozen.invoice == "FA-2025-0042"
    assert [(str(s.first), str(s.last), s.days) for s in frozen.worksheet.segments] == [
        ("2025-04-01", "2025-06-30", 91),
        ("2025-07-01", "2025-08-15", 46),
    ]
    assert frozen.worksheet.interest == euros("57.72")
    told = history(debtor)[0]
    assert (told.kind, told.facts["interest_minor"], told.facts["indemnity_minor"]) == (
        "charges_claimed",
        5772,
        4000,
    )
    assert examine() == []


def test_the_invoice_itself_never_changes(debtor, late):
    claim_charges(wanted(debtor), **BY)
    late.refresh_from_db()
    assert (late.amount_minor, late.remaining_minor, late.invoice.total_minor) == (120000, 120000, 120000)


def test_the_same_days_are_claimed_once_and_go_on_after(debtor, late):
    claim_charges(wanted(debtor, until=date(2025, 6, 30)), **BY)
    assert owed(debtor) == {"2025-03-31": (1837, 0)}  # 46 days at 12.15 %; D441-5: the indemnity once
    assert claim_charges(wanted(debtor), **BY).number == "PEN-2025-0002"
    with pytest.raises(Refused) as refused:
        claim_charges(wanted(debtor), **BY)
    assert refused.value.code == "charges_nothing_to_claim"


def test_one_indemnity_an_invoice_however_many_instalments(debtor, inside):
    from quitus.apps.invoicing.actions import record_invoices
    from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice

    parts = (
        NewInstalment(date(2025, 3, 31), euros("600.00")),
        NewInstalment(date(2025, 4, 30), euros("600.00")),
    )
    invoice = NewInvoice(
        client_id=debtor,
        number="FA-7",
        issued_on=date(2025, 3, 1),
        total=euros("1200.00"),
        instalments=parts,
    )
    record_invoices([invoice], on=date(2025, 3, 1), actor="c", released=True)
    assert {indemnity for _, indemnity in owed(debtor).values()} == {4000, 0}
    claim_charges(wanted(debtor), **BY)
    assert [charge.kind for charge in claimed_charges(debtor)].count("indemnity") == 1


def test_v1_9_three_late_invoices_are_three_indemnities(debtor, inside):
    for number in ("FA-1", "FA-2", "FA-3"):
        an_invoice(debtor, number, "100.00", due_on=date(2025, 3, 31))
    claim = claim_charges(wanted(debtor, interest=False), **BY)
    assert claim.total_minor == 12000


def test_v1_9_proven_costs_above_the_indemnity(debtor, late):
    cost = Cost(euros("150.00"), "Facture 2025-118 de Maître Lenoir, huissier")
    claim_charges(wanted(debtor, interest=False, costs={late.invoice_id: cost}), **BY)
    assert kinds(debtor) == {"indemnity": ("40.00", "40.00"), "costs": ("110.00", "110.00")}
    # Once more costs, when nothing else has accrued.
    later = Cost(euros("50.00"), "Timbre")
    claim_charges(wanted(debtor, interest=False, costs={late.invoice_id: later}), **BY)
    assert sorted(c.amount.minor for c in claimed_charges(debtor)) == [
        4000,
        5000,
        11000,
    ]  # the 40 € cover once


@pytest.mark.parametrize(
    ("cost", "code"),
    [
        (Cost(euros("40.00"), "Huissier"), "costs_within_indemnity"),
        (Cost(euros("150.00"), "  "), "costs_without_reason"),
    ],
)
def test_costs_are_refused_without_reason_or_need(debtor, late, cost, code):
    with pytest.raises(Refused) as refused:
        claim_charges(wanted(debtor, costs={late.invoice_id: cost}), **BY)
    assert refused.value.code == code
    assert ChargeClaim.objects.count() == 0


def test_a_consumer_owes_legal_interest_after_a_notice_and_nothing_else(inside):
    person = a_client("Jean Martin", kind=ClientKind.CONSUMER)
    invoice = an_invoice(person, "FA-9", "600.00", due_on=date(2026, 2, 28))
    on = date(2026, 9, 30)
    assert owed(person, on) == {}
    event = NewLegalEvent(client_id=person, kind=LegalEventKind.FORMAL_NOTICE, happened_on=date(2026, 3, 15))
    note_legal_event(event, on=on, actor="c")
    assert owed(person, on) == {"2026-02-28": (877, 0)}  # V2.1
    asked = wanted(person, until=on, costs={invoice.invoice_id: Cost(euros("90.00"), "Huissier")})
    with pytest.raises(Refused) as refused:
        claim_charges(asked, on=on, actor="c")
    assert refused.value.code == "costs_not_of_consumer"


def test_insolvency_stops_interest_the_day_before(debtor, late):
    event = NewLegalEvent(client_id=debtor, kind=LegalEventKind.INSOLVENCY, happened_on=date(2025, 7, 1))
    note_legal_event(event, **BY)
    assert owed(debtor) == {"2025-03-31": (3934, 4000)}


def test_a_contract_rate_for_one_client(debtor, late):
    agree_late_terms(LateTerms(claims=Claims.ALL, rate=Decimal("12")), client_id=debtor, **BY)
    other = a_client("Autre")
    an_invoice(other, "FA-8", "1200.00", due_on=date(2025, 3, 31))
    assert owed(debtor) == {"2025-03-31": (5405, 4000)}  # 137 days at 12 %
    assert owed(other) == {"2025-03-31": (5772, 4000)}
    agree_late_terms(None, client_id=debtor, **BY)
    assert owed(debtor) == {"2025-03-31": (5772, 4000)}


def test_v1_7_interest_first(debtor, late):
    claim_charges(wanted(debtor, until=date(2025, 6, 10)), on=date(2025, 6, 10), actor="c")
    a_payment(debtor, "700.00", account=BANK, received_on=date(2025, 6, 10))
    late.refresh_from_db()
    assert late.remaining_minor == 53070
    assert kinds(debtor) == {"interest": ("30.70", "0.00"), "indemnity": ("40.00", "40.00")}
    assert owed(debtor) == {"2025-03-31": (1195, 0)}
    assert examine() == []


def test_v1_7_principal_first_by_clause(debtor, late):
    from quitus.domain.law.worksheet import Conventions, Order

    terms = LateTerms(claims=Claims.ALL, conventions=Conventions(order=Order.PRINCIPAL))
    agree_late_terms(terms, on=date(2025, 1, 1), actor="c")
    claim_charges(wanted(debtor, until=date(2025, 6, 10)), on=date(2025, 6, 10), actor="c")
    a_payment(debtor, "700.00", account=BANK, received_on=date(2025, 6, 10))
    late.refresh_from_db()
    assert late.remaining_minor == 50000
    assert owed(debtor) == {"2025-03-31": (1126, 0)}


def test_interest_stays_owed_when_the_principal_came_late(debtor, late):
    a_payment(debtor, "1200.00", received_on=ON)
    assert owed(debtor, date(2025, 12, 1)) == {"2025-03-31": (5772, 4000)}


def test_a_payment_taken_back_never_stopped_interest(debtor, late):
    from quitus.apps.payments.actions import reverse

    payment = a_payment(debtor, "700.00", account=BANK, received_on=date(2025, 6, 10))
    reverse(payment.id, on=date(2025, 7, 1), actor="c")
    assert owed(debtor) == {"2025-03-31": (5772, 4000)}


def test_charges_are_given_up_one_by_one_with_a_reason(debtor, late):
    claim_charges(wanted(debtor), **BY)
    interest, indemnity = sorted(claimed_charges(debtor), key=lambda c: -c.amount.minor)
    with pytest.raises(Refused) as refused:
        waive(interest.id, None, " ", client_id=debtor, **BY)
    assert refused.value.code == "waiver_without_reason"
    with pytest.raises(Refused) as refused:
        waive(interest.id, euros("57.73"), "Geste", client_id=debtor, **BY)
    assert refused.value.code == "waiver_above_remaining"
    waive(interest.id, euros("7.72"), "Geste commercial", client_id=debtor, **BY)
    waive(indemnity.id, None, "Geste commercial", client_id=debtor, **BY)
    assert kinds(debtor) == {"interest": ("57.72", "50.00"), "indemnity": ("40.00", "0.00")}
    assert {c.kind: c.status for c in claimed_charges(debtor)} == {"interest": "part", "indemnity": "waived"}
    assert owed(debtor) == {}  # what was given up is not claimed anew
    assert examine() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE charges_charge SET amount_minor = 1",
        "DELETE FROM charges_charge",
        "UPDATE charges_chargeclaim SET total_minor = 1",
    ],
)
def test_a_claim_stays_as_it_was(debtor, late, statement):
    claim_charges(wanted(debtor), **BY)
    with (
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("until", [date(2025, 8, 16), date(2099, 1, 1)])
def test_not_into_the_future(debtor, late, until):
    with pytest.raises(Refused) as refused:
        claim_charges(wanted(debtor, until=until), **BY)
    assert refused.value.code == "charges_until_in_the_future"


def test_compound_interest_begins_anew_with_each_claim(debtor, inside):
    """C. civ. 1343-2, where the contract says so: what was claimed bears none, however often one claims."""
    from quitus.domain.law.worksheet import Conventions

    compound = LateTerms(claims=Claims.INTEREST, rate=Decimal(12), conventions=Conventions(compound=True))
    agree_late_terms(compound, on=date(2021, 1, 1), actor="c")
    an_invoice(debtor, "FA-1", "10000.00", due_on=date(2020, 12, 31), issued_on=date(2020, 12, 1))
    sums = [
        claim_charges(wanted(debtor, until=until, indemnity=False), on=until, actor="c").total_minor
        for until in (date(2022, 6, 30), date(2024, 12, 31), date(2025, 1, 10))
    ]
    # A year at 12 %, then 181 days on 11,200.00; a year, a year on 11,200.00, 184 days on 12,544.00; ten days.
    assert sums == [120_000 + 66_648, 120_000 + 134_400 + 76_273, 3_288]


def test_another_firms_charges_are_not_to_be_had(debtor, late, inside):
    from quitus.apps.organisations.models import Organisation

    claim_charges(wanted(debtor), **BY)
    charge = claimed_charges(debtor)[0]
    stranger = a_client("Autre client")
    with pytest.raises(Charge.DoesNotExist):
        waive(charge.id, None, "x", client_id=stranger, **BY)
    assert Organisation.objects.count() == 1


def test_terms_out_of_reach():
    with pytest.raises(Refused):
        LateTerms(rate=Decimal(0))
    with pytest.raises(Refused):
        replace(LateTerms(), discount_percent=Decimal(2))
    assert LateTerms(discount_percent=Decimal(2), discount_days=8).discount_days == 8


def test_the_firms_contract_rate_is_for_businesses_alone(inside):
    """A consumer has the legal rate, a public buyer the law's, unless they agreed themselves."""
    agree_late_terms(LateTerms(claims=Claims.ALL, rate=Decimal(12)), on=date(2025, 1, 1), actor="c")
    buyer = a_client("Mairie", kind=ClientKind.PUBLIC)
    an_invoice(buyer, "FA-5", "1200.00", due_on=date(2025, 3, 31))
    assert owed(buyer) == {"2025-03-31": (5022, 4000)}  # 11.15 %
    agree_late_terms(
        LateTerms(claims=Claims.ALL, rate=Decimal(12)), client_id=buyer, on=date(2025, 1, 1), actor="c"
    )
    assert owed(buyer) == {"2025-03-31": (5405, 4000)}


def test_no_costs_where_insolvency_forbade_to_pay(debtor, late):
    event = NewLegalEvent(client_id=debtor, kind=LegalEventKind.INSOLVENCY, happened_on=date(2025, 3, 1))
    note_legal_event(event, **BY)
    asked = wanted(debtor, costs={late.invoice_id: Cost(euros("150.00"), "Huissier")})
    with pytest.raises(Refused) as refused:
        claim_charges(asked, **BY)
    assert refused.value.code == "costs_within_insolvency"


def test_the_indemnity_stands_beside_the_first_instalment_that_owes_it(debtor, inside):
    """The first one was paid late, that payment was taken back and came in time; the second one is late."""
    from quitus.apps.invoicing.actions import record_invoices
    from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
    from quitus.apps.invoicing.models import Instalment
    from quitus.apps.payments.actions import reverse

    parts = tuple(NewInstalment(date(2025, month, 28), euros("600.00")) for month in (3, 4))
    invoice = NewInvoice(
        client_id=debtor,
        number="FA-7",
        issued_on=date(2025, 3, 1),
        total=euros("1200.00"),
        instalments=parts,
    )
    record_invoices([invoice], on=date(2025, 3, 1), actor="c", released=True)
    first = Instalment.objects.get(position=1)
    mistaken = a_payment(
        debtor, "600.00", "m:1", received_on=date(2025, 4, 10), parts={first.id: euros("600.00")}
    )
    reverse(mistaken.id, on=date(2025, 4, 11), actor="c")
    a_payment(debtor, "600.00", "m:2", received_on=date(2025, 3, 28), parts={first.id: euros("600.00")})
    assert {day: indemnity for day, (_, indemnity) in owed(debtor).items()} == {"2025-04-28": 4000}


def test_a_late_set_off_leaves_what_accrued_until_then(debtor, late):
    from quitus.apps.payments.models import ReductionKind
    from quitus.apps.payments.reductions import NewReduction, reduce

    new = NewReduction(
        kind=ReductionKind.SET_OFF,
        client_id=debtor,
        parts={late.id: euros("1200.00")},
        happened_on=ON,
        slot="one",
        document="F-77",
    )
    reduce(new, **BY)
    assert owed(debtor, date(2025, 12, 1)) == {
        "2025-03-31": (5772, 4000)
    }  # C. civ. 1347: on its day, not before
