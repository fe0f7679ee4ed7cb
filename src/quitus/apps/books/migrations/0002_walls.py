from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [
        ("books", "0001_initial"),
        ("clients", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("JournalEntry", append_only=True),
        BehindTenantWall("JournalLine", append_only=True),
    ]
