"""Read a timeline, and prove that it is whole."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q

from quitus.apps.timeline.models import TimelineEntry, TimelineHead, TimelinePayload
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
    """(client, sequence) of each chain's first broken or missing link; empty when all are whole.

    Read as a stream, a chain at a time. The heads know how long each chain is: links cut off its end are
    missed too. An erased payload breaks nothing.
    """
    heads = {
        client_id: (sequence, bytes(last))
        for client_id, sequence, last in TimelineHead.objects.values_list("client_id", "sequence", "hash")
    }
    rows = TimelineEntry.objects.order_by("client_id", "sequence").values_list(
        "client_id",
        "sequence",
        "kind",
        "happened_on",
        "actor",
        "payload_hash",
        "hash",
        "payloads__salt",
        "payloads__text",
    )
    broken = []
    for client_id, chain in groupby(rows.iterator(), key=itemgetter(0)):
        at = _first_broken(chain, *heads.pop(client_id, (0, b"")))
        if at is not None:
            broken.append((client_id, at))
    broken += [(client_id, 1) for client_id, (sequence, _) in heads.items() if sequence]
    return sorted(broken, key=lambda item: (item[0] or 0, item[1]))


def _first_broken(rows: Iterable[tuple[Any, ...]], length: int, last: bytes) -> int | None:
    """The first link of one chain that is not as it was written; its end must be the head's."""
    links: list[tuple[Link, bytes]] = []
    altered: int | None = None
    for _, sequence, kind, happened_on, actor, payload, stored, salt, text in rows:
        links.append((Link(sequence, kind, happened_on, actor, bytes(payload)), bytes(stored)))
        if altered is None and salt is not None and payload_hash(bytes(salt), text) != bytes(payload):
            altered = sequence
    ends = [at for at in (altered, first_broken(links)) if at is not None]
    if len(links) != length or links[-1][1] != last:
        ends.append(min(len(links), length) + 1)
    return min(ends, default=None)
