"""Who keeps something that is true only while instalments owe what they owed: the suggestions of matching.

Payments know nothing of what is built on open amounts. Apps above register here when Django starts, so that no
payment, by whatever door it comes, leaves a suggestion behind that speaks of money no longer owed.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Protocol


class Watcher(Protocol):
    """Keeps something that rests on open amounts."""

    def named_with(self, client_ids: Collection[int]) -> Iterable[int]:
        """Instalments, of any client, that it names together with open ones of these clients, which are locked.

        They are locked before anything changes: what is dropped wakes their reminders too.
        """

    def amounts_changed(self, paid: Mapping[int, int], on: date) -> None:
        """Instalments owe less than before, each by so many minor units; more where negative. Waits for no lock."""


_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Tell `watcher` of every amount that payments change."""
    _watchers.append(watcher)


def hanging_together(client_ids: Collection[int]) -> set[int]:
    """What the watchers name together with open instalments of these clients."""
    return {id_ for watcher in _watchers for id_ in watcher.named_with(client_ids)}


def tell_amounts_changed(paid: Mapping[int, int], on: date) -> None:
    """Let each watcher drop or renew what is no longer true."""
    if paid:
        for watcher in _watchers:
            watcher.amounts_changed(paid, on)
