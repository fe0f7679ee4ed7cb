"""A sender that a test may kill: set up once, then children by order, forked while no connection is open.

An order on the standard input is "ORGANISATION CHILDREN": the process ids of the children are told, then how each of
them ended. Nothing in a child is a double: `send_due` of the product, its adapter, its database.
"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quitus.config.settings")
    import django

    django.setup()
    from quitus.apps.organisations.models import Organisation
    from quitus.apps.outbox.sending import send_due

    tell("ready")
    for order in sys.stdin:
        organisation_id, count = map(int, order.split())
        children = []
        for _ in range(count):
            child = os.fork()
            if child == 0:
                send_due(Organisation.objects.get(id=organisation_id), even_if_resting=True)
                os._exit(0)
            children.append(child)
        tell(" ".join(map(str, children)))
        statuses = [os.waitpid(child, 0)[1] for child in children]
        tell(" ".join("killed" if os.WIFSIGNALED(s) else str(os.WEXITSTATUS(s)) for s in statuses))


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
