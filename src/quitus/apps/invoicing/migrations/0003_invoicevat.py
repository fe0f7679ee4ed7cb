import django.db.models.deletion
from django.db import migrations, models

import quitus.apps.organisations.tenancy
from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [
        ("invoicing", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="InvoiceVat",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("net_minor", models.BigIntegerField()),
                ("vat_minor", models.BigIntegerField()),
                (
                    "invoice",
                    quitus.apps.organisations.tenancy.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vat",
                        to="invoicing.invoice",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=quitus.apps.organisations.tenancy.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "invoice", "rate"), name="invoice_vat_rate_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net_minor__gt", 0), ("rate__gte", 0), ("vat_minor__gte", 0)),
                        name="invoice_vat_positive",
                    ),
                ],
            },
        ),
        BehindTenantWall("InvoiceVat", append_only=True),
    ]
