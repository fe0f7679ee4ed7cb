"""Each thing broken behind the program's back is found, named, and nothing else is."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.db import connections

from quitus.apps.books.actions import Booking, post
from quitus.apps.books.models import Journal
from quitus.apps.charges.actions import Wanted, claim_charges
from quitus.apps.clients.actions import take_changed_clients
from quitus.apps.doctor.checks import CHECKS, examine
from quitus.apps.files.actions import keep
from quitus.apps.invoicing.actions import mark_sent
from quitus.apps.organisations.clock import business_now
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.payments.actions import reverse
from quitus.apps.payments.credit import allocate_credit
from quitus.apps.reminders.planning import plan_day
from quitus.apps.reminders.policies import install_policy
from quitus.cli.doctor import CHECKS_IN_WORDS
from quitus.domain.books.entries import unidentified_receipt
from tests.record import CAMILLE, TODAY, a_client, a_payment, an_invoice

BANK = """
INSERT INTO banking_bankaccount (organisation_id, iban, name, currency, ledger_account)
    VALUES ({org}, 'FR76', '', 'EUR', '512000');
INSERT INTO banking_statement (organisation_id, bank_account_id, file_id, file_name, format, position, imported_on,
        recorded_at, problems, announces)
    SELECT {org}, a.id, f.id, 'x', 'camt.053', 0, '2026-03-16', now(), '[]', false
    FROM banking_bankaccount a, files_storedfile f;
INSERT INTO banking_bankline (organisation_id, statement_id, bank_account_id, line_key, booked_on, amount_minor,
        currency, label, counterparty, iban, reference, bank_id, settled, bookings, withdrawn_why)
    SELECT {org}, id, bank_account_id, 'key', '2026-03-10', 70000, 'EUR', 'VIR', '', '', '', '', false, 1, ''
    FROM banking_statement;
INSERT INTO banking_linetelling (organisation_id, line_id, statement_id, place, booked_on, amount_minor, label,
        reference, iban, bank_id, batch_id)
    SELECT {org}, id, statement_id, 0, booked_on, amount_minor, label, '', '', '', '' FROM banking_bankline;
INSERT INTO history_movement (organisation_id, line_id, bank_account_id, day, month, amount_minor, currency, label,
        party, party_key, iban, words, kind, because, about, judged_by, counted)
    SELECT {org}, id, bank_account_id, booked_on, 24314, amount_minor, currency, label, '', '', '', 'vir', 'unknown',
        'nothing', '', 'quitus', true
    FROM banking_bankline;
"""


@pytest.fixture
def firm(organisation_committed) -> int:
    """A firm where everything has happened once: settled, reversed, left over, unknown."""
    with tenant(organisation_committed):
        client = a_client("Maison Berthier")
        an_invoice(client, "FA-1", "1000.00", total="1500.00")
        an_invoice(client, "FA-2", "500.00", due_on=date(2026, 4, 1))
        a_payment(client, "400.00", "match:1", account="512000")
        reversed_one = a_payment(client, "50.00", "match:2", account="512000")
        reverse(reversed_one.id, on=TODAY, actor=CAMILLE)
        a_payment(client, "30.00", "match:3", account="512000", parts={})
        allocate_credit(client, on=TODAY, actor=CAMILLE)
        keep(b"proof", "text/plain")
        post(
            Booking(
                source="bank_line:1",
                journal=Journal.BANK,
                happened_on=date(2026, 3, 10),
                document="L1",
                label="VIR",
                entry=unidentified_receipt(70_000),
                currency="EUR",
            )
        )
    owner(BANK.format(org=organisation_committed))
    with tenant(organisation_committed):
        claim_charges(Wanted(client_id=client, until=TODAY, interest=False), on=TODAY, actor=CAMILLE)
    return organisation_committed


@pytest.fixture
def firm_with_a_plan(organisation_committed) -> int:
    """On 16 March 2026: an invoice due on 30 April, looked at when its first reminder comes."""
    organisation = Organisation.objects.get(id=organisation_committed)
    organisation.clock_set_to = datetime(2026, 3, 16, 9, tzinfo=UTC)
    organisation.save()
    with tenant(organisation.id):
        install_policy(on=TODAY, by=CAMILLE)
        instalment = an_invoice(a_client("Maison Berthier"), "FA-1", due_on=date(2026, 4, 30))
        mark_sent([instalment.invoice_id], on=date(2026, 2, 2), actor=CAMILLE)
        take_changed_clients()
        plan_day(business_now(organisation))
    return organisation.id


def owner(sql: str) -> None:
    """As the owner of the tables, whom neither walls nor grants hold back, with the triggers asleep."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)


def asleep(table: str, sql: str) -> str:
    return f"ALTER TABLE {table} DISABLE TRIGGER USER; {sql}; ALTER TABLE {table} ENABLE TRIGGER USER"


def found(firm: int) -> list[tuple[str, str, str, str]]:
    with tenant(firm):
        return [(finding.check, finding.where, finding.expected, finding.found) for finding in examine()]


def test_a_sound_firm_has_no_findings(firm):
    assert found(firm) == []


FAULTS = [
    (
        "a line that no statement tells any more",
        asleep("banking_statement", "UPDATE banking_statement SET withdrawn_on = '2026-03-16'"),
        [("told_lines", "bank line 1 (2026-03-10)", "withdrawn", "on record")],
    ),
    (
        "a charge that nobody paid",
        "UPDATE charges_charge SET remaining_minor = 1",
        [("charges", "charge 1 (PEN-2026-0001)", "40.00 EUR", "0.01 EUR")],
    ),
    (
        "a claim that asks for more than its charges",
        "UPDATE charges_chargeclaim SET total_minor = 5000",
        [("charge_claims", "claim 1 (PEN-2026-0001)", "40.00 EUR", "50.00 EUR")],
    ),
    (
        "a remainder that no payment explains",
        "UPDATE invoicing_instalment SET remaining_minor = 1 WHERE id = 1",
        [("remaining", "instalment 1 (FA-1)", "570.00 EUR", "0.01 EUR")],
    ),
    (
        "an instalment that grew",
        asleep("invoicing_instalment", "UPDATE invoicing_instalment SET amount_minor = 60000 WHERE id = 2"),
        [
            ("remaining", "instalment 2 (FA-2)", "600.00 EUR", "500.00 EUR"),
            ("instalments", "invoice 2 (FA-2)", "500.00 EUR", "600.00 EUR"),
            ("claims", "client 1 (Maison Berthier), account 411000", "1170.00 EUR", "1070.00 EUR"),
        ],
    ),
    (
        "an allocation above its payment",
        "UPDATE payments_allocation SET amount_minor = 40001 WHERE id = 1",
        [
            ("remaining", "instalment 1 (FA-1)", "569.99 EUR", "570.00 EUR"),
            ("allocations", "payment 1", "≤ 400.00 EUR", "400.01 EUR"),
        ],
    ),
    (
        "a payment that was changed",
        "UPDATE payments_payment SET amount_minor = 50000 WHERE id = 1",
        [("claims", "client 1 (Maison Berthier), account 411000", "970.00 EUR", "1070.00 EUR")],
    ),
    (
        "an entry that does not balance",
        "UPDATE books_journalline SET debit = 90000 WHERE account = '512000' AND debit = 70000",
        [("entries", "entry 7 (bank_line:1)", "credit 900.00 EUR", "credit 700.00 EUR")],
    ),
    (
        "an entry without lines",
        asleep("books_journalline", "DELETE FROM books_journalline WHERE entry_id = 7"),
        [
            ("entries", "entry 7 (bank_line:1)", "credit 0.00 EUR", "credit 0.00 EUR"),
            ("unidentified", "account 471000", "-700.00 EUR", "0.00 EUR"),
        ],
    ),
    (
        "a bank line that the books do not know",
        asleep("banking_bankline", "UPDATE banking_bankline SET amount_minor = 80000"),
        [
            ("unidentified", "account 471000", "-800.00 EUR", "-700.00 EUR"),
            ("history", "bank line 1", "80000", "70000"),
        ],
    ),
    (
        "a bank line that the history does not know",
        "DELETE FROM history_movement",
        [("history", "bank line 1", "70000", "None")],
    ),
    (
        "a bank line settled by nothing",
        "UPDATE banking_bankline SET settled = true",
        [("bank_lines", "bank line 1 (2026-03-10)", "open", "settled")],
    ),
    (
        "a bank line that forgot its match",
        "INSERT INTO banking_match (organisation_id, line_id, state, decided_by, decided_on, recorded_at, score,"
        " margin, evidence) SELECT organisation_id, id, 'ignored', 'x', '2026-03-16', now(), 0, 0, '[]'"
        " FROM banking_bankline",
        [("bank_lines", "bank line 1 (2026-03-10)", "settled", "open")],
    ),
    (
        "a rewritten story",
        "UPDATE timeline_timelinepayload SET text = '{}' WHERE entry_id = 2",
        [("chains", "timeline of client 1, link 2", "as it was written", "altered or missing")],
    ),
    (
        "a file that is not what it was",
        "UPDATE files_storedfile SET content = 'fraud' WHERE id = 1",
        [("files", "file 1", hashlib.sha256(b"proof").hexdigest(), hashlib.sha256(b"fraud").hexdigest())],
    ),
    (
        "a client renamed behind its keys",
        "UPDATE clients_client SET name = 'Étoile' WHERE id = 1",
        [
            (
                "client_keys",
                "client 1",
                "name:=etoile, name:etoile, search:etoile",
                "name:=berthier, name:=maisonberthier, name:berthier, search:maison",
            )
        ],
    ),
    (
        "an instalment that lost a key and has another's",
        "UPDATE invoicing_instalmentkey SET value = 'fa9' WHERE instalment_id = 1 AND value = 'fa1'",
        [("instalment_keys", "instalment 1", "fa1", "fa9")],
    ),
]


@pytest.mark.parametrize(("sql", "expected"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_fault_is_found_and_named(firm, sql, expected):
    owner(sql)
    assert found(firm) == expected


LATE_LOOKS = [
    ("put off", "'2026-06-01'", "2026-06-01"),
    ("forgotten", "NULL", "never"),
]


@pytest.mark.parametrize(
    ("look", "said"), [case[1:] for case in LATE_LOOKS], ids=[case[0] for case in LATE_LOOKS]
)
def test_a_look_that_comes_too_late_is_found(firm_with_a_plan, look, said):
    assert found(firm_with_a_plan) == []
    owner(f"UPDATE invoicing_instalment SET next_check_on = {look}")
    assert found(firm_with_a_plan) == [("looks", "instalment 1 (FA-1)", "≤ 2026-04-23", said)]
    owner("UPDATE invoicing_instalment SET next_check_on = '2026-03-20'")  # too early does no harm
    assert found(firm_with_a_plan) == []


def test_every_check_has_a_fault_that_it_finds():
    tried = {finding[0] for _, _, findings in FAULTS for finding in findings} | {
        "looks",
        "numbers",
        "closing",
    }
    assert tried == set(CHECKS_IN_WORDS)
    assert len(tried) == len(CHECKS)


def test_another_firm_s_faults_are_not_ours(firm):
    neighbour = Organisation.objects.create(name="Atelier Voisin").id
    owner("UPDATE invoicing_instalment SET remaining_minor = 1 WHERE id = 1")
    assert found(neighbour) == []
