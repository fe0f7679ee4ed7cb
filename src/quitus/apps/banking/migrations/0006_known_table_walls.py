from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [("banking", "0005_known_tables")]

    operations = [
        BehindTenantWall("KnownTable"),
        BehindTenantWall("WaitingFile"),
    ]
