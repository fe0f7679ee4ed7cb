from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0005_doubtful"),
        ("invoicing", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("DoubtfulClaim"),
        Freeze(
            "DoubtfulClaim",
            [
                "client_id",
                "instalment_id",
                "amount_minor",
                "impairment_minor",
                "reason",
                "marked_on",
                "marked_by",
            ],
        ),
    ]
