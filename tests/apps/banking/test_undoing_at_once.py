"""Several people at one import: they take turns, and the record is that of one order of what they did."""

import pytest
from django.db import connection

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.matching import deciding
from quitus.apps.banking.models import BankLine, Match, MatchState, Statement
from quitus.apps.banking.returns import taking_back
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.statements.undoing import undo_import
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.history.by_hand import NewEntry, cancel_entry, join, write_down
from quitus.apps.history.models import Means, Movement
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.by_hand import receive_by_hand
from quitus.apps.payments.models import PaymentMethod, PaymentReturn
from quitus.apps.payments.returns import Return
from quitus.domain.history.kinds import Kind
from quitus.domain.refused import Refused
from tests.at_once import at_once, meanwhile
from tests.camt_files import camt053, credit
from tests.firm import TODAY, euros, make_client, make_instalment

CONTENT = camt053([credit("300.00", "VIR BRASSERIE"), credit("99.00", "ASSURANCE")])


@pytest.fixture
def firm(organisation_committed) -> int:
    with tenant(organisation_committed):
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
        make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "300.00")
        import_bank_file(CONTENT, "releve.xml", on=TODAY, actor="Camille")
    connection.close()
    return organisation_committed


def undone(firm: int):
    with tenant(firm):
        statement = Statement.objects.get().id
    connection.close()
    return lambda: undo_import(statement, on=TODAY, actor="Camille")


def test_two_undo_the_same_import_and_one_of_them_did_it(firm):
    undo = undone(firm)
    assert sorted(at_once(firm, undo, undo)) == [False, True]
    with tenant(firm):
        assert (BankLine.objects.count(), examine()) == (0, [])


def test_an_import_at_the_same_time_comes_before_or_after(firm):
    undo = undone(firm)
    other = camt053([credit("300.00", "VIR BRASSERIE"), credit("1.00", "AUTRE")], opening="500.00")

    def bring():
        return import_bank_file(other, "other.xml", on=TODAY, actor="Robin").new

    did, _new = at_once(firm, undo, bring)
    assert did is True
    with tenant(firm):
        assert sorted(BankLine.objects.values_list("amount_minor", flat=True)) == [100, 30_000]
        assert (account_balances()["512000"], examine()) == (30_100, [])


def test_who_confirms_a_line_at_the_same_time_is_first_or_too_late(firm):
    undo = undone(firm)
    with tenant(firm):
        match = Match.objects.get(state=MatchState.SUGGESTED).id
    connection.close()
    done, accepted = at_once(firm, undo, lambda: deciding.accept(match, Decider(TODAY, "Robin")))
    with tenant(firm):
        assert examine() == []
        if isinstance(accepted, Match):
            assert isinstance(done, Refused)
            assert BankLine.objects.count() == 2
        else:
            assert done is True
            assert BankLine.objects.count() == 0


def test_an_entry_that_is_cancelled_meanwhile_does_not_count_again(firm):
    with tenant(firm):
        money = {"amount": euros("300.00"), "party": "Brasserie", "kind": Kind.SUPPLIER, "means": Means.CASH}
        entry = write_down(NewEntry(day=TODAY, key="1", **money), on=TODAY, actor="Camille").id
        line = BankLine.objects.get(amount_minor=30_000).id
        join(entry, line, on=TODAY, actor="Camille")
    undo = undone(firm)
    assert meanwhile(firm, lambda: cancel_entry(entry, on=TODAY, actor="Robin"), undo) is True
    with tenant(firm):
        assert not Movement.objects.get(entry=entry).counted


def test_a_return_is_not_undone_while_a_line_is_joined_to_it(firm):
    """Else the line would stand for money that nobody took back."""
    with tenant(firm):
        by = Decider(TODAY, "Camille")
        client = Instalment.objects.get(invoice__number="FA-2026-0140").client_id
        payment = receive_by_hand(
            client, euros("300.00"), PaymentMethod.TRANSFER, TODAY, key="1", on=TODAY, actor="Camille"
        )
        back = Return(slot="noted", payment_id=payment.id, returned_on=TODAY)
        noted = taking_back.note_return(back, by, client_id=client).id
        content = camt053([credit("-300.00", "REJET")], opening="500.00", until="2026-11-24")
        import_bank_file(content, "back.xml", on=TODAY, actor="Camille")
        line = BankLine.objects.get(amount_minor=-30_000).id
    connection.close()
    answer = meanwhile(
        firm,
        lambda: taking_back.take_back_by_hand(line, {payment.id: euros("300.00")}, by),
        lambda: taking_back.undo_payment_return(noted, by),
    )
    assert isinstance(answer, Refused)
    with tenant(firm):
        assert PaymentReturn.objects.get().undone_on is None
        assert examine() == []
