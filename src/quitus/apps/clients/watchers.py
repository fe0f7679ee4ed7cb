"""Who keeps something that rests on what is known of a client: the charges that were claimed from it.

Apps above register here when Django starts. A consumer owes no indemnity, an insolvent firm no more interest: what is
noted of a client changes what may be claimed, whoever notes it.
"""

from collections.abc import Callable
from datetime import date

Watcher = Callable[[int, date], None]

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Call `watcher` with the client, which is locked, and the business day."""
    _watchers.append(watcher)


def tell_client_changed(client_id: int, on: date) -> None:
    """Something that the law attaches consequences to was noted of this client, or recalled."""
    for watcher in _watchers:
        watcher(client_id, on)
