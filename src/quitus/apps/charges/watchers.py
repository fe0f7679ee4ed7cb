"""Who keeps something that is true only while claimed charges are open as they were: the suggestions of matching.

Charges know nothing of what is built on them. Apps above register here when Django starts, so that no claim, waiver,
correction or payment leaves a suggestion behind that speaks of charges no longer open.
"""

from collections.abc import Callable, Collection
from datetime import date

Watcher = Callable[[Collection[int], date], None]

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Call `watcher` with charges, whose clients are locked, and the business day. It waits for no lock."""
    _watchers.append(watcher)


def tell_charges_changed(charge_ids: Collection[int], on: date) -> None:
    """These charges were claimed, or another part of them is open than before."""
    if charge_ids:
        for watcher in _watchers:
            watcher(charge_ids, on)
