"""Who waits for whom over money: one order for every action, and the statements that keep it (docs/adr/0012).

An action locks in this order, each kind in one statement by ascending id, and never goes back:

1. the turn of bank imports (an advisory lock, one import of a firm at a time)
2. bank accounts
3. bank lines, by the day they were booked, then id
4. orders of transfers; then clients: their lock guards all that is theirs: payments, credit, learnt accounts,
   promises, what waits for a word
5. instalments, then invoices
6. promises, disputes and claims
7. matches
8. the numbers of charge claims (an advisory lock, one claim of a firm at a time)
9. the head of the books: an entry belongs to an open day, and a closing waits for the entries before it
10. heads of the timelines: clients first, by id, then the firm's

What lies outside an action's own order is taken only when it is free, and never waited for
(`clients_if_free`, `instalments_if_free`). An action that calls several others takes all their locks itself
before it calls the first: a lock that is held already costs nothing.
"""

from collections.abc import Iterable

from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.sql import FEW, Row, few_rows, rows
from quitus.apps.payments.watchers import hanging_together

_CLIENTS = """
SELECT id, name FROM clients_client WHERE id = ANY(%(clients)s::bigint[]) ORDER BY id FOR NO KEY UPDATE
"""
_FREE_CLIENTS = f"{_CLIENTS} SKIP LOCKED"
_WANTED = """
SELECT id FROM invoicing_instalment WHERE client_id = ANY(%(clients)s::bigint[]) AND remaining_minor > 0
UNION SELECT unnest(%(also)s::bigint[])
"""
_INSTALMENTS = f"""
SELECT id FROM invoicing_instalment WHERE id IN ({_WANTED}) ORDER BY id FOR NO KEY UPDATE
"""  # noqa: S608 - texts of ours
# How many are wanted, and how many of them nobody else holds.
_FREE_INSTALMENTS = f"""
SELECT (SELECT count(*) FROM ({_WANTED}) wanted), (SELECT count(*) FROM ({_INSTALMENTS} SKIP LOCKED) free)
"""  # noqa: S608 - texts of ours


def lock_clients(client_ids: Iterable[int]) -> dict[int, str]:
    """Lock these clients, as far as there are such; their names by id."""
    return {row[0]: row[1] for row in _read(_CLIENTS, set(client_ids))}


def lock_instalments(client_ids: Iterable[int], *, also: Iterable[int] = ()) -> None:
    """Lock all that these clients, locked already, still owe, and the instalments `also`.

    With them go those of other clients that a watcher names together with theirs: a payment changes both.
    """
    clients = set(client_ids)
    _read(_INSTALMENTS, clients, {*also, *hanging_together(clients)})


def clients_if_free(client_ids: Iterable[int]) -> bool:
    """Whether all these clients could be locked without waiting."""
    ids = set(client_ids)
    return len(_read(_FREE_CLIENTS, ids)) == len(ids)


def instalments_if_free(client_ids: Iterable[int], *, also: Iterable[int] = ()) -> bool:
    """Whether all that these clients, locked already, still owe, and `also`, could be locked without waiting."""
    clients = set(client_ids)
    ((wanted, free),) = _read(_FREE_INSTALMENTS, clients, {*also, *hanging_together(clients)})
    return bool(wanted == free)


def _read(statement: str, clients: set[int], also: Iterable[int] = ()) -> list[Row]:
    more = set(also)
    read = few_rows if len(clients) + len(more) <= FEW else rows
    return read(statement, {"clients": array_literal(clients), "also": array_literal(more)})
