"""Who keeps something about bank lines: the history of payments, transfer orders that wait to be executed.

Banking knows nothing of what is built on its lines. Apps above register here when Django starts, so that no line,
by whatever file it comes, is left out.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from quitus.apps.timeline.actions import Event


class LineWatcher(Protocol):
    """Keeps something that rests on bank lines."""

    def stored(self, line_ids: Collection[int], on: date) -> Sequence[Event]:
        """These lines are new: stored and booked, not matched yet. What is to be recorded of it, last.

        Called before clients are locked; see `payments/locks.py`.
        """

    def decided(self, line_ids: Collection[int]) -> None:
        """Of these lines, locked by the caller, somebody decided what they are, or took that back."""

    def forgotten(self, line_ids: Collection[int]) -> None:
        """These lines are about to be taken away, or count no more."""


_watchers: list[LineWatcher] = []


def watch_lines(watcher: LineWatcher) -> None:
    """Tell `watcher` of every line, in the order in which watchers came."""
    _watchers.append(watcher)


def tell_stored(line_ids: Collection[int], on: date) -> list[Event]:
    """Tell of new lines; what is to be recorded of them."""
    return [event for watcher in _watchers for event in watcher.stored(line_ids, on)] if line_ids else []


def tell_decided(line_ids: Collection[int]) -> None:
    """Tell that lines were matched, put aside, or are open again."""
    if line_ids:
        for watcher in _watchers:
            watcher.decided(line_ids)


def tell_forgotten(line_ids: Collection[int]) -> None:
    """Tell that lines count no more, before they are taken away."""
    if line_ids:
        for watcher in _watchers:
            watcher.forgotten(line_ids)
