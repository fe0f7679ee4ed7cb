"""A debt whose interest cannot be reckoned is told by itself: the others are reckoned and claimed as ever."""

from datetime import date
from decimal import Decimal

import pytest

from quitus.apps.charges.actions import Cost, Wanted, claim_charges, preview_claim
from quitus.apps.charges.facts import Which
from quitus.apps.charges.models import ChargeClaim
from quitus.apps.charges.queries import accrued_charges, accrued_totals, claimed_charges
from quitus.apps.clients.models import ClientKind
from quitus.apps.invoicing.actions import record_invoices
from quitus.apps.invoicing.drafts import NewInstalment, NewInvoice
from quitus.apps.law.actions import agree_late_terms
from quitus.apps.organisations.models import Organisation
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.refused import Refused
from tests.record import a_client, an_invoice, euros

ON = date(2025, 8, 15)
BY = {"on": ON, "actor": "camille@studio-marelle.example"}
MILLENNIUM = date(1999, 3, 31)


@pytest.fixture
def old(debtor):
    """Due before any rate that Quitus knows."""
    return an_invoice(debtor, "FA-1999-07", "800.00", due_on=MILLENNIUM, issued_on=date(1999, 3, 1))


def wanted(client_id: int, **more) -> Wanted:
    return Wanted(client_id=client_id, until=more.pop("until", ON), **more)


def told(unknown) -> list[tuple[str, str]]:
    return [(one.number, one.refused.code) for one in unknown]


def test_the_other_debts_are_reckoned_and_the_old_one_says_why(debtor, late, old):
    reckoned = accrued_charges(Which(clients=(debtor,)), ON)
    assert [(one.debt.instalment_id, one.total.minor) for one in reckoned.accrued] == [(late.id, 5772 + 4000)]
    ((id_, refused),) = [(one.debt.instalment_id, one.refused) for one in reckoned.unknown]
    assert (id_, refused.code, refused.facts["day"]) == (old.id, "rate_missing", date(1999, 4, 1))
    totals = accrued_totals(ON)
    assert (totals.total, totals.instalments, totals.unknown) == (euros("97.72"), 1, 1)


def test_a_claim_leaves_it_out_and_takes_the_others(debtor, late, old):
    preview = preview_claim(wanted(debtor), on=ON)
    assert [one.invoice for one in preview.calculation] == ["FA-2025-0042"]
    assert told(preview.left_out) == [("FA-1999-07", "rate_missing")]
    claim = claim_charges(wanted(debtor), seen=euros("97.72"), **BY)
    assert claim.total_minor == 9772
    assert {charge.number for charge in claimed_charges(debtor)} == {"FA-2025-0042"}


def test_a_claim_of_it_alone_is_refused_and_names_it(debtor, late, old):
    with pytest.raises(Refused) as refused:
        claim_charges(wanted(debtor, invoice_ids=(old.invoice_id,)), **BY)
    assert (refused.value.code, refused.value.facts["numbers"]) == ("charges_not_reckoned", "FA-1999-07")
    assert ChargeClaim.objects.count() == 0


def test_its_costs_are_not_lost_in_silence(debtor, late, old):
    with pytest.raises(Refused, match="charges_not_reckoned"):
        claim_charges(wanted(debtor, costs={old.invoice_id: Cost(euros("150.00"), "Huissier")}), **BY)
    assert ChargeClaim.objects.count() == 0


def test_who_asks_for_no_interest_needs_no_rate(debtor, late, old):
    asked = wanted(debtor, interest=False, costs={old.invoice_id: Cost(euros("150.00"), "Huissier")})
    assert preview_claim(asked, on=ON).left_out == ()
    claim_charges(asked, **BY)
    claimed = {(charge.number, charge.kind): charge.amount.minor for charge in claimed_charges(debtor)}
    assert claimed == {
        ("FA-2025-0042", "indemnity"): 4000,
        ("FA-1999-07", "indemnity"): 4000,
        ("FA-1999-07", "costs"): 11000,
    }


def test_a_contract_rate_needs_no_table(debtor, old):
    agree_late_terms(LateTerms(claims=Claims.ALL, rate=Decimal(10)), on=date(1999, 1, 1), actor="c")
    (one,) = accrued_charges(Which(clients=(debtor,)), date(1999, 4, 10)).accrued
    assert one.interest.minor == 219  # 800.00 × 10 % × 10 / 365


def test_the_indemnity_goes_with_the_instalment_that_can_be_reckoned(debtor, inside):
    parts = (NewInstalment(MILLENNIUM, euros("600.00")), NewInstalment(date(2025, 3, 31), euros("1200.00")))
    invoice = NewInvoice(
        client_id=debtor,
        number="FA-7",
        issued_on=date(1999, 3, 1),
        total=euros("1800.00"),
        instalments=parts,
    )
    record_invoices([invoice], on=ON, actor="c", released=True)
    reckoned = accrued_charges(Which(clients=(debtor,)), ON)
    assert [one.total.minor for one in reckoned.accrued] == [5772 + 4000]
    assert [one.indemnity for one in reckoned.unknown] == [None]


def test_another_countrys_consumer_does_not_hide_the_businesses(inside, debtor, late):
    """Quitus knows what Belgian businesses owe, and not what Belgian consumers do."""
    Organisation.objects.filter(id=inside.id).update(country="BE")
    person = a_client("Louise Perrin", "louise@perrin.example", kind=ClientKind.CONSUMER)
    an_invoice(person, "FA-8", due_on=date(2025, 3, 31))
    reckoned = accrued_charges(Which(), ON)
    assert [one.debt.instalment_id for one in reckoned.accrued] == [late.id]
    assert [one.refused.code for one in reckoned.unknown] == ["law_of_consumers_unknown"]
    totals = accrued_totals(ON)
    assert (totals.instalments, totals.unknown) == (1, 1)
    assert claim_charges(wanted(debtor), **BY).total_minor > 0
