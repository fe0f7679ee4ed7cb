from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze

ENTRY = [
    "organisation_id",
    "day",
    "amount_minor",
    "currency",
    "party",
    "kind",
    "means",
    "note",
    "document_id",
    "slot",
    "recorded_by",
    "recorded_at",
]
RULE = ["organisation_id", "party_key", "party", "comes_in", "kind", "made_on", "made_by"]
# Lines that came before there was a history wait to be judged: the firm's next turns do that.
EARLIER_LINES = """
INSERT INTO history_movement (organisation_id, line_id, bank_account_id, day, month, amount_minor, currency, label,
    party, party_key, iban, words, kind, because, about, judged_by, counted)
SELECT organisation_id, id, bank_account_id, booked_on,
    (extract(year FROM booked_on) * 12 + extract(month FROM booked_on) - 1)::int, amount_minor, currency, label,
    counterparty, '', iban, lower(label), 'unknown', 'nothing', '', '', true
FROM banking_bankline ORDER BY booked_on, id
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        BehindTenantWall("HandEntry"),
        Freeze("HandEntry", ENTRY),
        BehindTenantWall("Movement"),
        BehindTenantWall("Joining"),
        BehindTenantWall("KindRule"),
        Freeze("KindRule", RULE),
        migrations.RunSQL(EARLIER_LINES, migrations.RunSQL.noop),
    ]
