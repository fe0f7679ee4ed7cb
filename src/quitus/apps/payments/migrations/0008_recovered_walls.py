from django.db import migrations

from quitus.apps.organisations.walls import ReferWithinWall


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_recovered")]

    operations = [ReferWithinWall("Reduction", ["recovers_id", "payment_id"])]
