from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("clients", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("MailAccount"),
        BehindTenantWall("Message"),
        BehindTenantWall("MessageContent", append_only=True),
        Freeze("Message", ["client_id", "purpose", "slot", "channel", "planned_on"]),
    ]
