from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        BehindTenantWall("Client"),
        BehindTenantWall("Contact"),
        BehindTenantWall("ClientKey"),
        BehindTenantWall("ChangedClient"),
    ]
