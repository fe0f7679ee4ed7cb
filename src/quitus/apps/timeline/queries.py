"""Read a timeline, and prove that it is whole."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from quitus.apps.timeline.models import TimelineEntry, TimelinePayload
from quitus.domain.timeline.chain import Link, first_broken, payload_hash


@dataclass(frozen=True, slots=True)
class Happening:
    """One event for people; `facts` is empty where a person's data was erased."""

    id: int
    kind: str
    happened_on: date
    recorded_at: datetime
    actor: str
    facts: dict[str, object]


def history(client_id: int | None, *, limit: int = 50, before: int | None = None) -> list[Happening]:
    """The newest events of a chain first; `before` is the id to page on from."""
    chain = Q(client=None) if client_id is None else Q(client_id=client_id)
    entries = TimelineEntry.objects.filter(chain).order_by("-id")
    if before is not None:
        entries = entries.filter(id__lt=before)
    return list(_with_facts(list(entries[:limit])))


def _with_facts(entries: list[TimelineEntry]) -> Iterator[Happening]:
    texts = dict(
        TimelinePayload.objects.filter(entry__in=[entry.id for entry in entries]).values_list(
            "entry_id", "text"
        )
    )
    for entry in entries:
        yield Happening(
            id=entry.id,
            kind=entry.kind,
            happened_on=entry.happened_on,
            recorded_at=entry.recorded_at,
            actor=entry.actor,
            facts=json.loads(texts.get(entry.id, "{}")),
        )


def broken_chains() -> list[tuple[int | None, int]]:
    """(client, sequence) of each chain's first broken link or altered payload; empty when all are whole."""
    broken: dict[int | None, int] = {}
    chains: dict[int | None, list[tuple[Link, bytes]]] = {}
    payloads = {
        entry_id: payload_hash(bytes(salt), text)
        for entry_id, salt, text in TimelinePayload.objects.values_list("entry_id", "salt", "text").iterator()
    }
    for entry in TimelineEntry.objects.order_by("client_id", "sequence").iterator():
        link = Link(entry.sequence, entry.kind, entry.happened_on, entry.actor, bytes(entry.payload_hash))
        chains.setdefault(entry.client_id, []).append((link, bytes(entry.hash)))
        if payloads.get(entry.id, link.payload_hash) != link.payload_hash:
            broken.setdefault(entry.client_id, entry.sequence)
    for client_id, links in chains.items():
        at = first_broken(links)
        if at is not None:
            broken[client_id] = min(at, broken.get(client_id, at))
    return sorted(broken.items(), key=lambda item: (item[0] or 0, item[1]))
