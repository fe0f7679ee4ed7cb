from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        BehindTenantWall("StoredFile", append_only=True),
    ]
