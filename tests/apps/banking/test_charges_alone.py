"""Charges claimed after the invoice was paid, and paid alone: proposed, never taken for granted."""

from datetime import date

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchingCare, MatchState, Outcome
from quitus.apps.banking.queries import counts
from quitus.apps.banking.queries import line as line_view
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.apps.charges.actions import Wanted, claim_charges, waive
from quitus.apps.charges.models import Charge
from quitus.apps.doctor.checks import examine
from quitus.apps.law.actions import agree_late_terms
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.locks import hanging_together
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.payments.queries import client_credit
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.money import Money
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille Rousseau")
CLAIMED = date(2026, 11, 15)
NAME = "Transports Delmas"


@pytest.fixture
def claim():
    """An invoice paid late, and what that cost, claimed afterwards."""
    client = make_client(NAME)
    make_instalment(client, "FA-2026-0147", "960.00")
    cheque(client, euros("960.00"), date(2026, 11, 14))
    agree_late_terms(LateTerms(claims=Claims.ALL), client_id=client, on=CLAIMED, actor="Camille")
    return claim_charges(Wanted(client_id=client, until=CLAIMED), on=CLAIMED, actor="Camille")


def cheque(client, amount, day):
    return receive_by_hand(client, amount, PaymentMethod.CHEQUE, day, key=f"{day}", on=day, actor="Camille")


def total(claim):
    return Money(claim.total_minor, claim.currency)


def bring(amount, label, payer="", **more):
    entries = [credit(f"{amount.decimal}", label, payer=payer, **more)]
    import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="Camille")
    return BankLine.objects.get()


def standing(line):
    return Match.objects.filter(line=line).exclude(state__in=["dismissed", "outdated", "undone"]).first()


def open_charges():
    return sum(Charge.objects.values_list("remaining_minor", flat=True))


@pytest.mark.parametrize(
    ("label", "payer", "kinds"),
    [
        ("VIR INDEMNITES DE RETARD", "TRANSPORTS DELMAS", ["amount_charges", "name_same"]),
        ("VIR {number}", "TRANSPORTS DELMAS", ["amount_charges", "number_full", "name_same"]),
    ],
)
def test_charges_paid_alone_are_proposed_and_settled_by_a_word(claim, label, payer, kinds):
    line = bring(total(claim), label.format(number=claim.number), payer)
    match = standing(line)
    assert (match.state, [one["kind"] for one in match.evidence]) == (MatchState.SUGGESTED, kinds)
    assert line_view(line.id).match.charges_of == NAME
    accepted = deciding.accept(match.id, CAMILLE)
    assert deciding.accept(match.id, CAMILLE).id == accepted.id
    assert (open_charges(), client_credit(claim.client_id)) == (0, 0)
    view = line_view(line.id)
    assert (view.match.charges, view.match.credit_of, view.left_over.minor) == (total(claim), "", 0)
    assert examine() == []


def test_undone_the_charges_are_open_and_proposed_again(claim):
    books = {key: value for key, value in account_balances().items() if value}
    line = bring(total(claim), "VIR DELMAS", NAME)
    accepted = deciding.accept(standing(line).id, CAMILLE)
    deciding.undo(accepted.id, CAMILLE)
    assert open_charges() == claim.total_minor
    assert (standing(line).state, standing(line).charges_of_id) == (MatchState.SUGGESTED, claim.client_id)
    balances = account_balances()
    line_entry = {"471000": total(claim).minor, "512000": -total(claim).minor}
    assert {key: minor for key in balances if (minor := balances[key] + line_entry.get(key, 0))} == books
    assert examine() == []


def test_charges_paid_by_another_door_are_proposed_no_longer(claim):
    line = bring(total(claim), "VIR DELMAS", NAME)
    assert standing(line).charges_of_id == claim.client_id
    cheque(claim.client_id, total(claim), TODAY)
    assert standing(line) is None


def waive_all(client):
    for charge in Charge.objects.filter(client_id=client, remaining_minor__gt=0):
        waive(charge.id, None, "geste", client_id=client, on=TODAY, actor="Camille")


def test_charges_waived_meanwhile_are_proposed_no_longer(claim):
    line = bring(total(claim), "VIR DELMAS", NAME)
    waive_all(claim.client_id)
    assert (standing(line), counts().suggested) == (None, 0)


def test_with_a_second_claim_another_amount_is_open(claim):
    line = bring(total(claim), "VIR DELMAS", NAME)
    make_instalment(claim.client_id, "FA-2026-0160", "1500.00", due=date(2026, 9, 1))
    cheque(claim.client_id, euros("1500.00"), date(2026, 11, 18))
    claim_charges(Wanted(client_id=claim.client_id, until=TODAY), on=TODAY, actor="Camille")
    found = standing(line)
    assert found is None or found.charges_of_id is None


def test_charges_that_are_only_the_second_choice_go_with_a_waiver_too(claim):
    make_instalment(claim.client_id, "FA-2026-0200", f"{total(claim).decimal}")
    line = bring(total(claim), "VIR DELMAS", NAME)
    assert standing(line).runner_up["charges_of"] == claim.client_id
    waive_all(claim.client_id)
    assert standing(line).runner_up is None


def test_an_invoice_with_its_charges_is_thought_of_anew_when_they_are_waived():
    MatchingCare.objects.create(automatic=None, changed_by="Camille", changed_on=TODAY)
    client = make_client(NAME)
    make_instalment(client, "FA-2026-0147", "960.00")
    agree_late_terms(LateTerms(claims=Claims.ALL), client_id=client, on=CLAIMED, actor="Camille")
    claim = claim_charges(Wanted(client_id=client, until=CLAIMED), on=CLAIMED, actor="Camille")
    line = bring(euros("960.00") + total(claim), "VIR FA-2026-0147", NAME)
    assert line_view(line.id).match.with_charges
    waive_all(client)
    assert not line_view(line.id).match.with_charges


@pytest.mark.parametrize("paid", ["charges", "all"])
def test_money_that_came_before_the_claim_was_not_sent_to_pay_it(paid):
    client = make_client(NAME)
    make_instalment(client, "FA-2026-0147", "960.00")
    agree_late_terms(LateTerms(claims=Claims.ALL), client_id=client, on=CLAIMED, actor="Camille")
    claim = claim_charges(Wanted(client_id=client, until=CLAIMED), on=CLAIMED, actor="Camille")
    amount = total(claim) if paid == "charges" else total(claim) + euros("960.00")
    line = bring(amount, "VIR DELMAS", NAME, day="2026-11-12")
    found = standing(line)
    assert found is None or found.charges_of_id is None
    assert found is None or "amount_plus_charges" not in [one["kind"] for one in found.evidence]


@pytest.mark.parametrize("less", ["10.00", "0.00"])
def test_the_number_of_a_claim_is_no_invoice(claim, less):
    make_instalment(claim.client_id, "FA-2026-0001", "2400.00")
    line = bring(total(claim) - euros(less), f"VIR {claim.number}", NAME)
    assert standing(line).state == MatchState.SUGGESTED
    assert "number_full" not in [one["kind"] for one in standing(line).evidence] or less == "0.00"
    assert (standing(line).charges_of_id == claim.client_id) is (less == "0.00")


def test_the_paid_invoice_that_the_charges_are_about_speaks_for_no_other(claim):
    line = bring(total(claim), "PENALITES FACTURE 147", NAME)
    assert [one["kind"] for one in standing(line).evidence] == ["amount_charges", "name_same"]


def test_a_way_that_scores_more_with_less_in_all_is_no_margin_below_nothing():
    """One number is of another invoice, the other of one that owes less: neither is sure, and the file comes in."""
    client = make_client(NAME)
    make_instalment(client, "FA-2026-0003", "960.00")
    make_instalment(client, "FA-2026-0147", "300.00")
    line = bring(euros("960.00"), "VIR FACTURES FA-2026-0146 ET FA-2026-0147", NAME)
    assert (standing(line).state, standing(line).margin) == (MatchState.SUGGESTED, 0)


def test_what_a_person_said_instead_is_remembered_as_that(claim):
    line = bring(total(claim), "VIR DELMAS", NAME)
    suggested = standing(line)
    deciding.match_by_hand(line.id, {}, CAMILLE, rest=make_client("Boulangerie Petit"))
    suggested.refresh_from_db()
    assert (suggested.state, suggested.outcome) == (MatchState.DISMISSED, Outcome.CHANGED)


def test_charges_by_hand_are_what_was_proposed(claim):
    line = bring(total(claim), "VIR DELMAS", NAME)
    suggested = standing(line)
    deciding.match_by_hand(line.id, {}, CAMILLE, rest=claim.client_id)
    suggested.refresh_from_db()
    assert suggested.outcome == Outcome.FIRST


def test_who_pays_the_charges_holds_what_the_second_choice_names(claim):
    """Two hands, each with one of the two clients of a suggestion, would wait for each other."""
    other = make_instalment(make_client("Boulangerie Petit"), "FA-2026-0200", f"{total(claim).decimal}")
    line = bring(total(claim), "VIR DELMAS FA-2026-0200", NAME)
    named = {standing(line).charges_of_id, (standing(line).runner_up or {}).get("charges_of")}
    assert claim.client_id in named
    assert other.id in hanging_together([claim.client_id])


def test_an_invoice_of_the_same_amount_comes_first_and_the_charges_second(claim):
    make_instalment(claim.client_id, "FA-2026-0200", f"{total(claim).decimal}")
    line = bring(total(claim), "VIR DELMAS", NAME)
    match = standing(line)
    assert (match.state, match.charges_of_id) == (MatchState.SUGGESTED, None)
    assert line_view(line.id).match.runner_up_clients == NAME
    accepted = deciding.accept(match.id, CAMILLE, runner_up=True)
    assert (accepted.charges_of_id, open_charges()) == (claim.client_id, 0)
    assert examine() == []


@pytest.mark.parametrize(("more", "payer"), [("0.01", NAME), ("0.00", "HOTEL DES VOYAGEURS"), ("0.00", "")])
def test_another_amount_or_payer_says_nothing(claim, more, payer):
    line = bring(total(claim) + euros(more), "VIR DIVERS", payer)
    found = standing(line)
    assert found is None or found.charges_of_id is None
