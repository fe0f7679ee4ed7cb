from django.db import migrations

# Insolvencies noted before they held reminders: what those clients owe is looked at again.
LOOK_AGAIN = """
UPDATE invoicing_instalment SET next_check_on = LEAST(next_check_on, CURRENT_DATE)
WHERE remaining_minor > 0 AND client_id IN (
    SELECT client_id FROM law_legalevent WHERE kind = 'insolvency' AND recalled_on IS NULL
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0003_time_barred"),
        ("invoicing", "0003_invoicevat"),
        ("law", "0005_more_legal_events"),
    ]

    operations = [migrations.RunSQL(LOOK_AGAIN, migrations.RunSQL.noop)]
