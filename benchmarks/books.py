"""A firm with a year of books as long as asked, made where it counts: inside the database."""

from datetime import date

from django.db import connections

from quitus.apps.books.closing import close_books
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import tenant

YEAR_END = date(2025, 12, 31)
CLOSED_ON = date(2026, 2, 1)
PER_CLIENT = 50  # invoices
TABLES = (
    *("books_journalentry", "books_journalline", "invoicing_invoice", "invoicing_instalment"),
    *("payments_payment", "payments_allocation", "clients_client"),
)
# Each invoice is an entry of two lines, its payment another one; nine in ten are paid.
FILL = """
INSERT INTO clients_client (organisation_id, number, name, sort_name, kind, language, country, address, siren, siret,
    vat_number, phone, payment_end_of_month, notes, pay_run_days, fingerprint)
SELECT {org}, 'C' || n, 'Client numéro ' || n, 'client ' || n, 'business', 'fr', 'FR', '', '', '', '', '', false, '',
    '{{}}', '' FROM generate_series(1, {clients}) AS n;
INSERT INTO invoicing_invoice (organisation_id, client_id, number, issued_on, currency, total_minor, label,
    already_paid_minor, fingerprint, recorded_at)
SELECT {org}, (SELECT min(id) FROM clients_client WHERE organisation_id = {org}) + n %% {clients}, 'FA-' || n,
    '2025-01-01'::date + n %% 330, 'EUR', 10000 + n %% 90000, '', 0, '', now() FROM generate_series(1, {invoices}) AS n;
INSERT INTO invoicing_instalment (organisation_id, invoice_id, client_id, position, due_on, amount_minor, currency,
    reference, remaining_minor)
SELECT {org}, id, client_id, 1, issued_on + 30, total_minor, 'EUR', 'RF' || id, 0
FROM invoicing_invoice WHERE organisation_id = {org};
INSERT INTO payments_payment (organisation_id, client_id, received_on, recorded_at, amount_minor, currency, method,
    reference, slot)
SELECT {org}, client_id, due_on, now(), amount_minor, 'EUR', 'transfer', '', 'm:' || id
FROM invoicing_instalment WHERE organisation_id = {org} AND id %% 10 > 0;
INSERT INTO payments_allocation (organisation_id, payment_id, instalment_id, amount_minor, allocated_on, recorded_at)
SELECT {org}, payment.id, instalment.id, instalment.amount_minor, instalment.due_on, now()
FROM payments_payment AS payment JOIN invoicing_instalment AS instalment ON payment.slot = 'm:' || instalment.id
WHERE payment.organisation_id = {org};
INSERT INTO books_journalentry (organisation_id, journal, happened_on, document_on, recorded_at, document, label,
    source)
SELECT {org}, 'AN', issued_on, issued_on, now(), number, 'Reprise facture ' || number, 'invoice:' || id
FROM invoicing_invoice WHERE organisation_id = {org};
INSERT INTO books_journalentry (organisation_id, journal, happened_on, document_on, recorded_at, document, label,
    source)
SELECT {org}, 'BQ', least(received_on, '2025-12-31'), received_on, now(), 'R' || id, 'Règlement client',
    'payment:' || id
FROM payments_payment WHERE organisation_id = {org};
INSERT INTO books_journalline (organisation_id, entry_id, account, client_id, debit, credit, original_minor,
    original_currency)
SELECT {org}, entry.id, side.account, CASE WHEN side.account = '411000' THEN invoice.client_id END,
    side.debit * invoice.total_minor, side.credit * invoice.total_minor, invoice.total_minor, 'EUR'
FROM invoicing_invoice AS invoice JOIN books_journalentry AS entry ON entry.source = 'invoice:' || invoice.id
CROSS JOIN (VALUES ('411000', 1, 0), ('890000', 0, 1)) AS side(account, debit, credit)
WHERE invoice.organisation_id = {org};
INSERT INTO books_journalline (organisation_id, entry_id, account, client_id, debit, credit, original_minor,
    original_currency)
SELECT {org}, entry.id, side.account, CASE WHEN side.account = '411000' THEN payment.client_id END,
    side.debit * payment.amount_minor, side.credit * payment.amount_minor, payment.amount_minor, 'EUR'
FROM payments_payment AS payment JOIN books_journalentry AS entry ON entry.source = 'payment:' || payment.id
CROSS JOIN (VALUES ('512000', 1, 0), ('411000', 0, 1)) AS side(account, debit, credit)
WHERE payment.organisation_id = {org};
"""


def make_books(lines: int) -> Organisation:
    """A firm whose closed year has about `lines` lines."""
    organisation = Organisation.objects.create(name=f"Books {lines}", siren="732829320")
    invoices = lines * 10 // 38  # two lines each, and two for nine payments in ten
    sizes = {"org": organisation.id, "invoices": invoices, "clients": max(1, invoices // PER_CLIENT)}
    with connections["owner"].cursor() as cursor:
        for table in TABLES:  # each row's own checks: these rows are right as they are
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in FILL.format(**sizes).replace("%%", "%").split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
    with tenant(organisation.id):
        close_books(YEAR_END, on=CLOSED_ON, actor="bench")
    return organisation
