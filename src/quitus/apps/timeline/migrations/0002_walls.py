from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [
        ("timeline", "0001_initial"),
        ("clients", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("TimelineEntry", append_only=True),
        BehindTenantWall("TimelinePayload", append_only=True),
        BehindTenantWall("TimelineHead"),
    ]
