"""The keys by which clients are found: by a bank line's payer, by the words a person types.

NAME and SEARCH keys are derived from the card and its contacts and kept in step here. IBAN and ALIAS keys
are learnt facts: accounts a client has paid from, names under which it does.
"""

import re
from collections.abc import Iterable, Iterator

from django.db import connection

from quitus.apps.clients.models import Client, ClientKey, ClientKeyKind, Contact
from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.domain.importing.text import plain
from quitus.domain.matching.facts import ClientKnown
from quitus.domain.matching.keys import client_keys, iban_key

DERIVED = [ClientKeyKind.NAME.value, ClientKeyKind.SEARCH.value]
VALUE_LENGTH = 200
_WORD = re.compile(r"[a-z0-9]+")

# One statement: what is no longer true goes, what is missing comes, the rest is not touched.
_KEEP_IN_STEP = """
WITH wanted AS (
    SELECT * FROM unnest(%(clients)s::bigint[], %(kinds)s::text[], %(values)s::text[])
        AS wanted(client_id, kind, value)
), gone AS (
    DELETE FROM clients_clientkey AS key
    WHERE client_id = ANY(%(all)s::bigint[]) AND kind = ANY(%(derived)s) AND NOT EXISTS (
        SELECT FROM wanted
        WHERE wanted.client_id = key.client_id AND wanted.kind = key.kind AND wanted.value = key.value)
)
INSERT INTO clients_clientkey (organisation_id, client_id, kind, value)
SELECT %(organisation)s, wanted.* FROM wanted
ON CONFLICT DO NOTHING
"""

_LEARN_IBANS = """
INSERT INTO clients_clientkey (organisation_id, client_id, kind, value, learnt_from)
SELECT %(organisation)s, client, %(kind)s, value, source
FROM unnest(%(clients)s::bigint[], %(values)s::text[], %(sources)s::text[]) AS learnt(client, value, source)
ON CONFLICT DO NOTHING
"""


def keep_keys_in_step(client_ids: Iterable[int]) -> None:
    """Make the derived keys of these clients those of their present cards and contacts."""
    ids = sorted(set(client_ids))
    wanted = [(client_id, kind, value) for client_id, kind, value in derived_keys(ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP_IN_STEP,
            {
                "clients": [client_id for client_id, _, _ in wanted],
                "kinds": [kind for _, kind, _ in wanted],
                "values": [value for _, _, value in wanted],
                "all": ids,
                "derived": DERIVED,
                "organisation": current_organisation_id(),
            },
        )


def derived_keys(client_ids: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """(client, kind, value) of each key that the cards of these clients ask for, once."""
    ids = list(client_ids)
    contacts: dict[int, list[Contact]] = {client_id: [] for client_id in ids}
    for contact in Contact.objects.filter(client_id__in=ids, archived_on=None):
        contacts[contact.client_id].append(contact)
    aliases: dict[int, list[str]] = {client_id: [] for client_id in ids}
    learnt = ClientKey.objects.filter(client_id__in=ids, kind=ClientKeyKind.ALIAS)
    for client_id, alias in learnt.values_list("client_id", "value"):
        aliases[client_id].append(alias)
    for client in Client.objects.filter(id__in=ids):
        people = contacts[client.id]
        known = ClientKnown(
            client.id,
            (client.name,),
            aliases=tuple(aliases[client.id]),
            contacts=tuple(contact.name for contact in people if contact.name),
        )
        for name in client_keys(known).names:
            yield client.id, ClientKeyKind.NAME.value, name[:VALUE_LENGTH]
        for word in _search_words(client, people):
            yield client.id, ClientKeyKind.SEARCH.value, word[:VALUE_LENGTH]


def learn_iban(client_id: int, iban: str) -> None:
    """Remember an account that this client pays from, on a person's word: no undone match forgets it."""
    learn_ibans([(client_id, iban, "")])
    ClientKey.objects.filter(client_id=client_id, kind=ClientKeyKind.IBAN, value=iban_key(iban)).update(
        learnt_from=""
    )


def learn_ibans(learnt: Iterable[tuple[int, str, str]]) -> None:
    """Remember accounts, each as (client, IBAN, who taught it: "match:42", "" for a person). One statement.

    Who taught an account first stays its source.
    """
    first = {(client_id, iban_key(iban)): source for client_id, iban, source in reversed(list(learnt))}
    clients, values = [client_id for client_id, _ in first], [value for _, value in first]
    with connection.cursor() as cursor:
        cursor.execute(
            _LEARN_IBANS,
            {
                "clients": array_literal(clients),
                "values": array_literal(values),
                "sources": array_literal(first.values()),
                "kind": ClientKeyKind.IBAN.value,
                "organisation": current_organisation_id(),
            },
        )


def release_iban(client_id: int, iban: str, source: str, heir: str | None) -> None:
    """Forget an account that `source` taught first, or let `heir` stand for it; others' lessons stay."""
    taught = ClientKey.objects.filter(
        client_id=client_id, kind=ClientKeyKind.IBAN, value=iban_key(iban), learnt_from=source
    )
    if heir is None:
        taught.delete()
    else:
        taught.update(learnt_from=heir)


def learn_alias(client_id: int, name: str) -> None:
    """Remember a name under which this client pays."""
    _learn(client_id, ClientKeyKind.ALIAS, name.strip()[:VALUE_LENGTH])
    keep_keys_in_step([client_id])


def forget_payer(client_id: int, *, iban: str = "", alias: str = "") -> None:
    """Unlearn what a mistaken match or a person taught."""
    learnt = ClientKey.objects.filter(client_id=client_id)
    learnt.filter(kind=ClientKeyKind.IBAN, value=iban_key(iban)).delete()
    learnt.filter(kind=ClientKeyKind.ALIAS, value=alias.strip()).delete()
    keep_keys_in_step([client_id])


def words_of(text: str) -> list[str]:
    """The words that somebody may type: no accents, no capitals, no signs."""
    return _WORD.findall(plain(text))


def _learn(client_id: int, kind: ClientKeyKind, value: str) -> None:
    key = ClientKey(client_id=client_id, kind=kind, value=value)
    ClientKey.objects.bulk_create([key], ignore_conflicts=True)


def _search_words(client: Client, contacts: Iterable[Contact]) -> set[str]:
    texts = [client.name, client.number, client.siren]
    for contact in contacts:
        texts += [contact.name, contact.email]
    return {word for text in texts for word in words_of(text)}
