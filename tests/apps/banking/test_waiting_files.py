"""Tables that wait for a word, and what is remembered of them: whole or not at all, once, behind the wall."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from quitus.apps.banking.accounts import account_named
from quitus.apps.banking.models import BankAccount, BankLine, KnownTable, Statement, WaitingFile
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.banking.tables import known_tables, waiting_files
from quitus.apps.banking.tables.columns_told import import_told_file
from quitus.apps.banking.tables.known_tables import Teller
from quitus.apps.banking.tables.waiting_files import Answer
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.domain.banking.column_mapping import BankField, ColumnMapping
from quitus.domain.banking.told_columns import ToldColumns
from quitus.domain.importing.dates import DateOrder
from quitus.domain.refused import Refused
from tests.adapters.bank.table_files import table
from tests.firm import TODAY

BY = {"on": TODAY, "actor": "Camille"}
UNKNOWN = table("Quand;Quoi;Combien", "05/10/2026;VIR BERTHIER;12,30", "17/10/2026;Loyer;-800,00")
HEADERS = ("Quand", "Quoi", "Combien")
RIGHT = ColumnMapping({BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)})
IBAN = "FR7630004000030000000001464"
FORTUNEO = (
    "Date opération;Date valeur;libellé;Débit;Crédit;",
    "25/06/2026;25/06/2026;CARTE 24/06 PAPETERIE;-10;",
    "31/07/2026;31/07/2026;VIR INST BERTHIER;;23",
)


@pytest.fixture
def firm(organisation):
    with tenant(organisation.id):
        yield organisation


@pytest.fixture
def account(firm):
    return BankAccount.objects.create(iban=IBAN, currency="EUR").id


def refusal_of(work, *arguments, **more) -> Refused:
    with pytest.raises(Refused) as refused, transaction.atomic():
        work(*arguments, **more)
    return refused.value


def lines() -> list[tuple[int, str]]:
    return list(BankLine.objects.order_by("id").values_list("amount_minor", "label"))


def answered(waiting_id: int, mapping: ColumnMapping = RIGHT, **account):
    asked = waiting_files.question(waiting_id)
    return waiting_files.answer(waiting_id, Answer(asked.table.fingerprint, mapping, **account), **BY)


def test_a_question_shows_what_the_table_seems_to_say_and_how_it_reads_so(account):
    waiting_id = waiting_files.keep_waiting(UNKNOWN, "octobre.csv", account_id=account, **BY)
    asked = waiting_files.question(waiting_id)
    assert (asked.table.headers, asked.place, asked.count, asked.remembered) == (HEADERS, 1, 1, False)
    assert {problem.code for problem in asked.doubts} >= {"bank_column_date_missing"}
    assert asked.trial.refused is not None
    trial = waiting_files.try_columns(waiting_id, asked.table.fingerprint, RIGHT)
    assert (trial.count, trial.unread, trial.nameless, trial.balanced) == (2, 0, 1, None)
    assert [str(money) for money in (*trial.came_in, *trial.went_out)] == ["12.30 EUR", "-800.00 EUR"]
    assert not BankLine.objects.exists()


def test_an_answer_takes_the_file_in_and_forgets_that_it_waited(account):
    waiting_id = waiting_files.keep_waiting(UNKNOWN, "octobre.csv", **BY)
    imported = answered(waiting_id, account_id=account)
    assert (imported.new, imported.file_name) == (2, "octobre.csv")
    assert lines() == [(1_230, "VIR BERTHIER"), (-80_000, "Loyer")]
    assert not WaitingFile.objects.exists()
    assert known_tables.known_columns()[KnownTable.objects.get().fingerprint] == RIGHT


@pytest.mark.parametrize(
    ("mapping", "account_named_so", "code"),
    [
        (RIGHT, "", "statement_without_account"),
        (RIGHT, "FR7630004000030000000001465", "bank_account_name_unusable"),
        (RIGHT, "x", "bank_account_name_unusable"),
        (ColumnMapping({BankField.BOOKED: (0,), BankField.LABEL: (1,)}), IBAN, "bank_mapping_column_missing"),
        (
            ColumnMapping({BankField.BOOKED: (9,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)}),
            IBAN,
            "bank_mapping_column_unknown",
        ),
        (
            ColumnMapping({BankField.BOOKED: (1,), BankField.LABEL: (0,), BankField.AMOUNT: (2,)}),
            IBAN,
            "bank_table_misread",
        ),
        (
            ColumnMapping(
                {BankField.BOOKED: (0,), BankField.LABEL: (1,), BankField.AMOUNT: (2,)}, currency="USD"
            ),
            IBAN,
            "statement_in_foreign_currency",
        ),
    ],
)
def test_an_answer_that_will_not_do_changes_nothing(account, mapping, account_named_so, code):
    waiting_id = waiting_files.keep_waiting(UNKNOWN, "octobre.csv", **BY)
    fingerprint = waiting_files.question(waiting_id).table.fingerprint
    said = Answer(fingerprint, mapping, new_account=account_named_so)
    assert refusal_of(waiting_files.answer, waiting_id, said, **BY).code == code
    assert WaitingFile.objects.get().columns == {}
    assert (lines(), KnownTable.objects.count(), Statement.objects.count()) == ([], 0, 0)
    assert BankAccount.objects.count() == 1


def test_a_bank_that_names_no_account_is_asked_once(account):
    """Fortuneo's columns are known to everybody; whose they are is not."""
    content = table(*FORTUNEO)
    assert refusal_of(import_bank_file, content, "a.csv", **BY).code == "statement_without_account"
    import_bank_file(content, "a.csv", account_id=account, **BY)
    (known,) = known_tables.known_tables()
    assert (known.mapping, known.account.id) == (None, account)
    later = table(*(line.replace("/2026", "/2025") for line in FORTUNEO))
    assert import_bank_file(later, "b.csv", **BY).new == 2
    assert BankLine.objects.filter(bank_account_id=account).count() == 4


def test_an_account_that_is_closed_is_asked_for_again(account):
    import_bank_file(table(*FORTUNEO), "a.csv", account_id=account, **BY)
    BankAccount.objects.filter(id=account).update(closed_on=TODAY)
    later = table(*(line.replace("/2026", "/2025") for line in FORTUNEO))
    assert refusal_of(import_bank_file, later, "b.csv", **BY).code == "statement_without_account"


def test_an_account_named_twice_is_one(firm):
    first = account_named("Compte PayPal")
    assert account_named(" compte  paypal ") == first
    assert account_named("FR76 3000 4000 0300 0000 0001 464") != first
    assert BankAccount.objects.get(id=first).name == "Compte PayPal"


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"columns": {"booked": [99], "label": [1], "amount": [2]}},
        {"columns": {"jour": [0]}},
        {"columns": "oups"},
        {"columns": {"booked": [0]}},
    ],
)
def test_a_damaged_memory_asks_again(account, kept):
    import_told_file(
        UNKNOWN, "a.csv", ToldColumns({name: (str(place + 1),) for name, (place,) in RIGHT.columns.items()}),
        account_id=account, **BY,
    )  # fmt: skip
    KnownTable.objects.update(columns=kept)
    later = UNKNOWN.replace(b"/10/", b"/11/")
    assert refusal_of(import_bank_file, later, "b.csv", **BY).code == "bank_table_columns_unsure"
    assert known_tables.known_tables()[0].mapping is None


def test_a_remembered_order_of_days_keeps_what_it_was_told(account):
    dates = table("Quand;Quoi;Combien", "03/04/2026;a;-1,00", "05/02/2026;b;2,00", "03/04/2026;c;2,00")
    told = ToldColumns({BankField.BOOKED: ("1",), BankField.LABEL: ("2",), BankField.AMOUNT: ("3",)})
    doubt = refusal_of(import_told_file, dates, "a.csv", told, account_id=account, **BY)
    assert doubt.code == "bank_table_doubtful"
    assert not KnownTable.objects.exists()
    ordered = ToldColumns(told.columns, DateOrder.MONTH_FIRST)
    import_told_file(dates, "a.csv", ordered, account_id=account, **BY)
    later = dates.replace(b"2026", b"2025")
    import_bank_file(later, "b.csv", **BY)
    days = BankLine.objects.order_by("id").values_list("booked_on", flat=True)
    assert [day.isoformat() for day in days][3:] == ["2025-03-04", "2025-05-02", "2025-03-04"]


def test_what_is_remembered_of_one_firm_is_unknown_to_another(organisation):
    with tenant(organisation.id):
        account_id = BankAccount.objects.create(iban=IBAN, currency="EUR").id
        answered(waiting_files.keep_waiting(UNKNOWN, "octobre.csv", **BY), account_id=account_id)
        waiting_id = waiting_files.keep_waiting(UNKNOWN + b"18/10/2026;Pain;-1,00\n", "x.csv", **BY)
        known_id = KnownTable.objects.get().id
    with tenant(Organisation.objects.create(name="Autre").id):
        assert known_tables.known_columns() == {}
        assert waiting_files.waiting_files() == []
        for work, missing in (
            (lambda: waiting_files.question(waiting_id), WaitingFile),
            (lambda: waiting_files.try_columns(waiting_id, "f" * 24, RIGHT), WaitingFile),
            (lambda: waiting_files.give_up(waiting_id), WaitingFile),
            (lambda: known_tables.forget(known_id, **BY), KnownTable),
            (lambda: known_tables.change(known_id, RIGHT, None, **BY), KnownTable),
            (
                lambda: waiting_files.keep_waiting(UNKNOWN, "a.csv", account_id=account_id, **BY),
                BankAccount,
            ),
        ):
            with pytest.raises(missing.DoesNotExist):
                work()
        assert refusal_of(import_bank_file, UNKNOWN, "a.csv", **BY).code == "bank_table_columns_unsure"
    with tenant(organisation.id):
        assert (KnownTable.objects.count(), WaitingFile.objects.count()) == (1, 1)


def test_two_people_who_answer_at_once_take_it_in_once(committed):
    organisation = Organisation.objects.create(name="Studio Marelle")
    with tenant(organisation.id):
        account = BankAccount.objects.create(iban=IBAN, currency="EUR").id
        waiting_id = waiting_files.keep_waiting(UNKNOWN, "octobre.csv", **BY)
        fingerprint = waiting_files.question(waiting_id).table.fingerprint
    together = Barrier(3)

    def hand(_: int) -> str:
        try:
            together.wait(10)
            with tenant(organisation.id):
                waiting_files.answer(waiting_id, Answer(fingerprint, RIGHT, account), **BY)
            return "in"
        except WaitingFile.DoesNotExist:
            return "late"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as hands:
        assert sorted(hands.map(hand, range(3))) == ["in", "late", "late"]
    with tenant(organisation.id):
        assert lines() == [(1_230, "VIR BERTHIER"), (-80_000, "Loyer")]
        assert (KnownTable.objects.count(), WaitingFile.objects.count()) == (1, 0)


def test_two_people_who_bring_the_same_file_at_once_keep_it_once(committed):
    organisation = Organisation.objects.create(name="Studio Marelle")
    together = Barrier(3)

    def hand(_: int) -> int:
        try:
            together.wait(10)
            with tenant(organisation.id):
                return waiting_files.keep_waiting(UNKNOWN, "octobre.csv", **BY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as hands:
        assert len(set(hands.map(hand, range(3)))) == 1


def test_a_teller_is_kept_with_what_was_said(account):
    known_tables.remember_columns(HEADERS, RIGHT, Teller(TODAY, "Camille Rousseau", "a.csv"))
    (known,) = known_tables.known_tables()
    assert (known.told_by, known.told_on, known.file_name) == ("Camille Rousseau", TODAY, "a.csv")
    assert known_tables.remember_columns(HEADERS, RIGHT, Teller(TODAY, "Robin", "b.csv")) == []
