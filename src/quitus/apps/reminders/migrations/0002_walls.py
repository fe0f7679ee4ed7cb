from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0001_initial"),
        ("outbox", "0002_walls"),
        ("invoicing", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("Policy"),
        BehindTenantWall("PolicyVersion", append_only=True),
        BehindTenantWall("PolicyChoice"),
        BehindTenantWall("Reminder"),
        BehindTenantWall("Hold"),
        BehindTenantWall("StartingPoint", append_only=True),
        BehindTenantWall("PlanDay"),
        Freeze(
            "Reminder",
            ["instalment_id", "client_id", "policy_version_id", "step", "level", "channel", "planned_on"],
        ),
        Freeze(
            "Hold", ["client_id", "instalment_id", "reason", "from_on", "until_on", "recorded_at", "asked_by"]
        ),
    ]
