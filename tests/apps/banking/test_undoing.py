"""An import is taken back as if it had never come, as long as nobody has decided about its lines."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from quitus.apps.banking.account_queries import accounts, accounts_in_use
from quitus.apps.banking.decider import Decider
from quitus.apps.banking.evidence import LineTelling
from quitus.apps.banking.known_days import bank_data_until, go_on_without
from quitus.apps.banking.matching.deciding import ignore, undo
from quitus.apps.banking.models import BankAccount, BankLine, Match, MatchState, Statement
from quitus.apps.banking.queries import lines
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.statements.statement_list import statement_page
from quitus.apps.banking.statements.undoing import import_called, undo_import, undoing
from quitus.apps.books.models import JournalEntry
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.refused import Refused
from tests.apps.banking.test_several_formats import DAY, ofx
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment, remaining

pytestmark = pytest.mark.usefixtures("inside")
CAMILLE = Decider(TODAY, "Camille")


def bring(content: bytes, name: str = "releve.xml"):
    return import_bank_file(content, name, on=TODAY, actor="Camille")


def take_back(name: str = "releve.xml") -> bool:
    return undo_import(import_called(name, None), on=TODAY, actor="Camille")


def on_record() -> list[tuple[str, int]]:
    return sorted((str(line.booked_on), line.amount_minor) for line in BankLine.objects.all())


def facts() -> tuple[object, ...]:
    """What can be asked of the bank and the books."""
    up_to = list(BankAccount.objects.order_by("id").values_list("up_to", flat=True))
    totals = {account: minor for account, minor in account_balances().items() if minor}
    return on_record(), totals, up_to, bank_data_until(), [one.missing for one in accounts(TODAY)]


def test_nothing_is_left_of_it_but_the_evidence():
    bring(camt053([credit("120.00", "DUPONT"), credit("-9.00", "FRAIS")]))
    before = list(JournalEntry.objects.values_list("source", flat=True))
    assert take_back()
    assert (on_record(), lines(), statement_page()[0], bank_data_until()) == ([], [], [], None)
    assert not any(account_balances().values())
    assert (accounts(TODAY), accounts_in_use()) == ([], [])  # it may have been somebody else's file
    assert (Statement.every.count(), BankLine.every.count(), LineTelling.objects.count()) == (1, 2, 2)
    assert list(JournalEntry.objects.filter(source__in=before).values_list("source", flat=True)) == before
    assert TimelineEntry.objects.filter(kind="import_undone").count() == 1
    assert examine() == []


def test_the_same_file_comes_in_again_as_if_for_the_first_time():
    make_instalment(make_client(), "FA-2026-0118", "1240.00")
    content = camt053([credit("99.00", "ASSURANCE"), credit("-12.30", "FRAIS")])
    first = bring(content)
    before = facts()
    for _ in range(2):
        take_back()
        assert bring(content) == first
        assert facts() == before
    assert examine() == []


@pytest.mark.parametrize("withdrawn", ["releve.xml", "export.ofx"])
def test_a_line_that_another_file_tells_too_survives(withdrawn):
    bring(
        camt053([credit("120.00", "VIR SEPA RECU FA-7 DUPONT", day=DAY), credit("30.00", "MARTIN", day=DAY)])
    )
    bring(ofx(("A1", "120.00", "VIREMENT DUPONT FA-7"), ("A2", "9.00", "CARTE LIBRAIRIE")), "export.ofx")
    assert [amount for _, amount in on_record()] == [900, 3000, 12000]
    take_back(withdrawn)
    left = [3000, 12000] if withdrawn == "export.ofx" else [900, 12000]
    assert [amount for _, amount in on_record()] == left
    assert account_balances()["512000"] == sum(left)
    take_back("releve.xml" if withdrawn == "export.ofx" else "export.ofx")
    assert on_record() == []
    assert examine() == []


def test_a_matched_line_is_in_the_way_until_its_match_is_undone():
    instalment = make_instalment(make_client(), "FA-2026-0118", "1240.00")
    bring(camt053([credit("1240.00", "FA-2026-0118"), credit("5.00", "X")]))
    shown = undoing(Statement.objects.get().id)
    assert [(line.amount.minor, line.label) for line in shown.decided] == [(124_000, "FA-2026-0118")]
    before = facts()
    with pytest.raises(Refused) as refused:
        take_back()
    assert (refused.value.code, refused.value.facts["count"]) == ("import_lines_decided", 1)
    assert facts() == before
    undo(Match.objects.get(state=MatchState.ACCEPTED).id, CAMILLE)
    assert take_back()
    assert (on_record(), remaining(instalment)) == ([], [124_000])
    assert examine() == []


def test_a_line_put_aside_is_in_the_way():
    bring(camt053([credit("5.00", "TRANSFERT")]))
    ignore(BankLine.objects.get().id, CAMILLE, reason="own account")
    with pytest.raises(Refused, match="import_lines_decided"):
        take_back()


def test_a_matched_line_that_another_file_tells_is_in_nobodys_way():
    instalment = make_instalment(make_client(), "FA-2026-0118", "1240.00")
    bring(camt053([credit("1240.00", "FA-2026-0118", day=DAY)]))
    bring(ofx(("A1", "1240.00", "FA-2026-0118")), "export.ofx")
    assert take_back("releve.xml")
    assert remaining(instalment) == [0]


def test_reminders_held_for_its_suggestion_go_on():
    one = make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
    make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "300.00")
    bring(camt053([credit("300.00", "VIR BRASSERIE")]))
    assert Match.objects.get().state == MatchState.SUGGESTED
    Instalment.objects.update(next_check_on=date(2026, 12, 24))
    take_back()
    assert Match.objects.get().state == MatchState.OUTDATED
    assert Instalment.objects.get(id=one.id).next_check_on == TODAY


def test_its_days_are_missing_again():
    for day, opening in (("2026-11-10", "0.00"), ("2026-11-11", "20.00"), ("2026-11-12", "40.00")):
        bring(camt053([credit("20.00", f"VIR {day}", day=day)], opening=opening, until=day), f"{day}.xml")
    before = facts()
    take_back("2026-11-11.xml")
    (one,) = accounts(TODAY)
    assert (str(one.account.up_to), one.missing) == ("2026-11-10", (date(2026, 11, 11), date(2026, 11, 11)))
    bring(
        camt053([credit("20.00", "VIR 2026-11-11", day="2026-11-11")], opening="20.00", until="2026-11-11"),
        "b.xml",
    )
    assert facts() == before


@pytest.mark.parametrize("place", [0, 1])
def test_the_first_days_are_missing_too_once_they_were_known(place):
    files = [
        (camt053([credit("20.00", f"VIR {day}", day=day)], opening=opening, until=day), f"{day}.xml")
        for day, opening in (("2026-10-12", "0.00"), ("2026-11-23", "900.00"))
    ]
    for content, name in files:
        bring(content, name)
    before = facts()
    take_back(files[place][1])
    (one,) = accounts(TODAY)
    expected = (
        ("2026-10-11", (date(2026, 10, 12), date(2026, 11, 22))) if place == 0 else ("2026-10-12", None)
    )
    assert (str(one.account.up_to), one.missing) == expected
    bring(*files[place])
    assert facts() == before


def test_what_a_person_answered_for_stays_answered():
    for day, opening in (("2026-10-12", "0.00"), ("2026-11-20", "900.00"), ("2026-11-23", "920.00")):
        bring(camt053([credit("20.00", f"VIR {day}", day=day)], opening=opening, until=day), f"{day}.xml")
    days = (date(2026, 10, 13), date(2026, 11, 19))
    go_on_without(BankAccount.objects.get().id, days, on=TODAY, actor="Camille")
    take_back("2026-11-23.xml")
    assert bank_data_until() == date(2026, 11, 20)


def test_twice_is_once_and_another_firm_s_is_unknown():
    bring(camt053([credit("5.00", "X")]))
    statement = Statement.objects.get().id
    assert undo_import(statement, on=TODAY, actor="Camille")
    assert not undo_import(statement, on=TODAY, actor="Robin")
    with pytest.raises(Statement.DoesNotExist):
        undo_import(statement + 1, on=TODAY, actor="Camille")
    with pytest.raises(Refused, match="import_unknown"):
        take_back()


def test_an_account_of_which_nothing_is_left_keeps_nobody_waiting():
    bring(camt053([credit("5.00", "X")]))
    bring(
        camt053(
            [credit("5.00", "X", day="2026-01-05")], account="FR7610107001011234567890129", until="2026-01-05"
        ),
        "b",
    )
    assert bank_data_until() == date(2026, 1, 5)
    take_back("b")
    assert bank_data_until() == date(2026, 11, 20)


def test_the_evidence_cannot_be_changed():
    bring(camt053([credit("5.00", "X")]))
    take_back()
    for change in ({"opening_minor": 7}, {"problems": [1]}, {"file_name": "other"}):
        with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
            Statement.every.update(**change)
