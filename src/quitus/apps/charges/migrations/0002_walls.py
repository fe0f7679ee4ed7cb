from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("charges", "0001_initial"),
        ("clients", "0002_walls"),
        ("files", "0002_walls"),
        ("invoicing", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("ChargeClaim", append_only=True),
        BehindTenantWall("Charge"),
        BehindTenantWall("ChargeWaiver", append_only=True),
        Freeze(
            "Charge",
            [
                "claim_id",
                "client_id",
                "invoice_id",
                "instalment_id",
                "kind",
                "first",
                "last",
                "amount_minor",
                "currency",
                "reason",
                "proof_id",
            ],
        ),
    ]
