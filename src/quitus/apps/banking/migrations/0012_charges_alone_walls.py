from django.db import migrations

from quitus.apps.organisations.walls import Freeze, ReferWithinWall


class Migration(migrations.Migration):
    dependencies = [("banking", "0011_charges_alone")]

    operations = [
        ReferWithinWall("Match", ["charges_of_id"]),
        Freeze("Match", ["charges_of_id"], "charges_of_frozen"),
    ]
