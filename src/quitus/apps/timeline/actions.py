"""Append to the timeline: the last thing an action does before it commits."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from quitus.apps.organisations.bulk import insert_all, new_ids, update_all
from quitus.apps.timeline.models import TimelineEntry, TimelineHead, TimelinePayload
from quitus.domain.timeline.chain import GENESIS, Link, canonical, payload_hash
from quitus.ports.clock import real_now

PROGRAM = "quitus"
DEBTOR = "debtor"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: a kind ("message_accepted"), its day, who did it, and plain facts.

    `client_id` None is the firm's own chain. The sentence for people is made from kind and facts on screen.
    """

    kind: str
    happened_on: date
    actor: str = PROGRAM
    client_id: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def record(event: Event) -> int:
    """Append one event to its chain; its id."""
    return record_all([event])[0]


def record_all(events: Iterable[Event]) -> list[int]:
    """Append events, each to its chain, in the order given; their ids. Few queries however many there are.

    Heads are locked last and in id order, so that two transactions never wait for each other in a circle.
    """
    events = list(events)
    if not events:
        return []
    heads = _locked_heads({event.client_id for event in events})
    links, salts, texts, previous, hashes = [], [], [], [], []
    for event in events:
        head = heads[event.client_id]
        text, salt = canonical(event.facts), secrets.token_bytes(16)
        link = Link(head.sequence + 1, event.kind, event.happened_on, event.actor, payload_hash(salt, text))
        previous.append(bytes(head.hash))
        head.sequence, head.hash = link.sequence, link.hash_after(bytes(head.hash))
        links.append(link)
        salts.append(salt)
        texts.append(text)
        hashes.append(head.hash)
    ids = new_ids(TimelineEntry, len(events))
    insert_all(
        TimelineEntry,
        {
            "id": ids,
            "client_id": [event.client_id for event in events],
            "sequence": [link.sequence for link in links],
            "kind": [link.kind for link in links],
            "happened_on": [link.happened_on for link in links],
            "actor": [link.actor for link in links],
            "previous_hash": previous,
            "payload_hash": [link.payload_hash for link in links],
            "hash": hashes,
        },
        recorded_at=real_now(),
    )
    insert_all(TimelinePayload, {"entry_id": ids, "salt": salts, "text": texts})
    update_all(
        TimelineHead,
        [head.id for head in heads.values()],
        {
            "sequence": [head.sequence for head in heads.values()],
            "hash": [head.hash for head in heads.values()],
        },
    )
    return ids


def _locked_heads(clients: set[int | None]) -> dict[int | None, TimelineHead]:
    """The heads of these chains, locked; missing ones are made first (two makers at once make one)."""
    named = {client for client in clients if client is not None}
    wanted = TimelineHead.objects.filter(client_id__in=named)
    if None in clients:
        wanted = wanted | TimelineHead.objects.filter(client=None)
    wanted = wanted.order_by("id").select_for_update(no_key=True)
    heads = {head.client_id: head for head in wanted}
    if missing := clients - heads.keys():
        TimelineHead.objects.bulk_create(
            [
                TimelineHead(client_id=client, hash=GENESIS)
                for client in sorted(missing, key=lambda c: c or 0)
            ],
            ignore_conflicts=True,
        )
        heads = {head.client_id: head for head in wanted.all()}
    return heads
