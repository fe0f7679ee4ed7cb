"""Two files of one account that tell other movements of the same days; and those that only end at another hour."""

import pytest

from quitus.apps.banking.accounts import account_named
from quitus.apps.banking.models import BankLine
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.statements.statement_list import furthest_statement, statement_page
from tests.camt_files import STUDIO, camt052, camt053, credit
from tests.firm import TODAY

pytestmark = pytest.mark.usefixtures("inside")
HEADER = "Date;Libellé;Montant;Solde"
MORNING = ["17/11/2026;a;-10,00;990,00", "18/11/2026;b;100,00;1 090,00", "19/11/2026;c;-85,00;1 005,00"]
AFTERNOON = "19/11/2026;d;-20,00;985,00"
NEXT = "20/11/2026;e;7,00;992,00"


def table(name, *rows):
    content = "\n".join([HEADER, *rows]).encode()
    import_bank_file(content, name, on=TODAY, actor="Camille", account_id=account_named(STUDIO))


def apart():
    return [one.joint.apart if one.joint else None for one in statement_page()[0]]


def test_a_table_downloaded_at_noon_and_one_of_the_next_days_agree():
    table("midi.csv", *MORNING)
    table("lendemain.csv", MORNING[1], MORNING[2], AFTERNOON, NEXT)
    assert apart() == [0, None]
    assert furthest_statement().untold == 0


def test_what_the_next_table_lacks_of_a_day_that_it_wholly_tells_is_told():
    table("midi.csv", *MORNING)
    table("autre.csv", MORNING[0], "20/11/2026;e;7,00;997,00")
    assert apart() == [2, None]
    assert furthest_statement().untold == 2


def test_a_statement_of_the_bank_ends_with_its_day():
    def day(amount, label):
        return camt053([credit(amount, label, day="2026-11-19")], until="2026-11-19")

    import_bank_file(day("20.00", "A"), "banque.xml", on=TODAY, actor="Camille")
    table("autre.csv", "19/11/2026;autre;-20,00;985,00", "20/11/2026;e;7,00;992,00")
    assert apart() == [1, None]


def test_a_table_of_the_morning_denies_nothing_that_was_announced_for_the_afternoon():
    notice = camt052([credit("33.00", "VIR ANNONCE", day="2026-11-19")])
    import_bank_file(notice, "avis.xml", on=TODAY, actor="Camille")
    table("midi.csv", *MORNING)
    assert BankLine.objects.filter(amount_minor=3_300).exists()
