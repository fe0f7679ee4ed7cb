"""Who keeps something that was calculated by a rate: the charges that were claimed with one that was wrong.

Apps above register here when Django starts.
"""

from collections.abc import Callable
from datetime import date

Watcher = Callable[[date], None]

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Call `watcher` with the business day."""
    _watchers.append(watcher)


def tell_rate_replaced(on: date) -> None:
    """A rate stands in the place of one that was recalled."""
    for watcher in _watchers:
        watcher(on)
