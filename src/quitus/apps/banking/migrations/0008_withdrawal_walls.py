from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze, MayChange

# Until now a line was told by the statement that brought it, and by those that told it again without a trace.
TELL_WHAT_IS_KNOWN = """
INSERT INTO banking_linetelling (organisation_id, line_id, statement_id, place, booked_on, value_on, amount_minor,
    label, reference, iban, bank_id, batch_id)
SELECT organisation_id, id, statement_id, row_number() OVER (PARTITION BY statement_id ORDER BY id) - 1,
    booked_on, value_on, amount_minor, label, reference, iban, bank_id, ''
FROM banking_bankline
"""
# Of a statement that adds up the sum is certain.
SUM_WHAT_ADDS_UP = """
UPDATE banking_statement SET told_minor = closing_minor - opening_minor WHERE balanced
"""


class Migration(migrations.Migration):
    dependencies = [("banking", "0007_withdrawals")]

    operations = [
        BehindTenantWall("DaysPassedOver", append_only=True),
        BehindTenantWall("LineTelling", append_only=True),
        migrations.RunSQL(TELL_WHAT_IS_KNOWN, migrations.RunSQL.noop),
        migrations.RunSQL(SUM_WHAT_ADDS_UP, migrations.RunSQL.noop),
        MayChange("Statement"),
        Freeze(
            "Statement",
            [
                "bank_account_id",
                "file_id",
                "file_name",
                "format",
                "position",
                "opening_minor",
                "opening_on",
                "closing_minor",
                "closing_on",
                "first_on",
                "last_on",
                "balanced",
                "problems",
                "told_lines",
                "told_minor",
                "announces",
                "imported_on",
                "recorded_at",
            ],
        ),
    ]
