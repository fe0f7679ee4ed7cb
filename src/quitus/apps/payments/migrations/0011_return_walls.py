from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [("payments", "0010_returns")]

    operations = [
        BehindTenantWall("PaymentReturn"),
        Freeze(
            "PaymentReturn",
            [
                "payment_id",
                "client_id",
                "returned_on",
                "recorded_at",
                "recorded_by",
                "amount_minor",
                "fee_minor",
                "currency",
                "code",
                "reason",
                "slot",
                "reversal_id",
                "rest_id",
                "holds",
            ],
        ),
    ]
