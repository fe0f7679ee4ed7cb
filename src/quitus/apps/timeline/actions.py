"""Append to the timeline: the last thing an action does before it commits."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import FEW, few_rows, rows, run
from quitus.apps.organisations.statistics import count_anew_after_commit
from quitus.apps.organisations.tenancy import current_organisation_id
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
    """Append events, each to its chain, in the order given; their ids. Two statements however many there are.

    Heads are locked last, the clients' by their ids and then the firm's, so that two transactions never wait for
    each other in a circle (docs/adr/0012).
    """
    events = list(events)
    if not events:
        return []
    heads = _locked_heads({event.client_id for event in events})
    columns: dict[str, list[object]] = defaultdict(list)
    for event in events:
        head = heads[event.client_id]
        text, salt = canonical(event.facts), secrets.token_bytes(16)
        link = Link(head.sequence + 1, event.kind, event.happened_on, event.actor, payload_hash(salt, text))
        columns["previous"].append(head.hash)
        head.sequence, head.hash = link.sequence, link.hash_after(head.hash)
        columns["clients"].append(event.client_id)
        columns["sequences"].append(link.sequence)
        columns["kinds"].append(link.kind)
        columns["days"].append(link.happened_on)
        columns["actors"].append(link.actor)
        columns["payloads"].append(link.payload_hash)
        columns["hashes"].append(head.hash)
        columns["salts"].append(salt)
        columns["texts"].append(text)
    columns["heads"] = [head.id for head in heads.values()]
    columns["last_sequences"] = [head.sequence for head in heads.values()]
    columns["last_hashes"] = [head.hash for head in heads.values()]
    write = few_rows if len(events) <= FEW else rows
    values = {name: array_literal(column) for name, column in columns.items()}
    same = {"organisation": current_organisation_id(), "now": real_now()}
    ids = [row[0] for row in write(_APPEND, values | same)]
    count_anew_after_commit(len(ids), TimelineEntry, TimelinePayload, TimelineHead)
    return ids


_APPEND = """
WITH told AS MATERIALIZED (
    SELECT nextval('timeline_timelineentry_id_seq') AS id, u.*
    FROM unnest(%(clients)s::bigint[], %(sequences)s::bigint[], %(kinds)s::text[], %(days)s::date[],
        %(actors)s::text[], %(previous)s::bytea[], %(payloads)s::bytea[], %(hashes)s::bytea[],
        %(salts)s::bytea[], %(texts)s::text[]) WITH ORDINALITY
        AS u(client, sequence, kind, day, actor, previous, payload, hash, salt, text, position)
    ORDER BY u.position
), entries AS (
    INSERT INTO timeline_timelineentry (id, organisation_id, client_id, sequence, kind, happened_on, actor,
        previous_hash, payload_hash, hash, recorded_at)
    SELECT id, %(organisation)s, client, sequence, kind, day, actor, previous, payload, hash, %(now)s FROM told
), payloads AS (
    INSERT INTO timeline_timelinepayload (organisation_id, entry_id, salt, text)
    SELECT %(organisation)s, id, salt, text FROM told
), heads AS (
    UPDATE timeline_timelinehead head SET sequence = u.sequence, hash = u.hash
    FROM unnest(%(heads)s::bigint[], %(last_sequences)s::bigint[], %(last_hashes)s::bytea[])
        AS u(id, sequence, hash)
    WHERE head.id = u.id
)
SELECT id FROM told ORDER BY position
"""


@dataclass(slots=True)
class _Head:
    """The last link of a chain, moved along while events are added."""

    id: int
    client_id: int | None
    sequence: int
    hash: bytes


def _locked_heads(clients: set[int | None]) -> dict[int | None, _Head]:
    """The heads of these chains, locked; missing ones are made first (two makers at once make one)."""
    heads = _read_heads(clients)
    if missing := clients - heads.keys():
        in_order = sorted(missing, key=lambda client: (client is None, client))
        run(_NEW_HEADS, {"clients": array_literal(in_order), "organisation": current_organisation_id()})
        heads = _read_heads(clients)
    return heads


def _read_heads(clients: set[int | None]) -> dict[int | None, _Head]:
    named = array_literal(client for client in clients if client is not None)
    read = few_rows if len(clients) <= FEW else rows
    found = read(_HEADS_WITH_FIRM if None in clients else _HEADS, {"clients": named})
    return {row[1]: _Head(row[0], row[1], row[2], bytes(row[3])) for row in found}


_HEADS = """
SELECT id, client_id, sequence, hash FROM timeline_timelinehead
WHERE client_id = ANY(%(clients)s::bigint[]) ORDER BY client_id FOR NO KEY UPDATE
"""
_HEADS_WITH_FIRM = """
SELECT id, client_id, sequence, hash FROM timeline_timelinehead
WHERE client_id = ANY(%(clients)s::bigint[]) OR client_id IS NULL
ORDER BY client_id NULLS LAST FOR NO KEY UPDATE
"""
_NEW_HEADS = f"""
INSERT INTO timeline_timelinehead (organisation_id, client_id, sequence, hash)
SELECT %(organisation)s, client, 0, '\\x{GENESIS.hex()}' FROM unnest(%(clients)s::bigint[]) AS u(client)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - a constant
