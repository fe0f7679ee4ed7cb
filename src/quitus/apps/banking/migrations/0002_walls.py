from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("banking", "0001_initial"),
        ("payments", "0002_walls"),
        ("files", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("BankAccount"),
        BehindTenantWall("Statement", append_only=True),
        BehindTenantWall("BankLine"),
        BehindTenantWall("Match"),
        BehindTenantWall("MatchPart", append_only=True),
        BehindTenantWall("MatchPayment", append_only=True),
        Freeze(
            "BankLine",
            [
                "statement_id",
                "bank_account_id",
                "line_key",
                "booked_on",
                "value_on",
                "amount_minor",
                "currency",
                "label",
                "counterparty",
                "iban",
                "reference",
                "bank_id",
            ],
        ),
        Freeze("Match", ["line_id", "decided_on", "recorded_at", "score", "margin", "evidence", "runner_up"]),
    ]
