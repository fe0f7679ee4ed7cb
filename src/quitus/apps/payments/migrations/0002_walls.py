from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_initial"),
        ("invoicing", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("Payment", append_only=True),
        BehindTenantWall("Allocation", append_only=True),
    ]
