"""Several people at one import: they take turns, and the record is that of one order of what they did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from quitus.apps.banking import matching
from quitus.apps.banking.importing import import_bank_file
from quitus.apps.banking.matching import Decider
from quitus.apps.banking.models import BankLine, Match, MatchState, Statement
from quitus.apps.banking.undoing import undo_import
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment

CONTENT = camt053([credit("300.00", "VIR BRASSERIE"), credit("99.00", "ASSURANCE")])


@pytest.fixture
def firm(organisation_committed) -> int:
    with tenant(organisation_committed):
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
        make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "300.00")
        import_bank_file(CONTENT, "releve.xml", on=TODAY, actor="Camille")
    connection.close()
    return organisation_committed


def at_once(firm: int, *works) -> list[object]:
    """What each made of it, all begun at the same moment, each on a connection of its own."""
    ready = Barrier(len(works))

    def run(work):
        try:
            ready.wait(20)
            with tenant(firm):
                return work()
        except (Refused, BankLine.DoesNotExist) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


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
    done, accepted = at_once(firm, undo, lambda: matching.accept(match, Decider(TODAY, "Robin")))
    with tenant(firm):
        assert examine() == []
        if isinstance(accepted, Match):
            assert isinstance(done, Refused)
            assert BankLine.objects.count() == 2
        else:
            assert done is True
            assert BankLine.objects.count() == 0
