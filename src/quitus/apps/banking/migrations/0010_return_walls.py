from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [("banking", "0009_returns")]

    operations = [
        BehindTenantWall("LineReturn"),
        Freeze(
            "LineReturn",
            [
                "line_id",
                "payment_id",
                "amount_minor",
                "fee_minor",
                "score",
                "evidence",
                "recorded_at",
            ],
        ),
    ]
