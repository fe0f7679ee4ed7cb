from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [("banking", "0003_payer_rules")]

    operations = [
        BehindTenantWall("PayerRule"),
        BehindTenantWall("RuleUse", append_only=True),
        BehindTenantWall("MatchingCare"),
        Freeze(
            "PayerRule",
            [
                "kind",
                "iban",
                "name",
                "name_key",
                "client_id",
                "reason",
                "by_itself",
                "line_id",
                "made_by",
                "made_on",
                "recorded_at",
            ],
        ),
    ]
