"""Rows to what matching reads. Candidates are found by equality on stored keys, for any number of lines at once.

Under the tenant wall only equality uses an index. A key that half the book shares finds nobody by itself:
the bounds of `domain/matching/search.py` are applied in SQL already.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from quitus.apps.answers.models import Promise as GivenPromise
from quitus.apps.answers.models import PromisePart
from quitus.apps.banking.matching.expected import early_discounts, open_charges, usual_delays
from quitus.apps.banking.models import BankLine
from quitus.apps.clients.models import Client, ClientKey, ClientKeyKind, Contact
from quitus.apps.invoicing.models import Instalment
from quitus.domain.matching.facts import ClaimedCharges, ClientKnown, LineFacts, OpenInstalment, Promise
from quitus.domain.matching.keys import KeySet, line_keys
from quitus.domain.matching.search import CLIENTS_OF_A_NAME, SAME_AMOUNT, SAME_NUMBER, OpenIndex
from quitus.domain.money import Money

_BY_KEY = """
SELECT unnest(array_agg(i.client_id)) FROM invoicing_instalmentkey k
JOIN invoicing_instalment i ON i.id = k.instalment_id AND i.organisation_id = k.organisation_id
WHERE k.value = ANY(%s) AND i.remaining_minor > 0
GROUP BY k.value HAVING count(*) <= %s
"""
_BY_AMOUNT = """
SELECT unnest(array_agg(client_id)) FROM invoicing_instalment
WHERE remaining_minor = ANY(%s) AND remaining_minor > 0
GROUP BY remaining_minor, currency HAVING count(*) <= %s
"""
_BY_PAYER = """
SELECT unnest(array_agg(client_id)) FROM clients_clientkey
WHERE (kind = 'name' AND value = ANY(%s)) OR (kind = 'iban' AND value = ANY(%s))
GROUP BY kind, value HAVING kind = 'iban' OR count(*) <= %s
"""

_TOO_COMMON = """
SELECT value FROM clients_clientkey WHERE kind = 'name' AND value = ANY(%s) GROUP BY value HAVING count(*) > %s
"""


def line_facts(line: BankLine) -> LineFacts:
    """A stored line as matching reads it: of its amount, what is left to be decided about."""
    return LineFacts(
        booked=line.booked_on,
        amount=Money(line.open_minor, line.currency),
        label=line.label,
        counterparty=line.counterparty or None,
        iban=line.iban or None,
        reference=line.reference or None,
        id=line.id,
    )


def clients_meant(lines: Iterable[LineFacts]) -> list[int]:
    """The clients that share any key with these lines: a fixed number of queries, whatever the number of lines."""
    return _clients_found([line_keys(line) for line in lines if line.amount.minor > 0])


def open_index(clients: Collection[int], lines: Iterable[LineFacts]) -> OpenIndex:
    """What these clients owe and how they are known, by the keys of matching; a fixed number of queries.

    What too many of the firm's clients are called finds none of them, though few of them are here.
    """
    names = sorted({name for line in lines if line.amount.minor > 0 for name in line_keys(line).names})
    with connection.cursor() as cursor:
        cursor.execute(_TOO_COMMON, [names, CLIENTS_OF_A_NAME])
        common = frozenset(row[0] for row in cursor.fetchall())
    charges = open_charges(clients)
    instalments = _open_instalments(clients, charges.of_instalments)
    return OpenIndex(instalments, _known(clients, charges.of_clients), common)


def _clients_found(keys: Sequence[KeySet]) -> list[int]:
    numbers = sorted({value for found in keys for value in (*found.numbers, *found.references)})
    amounts = sorted({found.amount.minor for found in keys if found.amount})
    names = sorted({name for found in keys for name in found.names})
    ibans = sorted({iban for found in keys for iban in found.ibans})
    clients: set[int] = set()
    searches: list[tuple[str, list[Any]]] = [
        (_BY_KEY, [numbers, SAME_NUMBER]),
        (_BY_AMOUNT, [amounts, SAME_AMOUNT]),
        (_BY_PAYER, [names, ibans, CLIENTS_OF_A_NAME]),
    ]
    with connection.cursor() as cursor:
        for query, parameters in searches:
            cursor.execute(query, parameters)
            clients.update(row[0] for row in cursor.fetchall())
    return sorted(clients)


def _open_instalments(
    clients: Collection[int], charged: Mapping[int, ClaimedCharges]
) -> list[OpenInstalment]:
    rows = Instalment.objects.filter(client_id__in=clients, remaining_minor__gt=0).values_list(
        "id",
        "client_id",
        "invoice__number",
        "due_on",
        "remaining_minor",
        "currency",
        "reference",
        "invoice__issued_on",
    )
    promised, discounts = _promises(clients), early_discounts(clients)
    return [
        OpenInstalment(
            id=row[0],
            client_id=row[1],
            number=row[2],
            due=row[3],
            remaining=Money(row[4], row[5]),
            reference=row[6],
            issued=row[7],
            promise=promised.get(row[0]),
            discount=discounts.get(row[0]),
            charges=charged.get(row[0]),
        )
        for row in rows
    ]


def _promises(clients: Collection[int]) -> dict[int, Promise]:
    """What was announced, by instalment: of a promise for several, each bears the whole amount."""
    given = GivenPromise.objects.filter(
        client_id__in=clients, state=GivenPromise.State.OPEN
    ).prefetch_related(Prefetch("parts", queryset=PromisePart.objects.all()))
    promised: dict[int, Promise] = {}
    for promise in given:
        parts = list(promise.parts.all())
        amount = Money(sum(part.amount_minor for part in parts), promise.currency)
        for part in parts:
            promised[part.instalment_id] = Promise(promise.promised_for, amount)
    return promised


def _known(clients: Collection[int], charges: Mapping[int, ClaimedCharges]) -> list[ClientKnown]:
    keys: dict[tuple[int, str], list[str]] = {}
    learnt = ClientKey.objects.filter(
        client_id__in=clients, kind__in=[ClientKeyKind.IBAN, ClientKeyKind.ALIAS]
    )
    for client_id, kind, value in learnt.values_list("client_id", "kind", "value"):
        keys.setdefault((client_id, kind), []).append(value)
    people: dict[int, list[str]] = {}
    contacts = Contact.objects.filter(client_id__in=clients, archived_on=None).exclude(name="")
    for client_id, name in contacts.values_list("client_id", "name"):
        people.setdefault(client_id, []).append(name)
    delays = usual_delays(clients)
    return [
        ClientKnown(
            client_id=client_id,
            names=(name,),
            ibans=frozenset(keys.get((client_id, ClientKeyKind.IBAN.value), ())),
            aliases=tuple(sorted(keys.get((client_id, ClientKeyKind.ALIAS.value), ()))),
            contacts=tuple(sorted(people.get(client_id, ()))),
            usual_delay=delays.get(client_id),
            charges=charges.get(client_id),
        )
        for client_id, name in Client.objects.filter(id__in=clients).values_list("id", "name")
    ]
