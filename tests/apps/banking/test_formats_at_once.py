"""Two people bring the same days in two formats at once: each movement is one line, matched once, one payment."""

from collections import Counter
from itertools import combinations

import pytest
from django.db import connection

from quitus.apps.banking.models import BankAccount, BankLine, Match, MatchState, Statement
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.importing import Imported, import_bank_file
from quitus.apps.banking.tables import waiting_files
from quitus.apps.banking.tables.waiting_files import Answer
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from quitus.apps.history.models import Movement as Moved
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.models import Payment, PaymentReturn
from quitus.apps.timeline.queries import broken_chains
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.domain.importing.dates import DateOrder
from tests.apps.banking.bank_of_truth import Bank, Movement
from tests.at_once import at_once
from tests.camt_files import STUDIO
from tests.firm import TODAY, make_client, make_instalment

BY = {"on": TODAY, "actor": "Camille"}
BANK = Bank(
    [
        Movement(1, 0, (("BRASSERIE FA-2026-0140", 30_000),)),
        Movement(2, 0, (("HOTEL FA-2026-0141", 12_000),)),
        Movement(3, 0, (("LOYER", -5_000),)),
        Movement(4, 1, (("LOYER", -5_000),)),
        Movement(5, 1, (("LOYER", -5_000),)),
        Movement(6, 1, (("FRAIS", -900),)),
    ]
)
FILES = {
    "camt.053": BANK.camt053(0, 1, details=True),
    "MT940": BANK.mt940(0, 1),
    "OFX": BANK.ofx(0, 1),
    "CSV": BANK.csv(0, 1),
}


MEANT = ColumnMapping(
    {BankField.BOOKED: (0,), BankField.LABEL: (2,), BankField.DEBIT: (3,), BankField.CREDIT: (4,)},
    DateOrder.DAY_FIRST,
)


@pytest.fixture
def firm(organisation_committed) -> int:
    with tenant(organisation_committed):
        BankAccount.objects.create(iban=STUDIO, currency="EUR")
        make_instalment(make_client("Brasserie du Canal"), "FA-2026-0140", "300.00")
        make_instalment(make_client("Hôtel des Voyageurs"), "FA-2026-0141", "120.00")
    connection.close()
    return organisation_committed


def bring(content: bytes, name: str):
    return lambda: import_bank_file(content, name, account_id=BankAccount.objects.get().id, **BY)


def told_once(firm: int) -> None:
    """Each movement is one line, booked once, one movement of the history; each invoice is paid by one payment."""
    with tenant(firm):
        assert Counter(BankLine.objects.values_list("booked_on", "amount_minor")) == Counter(
            (one.on, one.cents) for one in BANK.movements
        )
        assert Moved.objects.count() == len(BANK.movements)
        assert account_balances()["512000"] == BANK.balance(2)
        assert sorted(Payment.objects.values_list("amount_minor", flat=True)) == [12_000, 30_000]
        assert list(Match.objects.values_list("state", flat=True)) == [MatchState.ACCEPTED] * 2
        assert (examine(), broken_chains()) == ([], [])


@pytest.mark.parametrize("formats", list(combinations(FILES, 2)), ids=" and ".join)
def test_two_formats_at_once(firm, formats):
    done = at_once(firm, *(bring(FILES[name], name) for name in formats))
    assert all(isinstance(one, Imported) for one in done), done
    assert sorted(one.new for one in done) == [0, len(BANK.movements)]
    assert sum(one.matched for one in done) == 2
    told_once(firm)


def test_all_formats_and_the_reports_of_each_day_at_once(firm):
    several = {
        **FILES,
        "camt.052": BANK.camt052(0, 2),
        "MT942": BANK.mt942(1, 2),
        "camt.054": BANK.camt054(0),
        "again": FILES["camt.053"],
    }
    done = at_once(firm, *(bring(content, name) for name, content in several.items()))
    assert sum(one.new for one in done) == len(BANK.movements), done
    assert sum(one.same_file for one in done) == 1
    told_once(firm)
    with tenant(firm):
        assert Statement.objects.count() == len(several) - 1


def test_a_return_that_two_formats_tell_is_one(firm):
    with tenant(firm):
        bring(FILES["camt.053"], "paid")()
    connection.close()
    back = Bank([*BANK.movements, Movement(7, 2, (("REJET PRLV FA-2026-0140", -30_000),))])
    at_once(
        firm, bring(back.mt940(2, 2), "MT940"), bring(back.ofx(2, 2), "OFX"), bring(back.csv(2, 2), "CSV")
    )
    with tenant(firm):
        line = BankLine.objects.get(amount_minor=-30_000)
        rows = LineReturn.objects.filter(line=line)
        open_ones = rows.filter(state__in=[LineReturnState.SUGGESTED, LineReturnState.ACCEPTED])
        assert open_ones.count() == 1
        assert PaymentReturn.objects.count() == rows.filter(state=LineReturnState.ACCEPTED).count()
        assert examine() == []


def test_two_people_say_what_a_table_means_and_one_of_them_is_too_late(firm):
    """The columns of a bank that nobody knows; meanwhile a third brings the statement."""
    unknown = FILES["CSV"].replace(
        "Date opération;Date valeur;libellé;Débit;Crédit;".encode("cp1252"), b"Quand;Valeur;Quoi;Parti;Venu;"
    )
    with tenant(firm):
        account = BankAccount.objects.get().id
        waiting = waiting_files.keep_waiting(unknown, "banque.csv", account_id=account, **BY)
        asked = waiting_files.question(waiting)
    connection.close()
    said = Answer(asked.table.fingerprint, MEANT, account)

    def answer():
        return waiting_files.answer(waiting, said, **BY)

    *answered, brought = at_once(firm, answer, answer, bring(FILES["camt.053"], "camt.053"))
    assert [type(one).__name__ for one in answered].count("Imported") == 1, answered
    assert isinstance(brought, Imported)
    told_once(firm)
