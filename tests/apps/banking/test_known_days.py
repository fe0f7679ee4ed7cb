"""Statements that leave days out are no word about those days, until somebody fills the gap or answers for it."""

from datetime import date

import pytest

from quitus.apps.banking.account_queries import accounts
from quitus.apps.banking.accounts import close_account
from quitus.apps.banking.known_days import bank_data_until, go_on_without
from quitus.apps.banking.models import BankAccount
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.invoicing.models import Instalment
from quitus.apps.timeline.models import TimelineEntry
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment

OTHER = "FR7610107001011234567890129"
pytestmark = pytest.mark.usefixtures("inside")


def bring(day: str, opening: str, amount: str = "20.00", until: str = ""):
    """A statement of one day with one receipt."""
    content = camt053([credit(amount, f"VIR {day}", day=day)], opening=opening, until=until or day)
    return import_bank_file(content, f"{day}.xml", on=TODAY, actor="Camille")


def known() -> tuple[str, tuple[str, str] | None]:
    (one,) = accounts(TODAY)
    missing = one.missing
    return str(one.account.up_to), tuple(map(str, missing)) if missing else None


def test_what_goes_on_from_the_former_balance_leaves_nothing_out():
    bring("2026-10-12", "0.00")
    bring("2026-11-23", "20.00")  # six weeks without a movement
    assert known() == ("2026-11-23", None)


def test_a_gap_is_told_and_what_lies_behind_it_proves_nothing():
    bring("2026-10-12", "0.00")
    bring("2026-11-23", "9000.00")
    assert known() == ("2026-10-12", ("2026-10-13", "2026-11-22"))
    assert bank_data_until() == date(2026, 10, 12)


def test_the_missing_statement_fills_the_gap_and_wakes_the_reminders():
    instalment = make_instalment(make_client(), "FA-1", "100.00", due=date(2026, 10, 20))
    bring("2026-10-12", "0.00")
    bring("2026-11-23", "9000.00")
    Instalment.objects.update(next_check_on=date(2026, 12, 24))
    bring("2026-10-13", "20.00", amount="8980.00", until="2026-11-22")
    assert known() == ("2026-11-23", None)
    assert Instalment.objects.get(id=instalment.id).next_check_on == TODAY


def test_a_person_answers_for_the_missing_days():
    instalment = make_instalment(make_client(), "FA-1", "100.00", due=date(2026, 10, 20))
    bring("2026-10-12", "0.00")
    bring("2026-11-23", "9000.00")
    Instalment.objects.update(next_check_on=date(2026, 12, 24))
    days = (date(2026, 10, 13), date(2026, 11, 22))
    go_on_without(BankAccount.objects.get().id, days, on=TODAY, actor="Camille")
    assert known() == ("2026-11-23", None)
    assert Instalment.objects.get(id=instalment.id).next_check_on == TODAY
    assert TimelineEntry.objects.filter(kind="missing_days_passed_over").count() == 1
    with pytest.raises(Refused, match="no_days_missing"):
        go_on_without(BankAccount.objects.get().id, days, on=TODAY, actor="Camille")


def test_older_statements_than_the_first_leave_nothing_out():
    bring("2026-11-20", "500.00")
    bring("2026-03-31", "0.00")
    assert known() == ("2026-11-20", None)


def test_a_day_to_come_tells_nothing_yet():
    bring("2026-11-23", "0.00")
    bring("2026-11-30", "20.00")
    assert known() == ("2026-11-24", None)


@pytest.mark.parametrize("day", ["0001-01-02", "1989-12-31", "2027-12-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused_with_the_whole_file(day):
    with pytest.raises(Refused, match="statement_day_impossible"):
        bring(day, "0.00")
    assert not BankAccount.objects.exists()


def test_a_line_booked_back_to_october_is_no_word_about_the_weeks_since():
    bring("2026-10-12", "0.00")
    late = [credit("5.00", "CORRECTION", day="2026-10-13"), credit("20.00", "VIR", day="2026-11-20")]
    content = camt053(late, opening="9000.00", until="2026-11-20")
    import_bank_file(content, "november.xml", on=TODAY, actor="Camille")
    assert known() == ("2026-10-12", ("2026-10-13", "2026-11-19"))


def test_an_account_of_which_nothing_certain_was_read_is_unknown():
    bring("2026-11-23", "0.00")
    wrong = camt053([credit("20.00", "VIR", day="2026-11-22")], until="2026-11-22", account=OTHER)
    wrong = wrong.replace(b">1020.00<", b">1999.00<")
    assert import_bank_file(wrong, "wrong.xml", on=TODAY, actor="Camille").unbalanced == 1
    assert bank_data_until() == date(2026, 11, 21)
    close_account(BankAccount.objects.get(iban=OTHER).id, on=TODAY, actor="Camille")
    assert bank_data_until() == date(2026, 11, 23)


def test_a_double_click_does_not_answer_for_the_next_gap():
    for day, opening in (("2026-10-12", "0.00"), ("2026-11-02", "500.00"), ("2026-11-23", "9000.00")):
        bring(day, opening)
    days = (date(2026, 10, 13), date(2026, 11, 1))
    account = BankAccount.objects.get().id
    go_on_without(account, days, on=TODAY, actor="Camille")
    with pytest.raises(Refused, match="no_days_missing"):
        go_on_without(account, days, on=TODAY, actor="Camille")
    assert known() == ("2026-11-02", ("2026-11-03", "2026-11-22"))


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-23", "2026-10-12"])
def test_the_first_statement_ever_wakes_what_waited_for_one(day):
    instalment = make_instalment(make_client(), "FA-1", "100.00", due=date(2026, 10, 20))
    Instalment.objects.update(next_check_on=date(2026, 12, 24))
    bring(day, "0.00")
    assert Instalment.objects.get(id=instalment.id).next_check_on == TODAY
