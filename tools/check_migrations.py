"""Fail when a model changed without a migration. Needs no database."""

import os
import sys
import warnings


def main() -> int:
    """0 when the migrations tell the whole story of the models."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "quitus.config.settings"
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    # The autodetector asks the database for its history, which this check does without.
    warnings.simplefilter("ignore", RuntimeWarning)
    import django
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    django.setup()
    translation.deactivate_all()  # labels are translated lazily; migrations hold the originals
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("quitus.")}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    missing = {label: found for label, found in changes.items() if label in ours}
    for label, migrations in missing.items():
        for migration in migrations:
            for operation in migration.operations:
                print(f"{label}: no migration for “{operation.describe()}”")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
