from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("law", "0001_initial"),
        ("clients", "0002_walls"),
        ("files", "0002_walls"),
        ("invoicing", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("LateTermsVersion", append_only=True),
        BehindTenantWall("LegalEvent"),
        BehindTenantWall("AddedRate", append_only=True),
        Freeze(
            "LegalEvent",
            ["client_id", "invoice_id", "kind", "happened_on", "ended_on", "note", "proof_id", "recorded_at"],
        ),
    ]
