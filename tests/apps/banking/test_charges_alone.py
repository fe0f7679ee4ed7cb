"""Charges claimed after the invoice was paid, and paid alone: proposed, never taken for granted."""

from datetime import date

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.queries import line as line_view
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.apps.charges.actions import Wanted, claim_charges, waive
from quitus.apps.charges.models import Charge
from quitus.apps.doctor.checks import examine
from quitus.apps.law.actions import agree_late_terms
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod
from quitus.apps.payments.queries import client_credit
from quitus.domain.charges.late_terms import Claims, LateTerms
from quitus.domain.money import Money
from quitus.domain.refused import Refused
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


def bring(amount, label, payer=""):
    import_bank_file(
        camt053([credit(f"{amount.decimal}", label, payer=payer)]), "releve.xml", on=TODAY, actor="Camille"
    )
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


def test_charges_waived_meanwhile_are_refused(claim):
    line = bring(total(claim), "VIR DELMAS", NAME)
    charge = Charge.objects.order_by("id").first()
    waive(charge.id, None, "geste", client_id=claim.client_id, on=TODAY, actor="Camille")
    with pytest.raises(Refused, match="match_no_longer_open"):
        deciding.accept(standing(line).id, CAMILLE)


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
