"""A person decides, and can take it back without a trace in balances."""

import pytest

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import automatic, deciding
from quitus.apps.banking.models import BankLine, Match, MatchState
from quitus.apps.banking.queries import counts, line, lines
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances, client_balances
from quitus.apps.clients.models import ClientKey
from quitus.apps.invoicing.models import Instalment
from quitus.apps.payments.models import Payment
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment, remaining

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")
PAYER = "FR7610107001011234567890129"


def bring(*entries):
    import_bank_file(camt053(entries), "releve.xml", on=TODAY, actor="Camille")
    return BankLine.objects.order_by("-id").first()


def suggested_line():
    """A name and a part of what is owed: likely, not certain."""
    client = make_client("Transports Delmas")
    instalment = make_instalment(client, "FA-2026-0147", "960.00")
    found = bring(credit("960.00", "VIR M DELMAS", payer="M DELMAS", iban=PAYER))
    return instalment, found, Match.objects.get(line=found)


def test_a_likely_line_waits_and_wakes_the_plan():
    instalment, found, match = suggested_line()
    assert match.state == MatchState.SUGGESTED
    assert remaining(instalment) == [96_000]
    assert Instalment.objects.get(id=instalment.id).next_check_on <= TODAY
    assert counts().suggested == 1
    assert [view.match.parts[0].number for view in lines(only="suggested")] == ["FA-2026-0147"]
    assert line(found.id).match.evidence[0]["kind"] == "amount_one"


def test_accepting_pays_and_teaches_the_account():
    instalment, found, match = suggested_line()
    deciding.accept(match.id, CAMILLE)
    deciding.accept(Match.objects.get(state=MatchState.ACCEPTED).id, CAMILLE)
    assert remaining(instalment) == [0]
    assert Payment.objects.count() == 1
    assert ClientKey.objects.filter(kind="iban", client_id=instalment.client_id).count() == 1
    assert BankLine.objects.get(id=found.id).settled


def test_dismissing_leaves_the_line_open():
    instalment, found, match = suggested_line()
    deciding.dismiss(match.id, CAMILLE)
    assert remaining(instalment) == [96_000]
    assert not BankLine.objects.get(id=found.id).settled
    with pytest.raises(Refused, match="match_no_longer_open"):
        deciding.accept(match.id, CAMILLE)


def test_undo_restores_balances_books_and_the_plan():
    instalment, found, match = suggested_line()
    before = (account_balances(), client_balances(), remaining(instalment))
    deciding.accept(match.id, CAMILLE)
    assert client_balances()[instalment.client_id] == 0
    accepted = Match.objects.get(state=MatchState.ACCEPTED)
    deciding.undo(accepted.id, CAMILLE)
    deciding.undo(accepted.id, CAMILLE)
    assert (account_balances(), client_balances(), remaining(instalment)) == before
    assert ClientKey.objects.filter(kind="iban").count() == 0
    assert Instalment.objects.get(id=instalment.id).next_check_on <= TODAY
    # Open again, and from now on only suggested for.
    assert Match.objects.get(line=found, state=MatchState.SUGGESTED)


def test_by_hand_over_two_clients_with_credit_left():
    one = make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
    two = make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "150.00")
    found = bring(credit("500.00", "VIREMENT GROUPE"))
    deciding.match_by_hand(found.id, {one.id: euros("300.00"), two.id: euros("150.00")}, CAMILLE)
    assert remaining(one, two) == [0, 0]
    assert sorted(payment.amount_minor for payment in Payment.objects.all()) == [15_000, 35_000]
    assert client_balances() == {one.client_id: -5_000, two.client_id: 0}


@pytest.mark.parametrize("amount", ["-1.00", "0.00", "500.01"])
def test_wrong_amounts_are_refused_and_leave_no_trace(amount):
    instalment = make_instalment(make_client(), "FA-2026-0140", "900.00")
    found = bring(credit("500.00", "VIREMENT"))
    with pytest.raises(Refused, match="match_amounts_wrong"):
        deciding.match_by_hand(found.id, {instalment.id: euros(amount)}, CAMILLE)
    assert Payment.objects.count() == 0


def test_a_matched_line_is_not_matched_again():
    instalment = make_instalment(make_client(), "FA-2026-0118", "500.00")
    found = bring(credit("500.00", "FA-2026-0118"))
    assert remaining(instalment) == [0]
    for again in (
        lambda: deciding.match_by_hand(found.id, {instalment.id: euros("1.00")}, CAMILLE),
        lambda: deciding.ignore(found.id, CAMILLE, reason="x"),
    ):
        with pytest.raises(Refused, match="line_already_matched"):
            again()


def test_ignoring_and_undoing_it():
    found = bring(credit("500.00", "VIREMENT DE MON AUTRE COMPTE"))
    ignored = deciding.ignore(found.id, CAMILLE, reason="transfert interne")
    assert counts().open_credits == 0
    deciding.undo(ignored.id, CAMILLE)
    assert counts().open_credits == 1


def test_a_paid_instalment_is_no_longer_suggested_for_another_line():
    client = make_client("Transports Delmas")
    instalment = make_instalment(client, "FA-2026-0147", "960.00")
    bring(
        credit("960.00", "VIR M DELMAS", payer="M DELMAS"), credit("960.00", "VIR M DELMAS", payer="M DELMAS")
    )
    first, second = Match.objects.filter(state=MatchState.SUGGESTED).order_by("id")
    deciding.accept(first.id, CAMILLE)
    second.refresh_from_db()
    assert remaining(instalment) == [0]
    assert second.state == MatchState.OUTDATED


def test_money_that_came_before_its_invoice_is_matched_later():
    found = bring(credit("960.00", "VIR SEPA RECU FA-2026-0147", payer="TRANSPORTS DELMAS"))
    instalment = make_instalment(make_client("Transports Delmas"), "FA-2026-0147", "960.00")
    assert automatic.match_open_lines(on=TODAY) == (1, 0)
    assert automatic.match_open_lines(on=TODAY) == (0, 0)
    assert remaining(instalment) == [0]
    assert BankLine.objects.get(id=found.id).settled


def test_the_runner_up_is_accepted_with_its_own_reasons():
    for name in ("Delmas Transports", "Delmas Nord"):
        make_instalment(make_client(name, email=f"c@{len(name)}.example"), f"FA-{name}-1", "960.00")
    found = bring(credit("960.00", "VIR DELMAS", payer="DELMAS"))
    match = Match.objects.get(line=found)
    second = match.runner_up
    accepted = deciding.accept(match.id, CAMILLE, runner_up=True)
    assert (accepted.score, accepted.evidence) == (second["score"], second["evidence"])
