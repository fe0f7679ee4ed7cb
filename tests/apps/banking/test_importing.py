"""Statements come in whole, once, and the books follow."""

import pytest

from quitus.apps.banking.models import BankAccount, BankLine, Match, Statement
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.domain.refused import Refused
from tests.camt_files import camt053, credit
from tests.firm import TODAY, make_client, make_instalment, remaining

pytestmark = pytest.mark.usefixtures("inside")


def bring(*entries, name="releve.xml", **options):
    return import_bank_file(camt053(entries, **options), name, on=TODAY, actor="Camille")


def test_a_line_that_names_its_invoice_is_matched_by_itself():
    instalment = make_instalment(make_client(), "FA-2026-0118", "1240.00")
    done = bring(credit("1240.00", "VIR SEPA RECU FA-2026-0118", payer="MAISON BERTHIER ET FILS"))
    assert (done.new, done.matched, done.suggested, done.problems) == (1, 1, 0, 0)
    assert remaining(instalment) == [0]
    assert Statement.objects.get().balanced is True
    assert account_balances() == {"411000": 0, "471000": 0, "512000": 124_000, "890000": -124_000}


def test_money_that_nobody_explains_waits_in_471():
    done = bring(credit("99.00", "REMBOURSEMENT ASSURANCE"), credit("-12.30", "FRAIS TENUE DE COMPTE"))
    assert (done.new, done.matched, done.suggested) == (2, 0, 0)
    assert account_balances() == {"471000": -8_670, "512000": 8_670}


def test_the_same_file_again_changes_nothing():
    make_instalment(make_client(), "FA-2026-0118", "1240.00")
    first = bring(credit("1240.00", "FA-2026-0118"), name="a.xml")
    again = bring(credit("1240.00", "FA-2026-0118"), name="the same under another name.xml")
    assert (first.same_file, again.same_file) == (False, True)
    assert (again.new, again.known) == (0, 1)
    assert BankLine.objects.count() == 1
    assert Match.objects.count() == 1


def test_an_overlapping_statement_adds_only_what_is_new():
    monday = credit("10.00", "ONE", day="2026-11-16")
    tuesday = credit("20.00", "TWO", day="2026-11-17")
    bring(monday, until="2026-11-16")
    done = bring(monday, tuesday, until="2026-11-17")
    assert (done.new, done.known) == (1, 1)
    assert [line.amount_minor for line in BankLine.objects.order_by("id")] == [1000, 2000]


def test_two_equal_transfers_of_one_day_stay_two():
    twin = credit("50.00", "VIR LOYER PARKING", payer="DUPONT", iban="FR7610107001011234567890129")
    done = bring(twin, twin)
    assert done.new == 2
    assert account_balances()["512000"] == 10_000


def test_two_invoices_in_one_transfer():
    client = make_client()
    first = make_instalment(client, "FA-2026-0118", "1240.00")
    second = make_instalment(client, "FA-2026-0127", "860.00")
    bring(credit("2100.00", "FA-2026-0118 FA-2026-0127", payer="MAISON BERTHIER"))
    assert remaining(first, second) == [0, 0]


def test_equal_amounts_of_two_clients_are_left_to_a_person():
    one = make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
    two = make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "300.00")
    done = bring(credit("300.00", "VIREMENT"))
    assert done.matched == 0
    assert remaining(one, two) == [30_000, 30_000]


def test_how_far_the_bank_data_reach():
    bring(credit("10.00", "X", day="2026-11-12"), until="2026-11-20")
    assert str(BankAccount.objects.get().up_to) == "2026-11-20"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bank_file_empty"),
        (b"not a statement", "bank_format_unknown"),
        (camt053([credit("1.00", "X")], currency="USD"), "statement_in_foreign_currency"),
        (camt053([credit("1.00", "X")])[:-40], None),
    ],
)
def test_what_cannot_be_taken_in_leaves_no_trace(content, code):
    with pytest.raises(Refused) as refused:
        import_bank_file(content, "x.xml", on=TODAY, actor="Camille")
    assert code in (None, refused.value.code)
    assert (Statement.objects.count(), BankLine.objects.count(), account_balances()) == (0, 0, {})
