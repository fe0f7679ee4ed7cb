from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall, Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("invoicing", "0001_initial"),
        ("clients", "0002_walls"),
        ("files", "0002_walls"),
    ]

    operations = [
        BehindTenantWall("ImportBatch"),
        BehindTenantWall("Invoice"),
        BehindTenantWall("Instalment"),
        BehindTenantWall("InstalmentKey"),
        Freeze(
            "ImportBatch",
            [
                "kind",
                "file_name",
                "file_sha256",
                "imported_on",
                "recorded_at",
                "imported_by",
                "rows",
                "created",
            ],
        ),
        Freeze(
            "Invoice",
            [
                "client_id",
                "number",
                "issued_on",
                "currency",
                "total_minor",
                "label",
                "import_batch_id",
                "already_paid_minor",
                "fingerprint",
                "recorded_at",
            ],
        ),
        Freeze(
            "Instalment",
            ["invoice_id", "client_id", "position", "due_on", "amount_minor", "currency", "reference"],
        ),
    ]
