import django.db.models.deletion
from django.db import migrations, models

import quitus.apps.organisations.tenancy

ACCOUNT = {
    "db_constraint": False,
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "banking.bankaccount",
}
ORGANISATION = {
    "db_index": False,
    "default": quitus.apps.organisations.tenancy.current_organisation_id,
    "editable": False,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "organisations.organisation",
}


class Migration(migrations.Migration):
    dependencies = [
        ("banking", "0004_payer_rule_walls"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownTable",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=24)),
                ("headers", models.JSONField()),
                ("columns", models.JSONField(null=True)),
                ("several_accounts", models.BooleanField(default=False)),
                ("file_name", models.CharField(max_length=200)),
                ("told_by", models.CharField(max_length=80)),
                ("told_on", models.DateField()),
                ("bank_account", quitus.apps.organisations.tenancy.TenantForeignKey(**ACCOUNT)),
                ("organisation", models.ForeignKey(**ORGANISATION)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "fingerprint"), name="known_table_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sha256", models.BinaryField(max_length=32)),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("columns", models.JSONField(default=dict)),
                ("received_by", models.CharField(max_length=80)),
                ("received_on", models.DateField()),
                ("bank_account", quitus.apps.organisations.tenancy.TenantForeignKey(**ACCOUNT)),
                ("organisation", models.ForeignKey(**ORGANISATION)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "sha256"), name="waiting_file_once"),
                ],
            },
        ),
    ]
