"""Several people at the same thing: each on a connection of their own, begun at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections

from quitus.apps.organisations.tenancy import tenant
from quitus.domain.refused import Refused

Work = Callable[[], object]


def at_once(firm: int, *works: Work) -> list[object]:
    """What each made of it: its answer, or why it was refused."""
    ready = Barrier(len(works))

    def run(work: Work) -> object:
        try:
            ready.wait(20)
            with tenant(firm):
                return work()
        except (Refused, ObjectDoesNotExist) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def meanwhile(firm: int, first: Work, second: Work) -> object:
    """What `second` made of it, begun while `first` had done its work but not yet kept it."""
    with ThreadPoolExecutor(1) as threads:
        with tenant(firm):
            first()
            begun = threads.submit(at_once, firm, second)
            sleep(0.7)
        connection.close()
        return begun.result()[0]
