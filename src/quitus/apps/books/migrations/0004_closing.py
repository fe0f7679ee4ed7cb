import django.db.models.deletion
from django.db import migrations, models

import quitus.apps.organisations.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("books", "0003_balanced"),
        ("organisations", "0002_statistics"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountChoice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("use", models.CharField(max_length=30)),
                ("account", models.CharField(max_length=12)),
                ("label", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=80)),
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
        ),
        migrations.CreateModel(
            name="BooksHead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("closed_until", models.DateField(null=True)),
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
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("until", models.DateField()),
                ("closed_on", models.DateField()),
                ("closed_by", models.CharField(max_length=80)),
                ("entries", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
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
        ),
        migrations.CreateModel(
            name="FinancialYear",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first", models.DateField()),
                ("last", models.DateField()),
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
        ),
        migrations.CreateModel(
            name="EntryNumber",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("journal", models.CharField(max_length=2)),
                ("number", models.PositiveIntegerField()),
                (
                    "closing",
                    quitus.apps.organisations.tenancy.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="books.closing",
                    ),
                ),
                (
                    "entry",
                    quitus.apps.organisations.tenancy.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="books.journalentry",
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
                (
                    "year",
                    quitus.apps.organisations.tenancy.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="books.financialyear",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="journalentry",
            name="document_on",
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(
            sql="UPDATE books_journalentry SET document_on = happened_on",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="document_on",
            field=models.DateField(),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["organisation", "happened_on", "id"], name="entry_by_day"),
        ),
        migrations.AddIndex(
            model_name="accountchoice",
            index=models.Index(fields=["organisation", "use", "-id"], name="account_choice_newest"),
        ),
        migrations.AddConstraint(
            model_name="bookshead",
            constraint=models.UniqueConstraint(fields=("organisation",), name="books_head_once"),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.UniqueConstraint(fields=("organisation", "until"), name="closing_once"),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on__gt", models.F("until"))), name="closing_after_its_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="financialyear",
            constraint=models.UniqueConstraint(
                fields=("organisation", "first"), name="financial_year_first_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="financialyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="financial_year_forwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="entrynumber",
            constraint=models.UniqueConstraint(fields=("organisation", "entry"), name="entry_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="entrynumber",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year", "journal", "number"), name="number_given_once"
            ),
        ),
    ]
