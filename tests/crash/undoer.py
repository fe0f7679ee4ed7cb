"""A process that undoes an import, and may be killed at any statement: "ORGANISATION STATEMENT PAUSE"."""

import os
import sys
import time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quitus.config.settings")
    import django

    django.setup()
    from django.db import connection

    from quitus.apps.banking.statements.undoing import undo_import
    from quitus.apps.organisations.tenancy import tenant
    from tests.firm import TODAY

    organisation_id, statement_id, pause = map(int, sys.argv[1:])
    asked = 0

    def count(execute, sql, params, many, context):
        nonlocal asked
        asked += 1
        if asked == pause:
            sys.stdout.write("paused\n")
            sys.stdout.flush()
            time.sleep(60)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count), tenant(organisation_id):
        undo_import(statement_id, on=TODAY, actor="Camille")
    sys.stdout.write(f"{asked}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
