from django.db import migrations

from quitus.apps.organisations.walls import Freeze, MayChange


class Migration(migrations.Migration):
    dependencies = [("law", "0003_recalled_rates")]

    operations = [
        MayChange("AddedRate"),
        Freeze(
            "AddedRate",
            ["table", "since", "until", "percent", "source", "recorded_at", "recorded_by"],
        ),
    ]
