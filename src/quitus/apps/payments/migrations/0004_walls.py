from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_charges_reductions_refunds"),
        ("charges", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("ChargeAllocation", append_only=True),
        BehindTenantWall("Reduction", append_only=True),
        BehindTenantWall("ReductionPart", append_only=True),
        BehindTenantWall("Refund", append_only=True),
        BehindTenantWall("RefundPart", append_only=True),
    ]
