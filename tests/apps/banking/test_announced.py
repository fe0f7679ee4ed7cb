"""What reports and notices announce counts at once, is one line with what the statement tells, and none without it."""

import pytest

from quitus.apps.banking.known_days import bank_data_until
from quitus.apps.banking.models import BankLine, Match, MatchState, Statement
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.statements.statement_list import announced
from quitus.apps.banking.statements.undoing import import_called, undo_import
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.invoicing.models import Instalment
from tests.apps.banking.bank_of_truth import Bank, Movement
from tests.camt_files import camt052, camt053, camt054, credit
from tests.firm import TODAY, make_client, make_instalment, remaining

pytestmark = pytest.mark.usefixtures("inside")
DAY = "2026-11-23"


def bring(content: bytes, name: str = "report.xml"):
    return import_bank_file(content, name, on=TODAY, actor="Camille")


def take_back(name: str) -> None:
    undo_import(import_called(name, None), on=TODAY, actor="Camille")


def amounts() -> list[int]:
    return sorted(BankLine.objects.values_list("amount_minor", flat=True))


def unconfirmed() -> list[tuple[int, bool]]:
    return sorted((line.amount.minor, line.counted) for line in announced(TODAY, "EUR").unconfirmed)


@pytest.mark.parametrize("report", [camt052, camt054])
def test_a_payment_announced_at_noon_stops_its_reminders_at_once(report):
    instalment = make_instalment(make_client(), "FA-2026-0118", "1240.00")
    Instalment.objects.update(next_check_on=None)
    done = bring(report([credit("1240.00", "FA-2026-0118", day=DAY)]))
    assert (done.new, done.matched, remaining(instalment)) == (1, 1, [0])
    assert bank_data_until() is None  # nothing is known of the day's other movements
    assert announced(TODAY, "EUR").waiting == 1
    done = bring(camt053([credit("1240.00", "FA-2026-0118", day=DAY)], until=DAY), "statement.xml")
    assert (done.new, done.known) == (0, 1)
    assert (announced(TODAY, "EUR").waiting, str(bank_data_until())) == (0, DAY)
    assert account_balances()["512000"] == 124_000
    assert examine() == []


def test_a_report_at_the_end_of_its_day_is_a_statement_of_it():
    whole = camt053([credit("10.00", "A", day=DAY)], until=DAY)
    for statement, report in (
        (b"camt.053", b"camt.052"),
        (b"BkToCstmrStmt", b"BkToCstmrAcctRpt"),
        (b"Stmt>", b"Rpt>"),
    ):
        whole = whole.replace(statement, report)
    bring(whole)
    assert (Statement.objects.get().announces, str(bank_data_until())) == (False, DAY)


def test_money_that_goes_back_is_a_debit_with_what_is_told():
    entry = camt054([credit("-1240.00", "REJET FA-2026-0118", payer="MAISON BERTHIER", day=DAY)])
    returned = entry.replace(b"<RmtInf>", b"<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf><RmtInf>")
    bring(returned)
    line = BankLine.objects.get()
    assert (line.amount_minor, line.label, line.returned_code) == (-124_000, "REJET FA-2026-0118", "AC04")


STATEMENT = camt053([credit("30.00", "VIR DUPONT", day=DAY)], opening="0.00", until=DAY)
REPORT = camt052([credit("30.00", "VIR DUPONT", day=DAY), credit("7.00", "VIR MARTIN", day=DAY)])


@pytest.mark.parametrize("files", [(REPORT, STATEMENT), (STATEMENT, REPORT)])
def test_what_the_statement_of_its_day_does_not_tell_does_not_count(files):
    for place, content in enumerate(files):
        bring(content, str(place))
    assert amounts() == [3000]
    assert account_balances() == {"471000": -3000, "512000": 3000}
    assert unconfirmed() == [(700, False)]
    assert examine() == []


def test_it_comes_back_when_a_statement_tells_it_after_all_or_the_denying_one_is_undone():
    bring(REPORT)
    bring(STATEMENT, "morning.xml")
    afternoon = camt053([credit("7.00", "VIR MARTIN", day=DAY)], opening="30.00", until=DAY)
    bring(afternoon, "afternoon.xml")
    assert (amounts(), unconfirmed(), account_balances()["512000"]) == ([700, 3000], [], 3700)
    take_back("afternoon.xml")
    assert (amounts(), unconfirmed(), account_balances()["512000"]) == ([3000], [(700, False)], 3000)
    take_back("morning.xml")
    assert (amounts(), unconfirmed(), account_balances()["512000"]) == ([700, 3000], [], 3700)
    take_back("report.xml")
    assert (amounts(), account_balances()["512000"], examine()) == ([], 0, [])


def test_told_again_by_another_report_it_stays_denied():
    bring(REPORT)
    bring(STATEMENT, "statement.xml")
    bring(camt052([credit("7.00", "VIR MARTIN", day=DAY)]), "again.xml")
    assert (amounts(), unconfirmed(), BankLine.every.count()) == ([3000], [(700, False)], 2)


def test_what_was_matched_stays_and_a_person_is_asked():
    instalment = make_instalment(make_client(), "FA-2026-0118", "7.00")
    bring(camt052([credit("7.00", "FA-2026-0118", day=DAY)]))
    bring(STATEMENT, "statement.xml")
    assert (remaining(instalment), amounts()) == ([0], [700, 3000])
    assert unconfirmed() == [(700, True)]


def test_what_was_suggested_for_a_denied_line_holds_nobody_back():
    one = make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
    make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "300.00")
    bring(camt052([credit("300.00", "VIR BRASSERIE", day=DAY)]))
    assert Match.objects.get().state == MatchState.SUGGESTED
    Instalment.objects.update(next_check_on=None)
    bring(STATEMENT, "statement.xml")
    assert Match.objects.get().state == MatchState.OUTDATED
    assert Instalment.objects.get(id=one.id).next_check_on == TODAY


def test_a_day_that_the_statement_does_not_wholly_tell_denies_nothing():
    """It opens in the evening of the 23rd: what was booked before belongs to the statement before."""
    bring(REPORT)
    opens_before = camt053([credit("5.00", "VIR X", day="2026-11-24")], until="2026-11-24")
    opens_before = opens_before.replace(
        b"<Dt><Dt>2026-11-24</Dt></Dt></Bal>", b"<Dt><Dt>2026-11-23</Dt></Dt></Bal>", 1
    )
    bring(opens_before, "statement.xml")
    assert amounts() == [500, 700, 3000]
    assert announced(TODAY, "EUR").waiting == 2


BATCH = Bank([Movement(0, 0, (("DUPONT", 1000), ("MARTIN", 2000))), Movement(1, 0, (("BERNARD", 3000),))])


@pytest.mark.parametrize("notice_first", [True, False])
def test_a_batch_is_its_payments_whichever_file_came_first(notice_first):
    files = [(BATCH.camt054(0), "notice"), (BATCH.camt053(0, 0, details=False), "statement")]
    for content, name in files if notice_first else files[::-1]:
        bring(content, name)
    assert (amounts(), account_balances()["512000"]) == ([1000, 2000, 3000], 6000)
    assert examine() == []
    take_back("notice")
    assert (sum(amounts()), account_balances()["512000"]) == (6000, 6000)
    bring(*files[0])
    assert amounts() == [1000, 2000, 3000]
    take_back("statement")
    take_back("notice")
    assert (amounts(), account_balances()["512000"], examine()) == ([], 0, [])


def test_a_batch_that_somebody_matched_stays_one_line():
    instalment = make_instalment(make_client(), "FA-2026-0118", "30.00")
    bring(
        camt053([credit("30.00", "REMISE FA-2026-0118", day="2026-11-09", bank_id="B0")], until="2026-11-09"),
        "a",
    )
    assert remaining(instalment) == [0]
    done = bring(Bank(BATCH.movements[:1]).camt054(0), "notice")
    assert (done.new, done.known, amounts()) == (0, 2, [3000])
    take_back("a")
    assert remaining(instalment) == [0]
