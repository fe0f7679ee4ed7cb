from django.db import migrations

# Since the end of the limitation period decides too, every open instalment has a day on which to look again.
# CURRENT_DATE is early enough for whatever day the firm's own clock shows: the next plan writes the right one.
LOOK_AGAIN = """
UPDATE invoicing_instalment SET next_check_on = LEAST(next_check_on, CURRENT_DATE)
WHERE remaining_minor > 0 AND due_on < CURRENT_DATE - 700;
UPDATE invoicing_instalment SET next_check_on = CURRENT_DATE WHERE remaining_minor > 0 AND next_check_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0002_walls"),
        ("invoicing", "0003_invoicevat"),
    ]

    operations = [migrations.RunSQL(LOOK_AGAIN, migrations.RunSQL.noop)]
