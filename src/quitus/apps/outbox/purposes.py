"""Who speaks in a message, and has the last word about it.

The outbox knows how a message leaves; a purpose knows what it says and whether it is still true. Apps above
register theirs when Django starts, so that the outbox never looks upwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from quitus.apps.outbox.models import MessageState


@dataclass(frozen=True, slots=True)
class Leaving:
    """A message about to leave, as its purpose sees it."""

    id: int
    client_id: int
    to_name: str
    personal_word: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A stored file that goes with the message, under the name its reader sees."""

    file_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Say this. `about` are the clients whose debts and documents it holds: it must be one, the recipient's."""

    subject: str
    text: str
    html: str
    about: frozenset[int]
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Say nothing: it no longer holds. `reason` is a code ("paid")."""

    reason: str


@dataclass(frozen=True, slots=True)
class Postpone:
    """It still holds, but this is not the hour."""

    until: datetime


LastWord = Prepared | Withdraw | Postpone


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a message. `reason` is empty when it was accepted; `by_person`: somebody decided so."""

    message_id: int
    to: MessageState
    on: date
    reason: str = ""
    by_person: bool = False


class Purpose(Protocol):
    """One kind of message. Every method runs inside the transaction that moves the message."""

    def lock(self, message_ids: Sequence[int]) -> None:
        """Lock what these messages speak of, in one order for everybody, before anything of it is read."""
        ...

    def prepare(self, leaving: Leaving, now: datetime) -> LastWord:
        """The words, from facts read now. `now` is the organisation's clock, in its time zone."""
        ...

    def moved(self, what: Moved) -> Mapping[str, object]:
        """Draw the consequences of a move; the facts to keep with it in the client's timeline."""
        ...


@dataclass(slots=True)
class _Registry:
    purposes: dict[str, Purpose] = field(default_factory=dict)


_registry = _Registry()


def register(name: str, purpose: Purpose) -> None:
    """Let `purpose` speak for the messages of that name."""
    _registry.purposes[name] = purpose


def purpose_named(name: str) -> Purpose:
    """The purpose; an error of the program when none of that name was registered."""
    return _registry.purposes[name]


def lock_for(messages: Iterable[tuple[str, int]]) -> None:
    """Lock what messages, given as (purpose, id), speak of: purpose by purpose, all ids of one at once."""
    by_purpose: dict[str, list[int]] = {}
    for name, message_id in messages:
        by_purpose.setdefault(name, []).append(message_id)
    for name in sorted(by_purpose):
        purpose_named(name).lock(sorted(by_purpose[name]))
