"""Bring a database up to date: migrations as owner, then the program's rights on what lies outside the wall."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

# Arbitrary, but the same for every Quitus process: two of them starting at once upgrade one after the other.
UPGRADE_LOCK = 7_185_811
KEYS_AT_ONCE = 5_000


def bring_up_to_date() -> None:
    """Apply what is missing; does nothing, quickly, when nothing is. Safe to call from two processes."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPGRADE_LOCK])
        try:
            executor = MigrationExecutor(owner)
            behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if behind:
                call_command("migrate", database="owner", verbosity=0, interactive=False, skip_checks=True)
            if behind or not _granted(cursor):  # an upgrade that was killed between the two is finished now
                grant_outside_the_wall()
            renew_keys()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UPGRADE_LOCK])
    owner.close()


def renew_keys() -> None:
    """Make the keys that matching looks up anew where another version made them, firm by firm, each whole or not."""
    from quitus.apps.clients.keys import keep_keys_in_step
    from quitus.apps.clients.models import Client
    from quitus.apps.invoicing.keys import keep_lookup_keys_in_step
    from quitus.apps.invoicing.models import Instalment
    from quitus.apps.organisations.models import Organisation
    from quitus.apps.organisations.tenancy import tenant
    from quitus.domain.matching.keys import KEYS_VERSION

    for firm in Organisation.objects.exclude(keys_version=KEYS_VERSION).order_by("id"):
        with tenant(firm.id):
            for model, keep in ((Client, keep_keys_in_step), (Instalment, keep_lookup_keys_in_step)):
                ids = list(model.objects.order_by("id").values_list("id", flat=True))
                for start in range(0, len(ids), KEYS_AT_ONCE):
                    keep(ids[start : start + KEYS_AT_ONCE])
            Organisation.objects.filter(id=firm.id).update(keys_version=KEYS_VERSION)


def _granted(cursor: CursorWrapper) -> bool:
    """Whether the program may read every table."""
    cursor.execute(
        "SELECT bool_and(has_table_privilege(%s, format('public.%%I', tablename), 'SELECT')) "
        "FROM pg_tables WHERE schemaname = 'public'",
        [settings.DATABASES["default"]["USER"]],
    )
    return bool(cursor.fetchone()[0])


def grant_outside_the_wall() -> None:
    """Let the program use the tables that carry no organisation (see `tests/structure/test_wall.py`)."""
    from quitus.apps.organisations.tenancy import TenantModel  # models exist only once Django is set up

    role = settings.DATABASES["default"]["USER"]
    walled = {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)}
    with connections["owner"].cursor() as cursor:
        tables = set(connections["owner"].introspection.table_names(cursor))
        for table in sorted(tables - walled):
            rights = "SELECT" if table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f'GRANT {rights} ON "{table}" TO "{role}"')
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (sequence,) in cursor.fetchall():
            cursor.execute(f'GRANT USAGE, SELECT ON SEQUENCE "{sequence}" TO "{role}"')
