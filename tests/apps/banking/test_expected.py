"""Amounts that differ from what is owed for a reason: charges on top, an agreed discount; money at its usual time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching.deciding import match_by_hand
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.charges.models import Charge
from quitus.apps.law.actions import agree_late_terms
from quitus.apps.payments.actions import Receipt, receive
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.payments.queries import client_credit
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.money import Money
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment, remaining

pytestmark = pytest.mark.usefixtures("inside")
DAY = date(2026, 11, 20)


def bring(amount: Money, label: str, payer: str = "") -> Match:
    """What a credit of 20 November is taken for."""
    entries = [credit(f"{amount.decimal}", label, payer=payer)]
    import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="Camille")
    return Match.objects.get(line=BankLine.objects.get())


def kinds(match: Match) -> list[str]:
    return [reason["kind"] for reason in match.evidence]


def claimed(client_id: int) -> Money:
    """Interest until the middle of November and the indemnity, in a claim."""
    agree_late_terms(LateTerms(claims=Claims.ALL), client_id=client_id, on=DAY, actor="Camille")
    claim = claim_charges(
        Wanted(client_id=client_id, until=date(2026, 11, 15)), on=date(2026, 11, 15), actor="Camille"
    )
    return Money(claim.total_minor, claim.currency)


def test_an_invoice_and_its_charges_in_one_transfer_settle_both():
    client = make_client("Transports Delmas")
    instalment = make_instalment(client, "FA-2026-0147", "960.00")
    charges = claimed(client)
    match = bring(euros("960.00") + charges, "VIR TRANSPORTS DELMAS REGLEMENT", payer="TRANSPORTS DELMAS")
    assert (match.state, kinds(match)) == (MatchState.ACCEPTED, ["amount_plus_charges", "name_same"])
    assert remaining(instalment) == [0]
    assert set(Charge.objects.values_list("remaining_minor", flat=True)) == {0}
    assert client_credit(client) == 0


def test_an_agreed_discount_taken_in_time_is_no_partial_payment():
    client = make_client("Transports Delmas")
    agree_late_terms(
        LateTerms(discount_percent=Decimal(2), discount_days=10), client_id=client, on=DAY, actor="Camille"
    )
    instalment = make_instalment(
        client, "FA-2026-0147", "1000.00", issued=date(2026, 11, 15), due=date(2026, 12, 15)
    )
    match = bring(euros("980.00"), "VIR TRANSPORTS DELMAS", payer="TRANSPORTS DELMAS")
    assert (match.state, kinds(match)) == (MatchState.ACCEPTED, ["amount_less_discount", "name_same"])
    assert match.evidence[0]["facts"]["difference"] == "20.00 EUR"
    assert remaining(instalment) == [2_000]


def test_a_discount_taken_too_late_waits_for_a_person():
    client = make_client("Transports Delmas")
    agree_late_terms(
        LateTerms(discount_percent=Decimal(2), discount_days=10), client_id=client, on=DAY, actor="Camille"
    )
    make_instalment(client, "FA-2026-0147", "1000.00", issued=date(2026, 9, 15))
    match = bring(euros("980.00"), "VIR TRANSPORTS DELMAS", payer="TRANSPORTS DELMAS")
    assert (match.state, kinds(match)) == (MatchState.SUGGESTED, ["amount_less_discount", "name_same"])


@pytest.mark.parametrize(
    ("days_late", "usual"), [([9, 10, 10, 11, 12, 10], True), ([1, 80, 3, 60, 20, 44], False)]
)
def test_money_that_comes_when_it_usually_does(days_late, usual):
    client = make_client("Transports Delmas")
    for place, days in enumerate(days_late):
        due = date(2026, 1, 10) + timedelta(days=30 * place)
        paid = make_instalment(
            client, f"FA-2026-001{place}", "100.00", due=due, issued=due - timedelta(days=30)
        )
        receive(
            Receipt(
                slot=f"cheque:{place}",
                client_id=client,
                amount=euros("100.00"),
                received_on=due + timedelta(days=days),
                method=PaymentMethod.CHEQUE,
                chosen=(paid.id,),
            ),
            on=TODAY,
            actor="Camille",
        )
    make_instalment(client, "FA-2026-0147", "960.00", due=DAY - timedelta(days=10))
    match = bring(euros("960.00"), "VIR TRANSPORTS DELMAS", payer="TRANSPORTS DELMAS")
    assert ("habit" in kinds(match)) is usual


def test_a_name_that_half_the_book_bears_finds_nobody_by_itself():
    """A cut name fits all the flats of a house: whose amount it is says nothing of who pays."""
    for place in range(25):
        make_client(f"Copropriété Les Tilleuls Bâtiment {place}")
    client = make_client("Copropriété Les Tilleuls Bâtiment Nord")
    make_instalment(client, "FA-2026-0147", "960.00")
    match = bring(euros("960.00"), "VIR COPROPRIETE LES TILLEUL", payer="COPROPRIETE LES TILLEUL")
    assert match.state == MatchState.SUGGESTED
    assert "name_same" not in kinds(match)


def test_charges_that_are_paid_alone_are_settled_once_a_person_names_the_client():
    client = make_client("Transports Delmas")
    instalment = make_instalment(client, "FA-2026-0147", "960.00")
    charges = claimed(client)
    receive(
        Receipt(
            slot="cheque:1",
            client_id=client,
            amount=euros("960.00"),
            received_on=date(2026, 11, 16),
            method=PaymentMethod.CHEQUE,
            parts={instalment.id: euros("960.00")},
        ),
        on=TODAY,
        actor="Camille",
    )
    entries = [credit(f"{charges.decimal}", "VIR TRANSPORTS DELMAS PENALITES", payer="TRANSPORTS DELMAS")]
    import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="Camille")
    match_by_hand(BankLine.objects.get().id, {}, Decider(TODAY, "Camille"), rest=client)
    assert set(Charge.objects.values_list("remaining_minor", flat=True)) == {0}
    assert client_credit(client) == 0
