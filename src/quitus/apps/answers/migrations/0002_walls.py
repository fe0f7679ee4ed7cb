from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0001_initial"),
        ("invoicing", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("Promise"),
        BehindTenantWall("PromisePart", append_only=True),
        BehindTenantWall("Dispute"),
        BehindTenantWall("PaidClaim"),
        BehindTenantWall("ReceiptAnswer", append_only=True),
        Freeze("Promise", ["client_id", "given_on", "recorded_at", "source", "promised_for", "currency"]),
        Freeze(
            "Dispute",
            [
                "client_id",
                "instalment_id",
                "opened_on",
                "recorded_at",
                "source",
                "reason",
                "words",
                "amount_minor",
            ],
        ),
        Freeze("PaidClaim", ["client_id", "instalment_id", "said_on", "recorded_at", "paid_on", "words"]),
    ]
