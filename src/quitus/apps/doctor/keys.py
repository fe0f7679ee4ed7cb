"""Can clients and instalments still be found by what a bank line says of them?"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from quitus.apps.clients.keys import DERIVED, derived_keys
from quitus.apps.clients.models import Client, ClientKey
from quitus.apps.doctor.finding import Finding
from quitus.apps.invoicing.keys import lookup_keys
from quitus.apps.invoicing.models import Instalment, InstalmentKey

AT_ONCE = 2_000


def clients_have_their_keys() -> Iterator[Finding]:
    """The stored name and search keys of each client against its card."""
    ids = list(Client.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        wanted: dict[int, set[str]] = defaultdict(set)
        for client_id, kind, value in derived_keys(some):
            wanted[client_id].add(f"{kind}:{value}")
        kept: dict[int, set[str]] = defaultdict(set)
        stored = ClientKey.objects.filter(client_id__in=some, kind__in=DERIVED)
        for client_id, kind, value in stored.values_list("client_id", "kind", "value"):
            kept[client_id].add(f"{kind}:{value}")
        yield from _differing("client_keys", "client", wanted, kept)


def instalments_have_their_keys() -> Iterator[Finding]:
    """The stored keys of each instalment against its invoice's number and its own reference."""
    rows = Instalment.objects.order_by("id").values_list("id", "invoice__number", "reference")
    for start in range(0, rows.count(), AT_ONCE):
        some = list(rows[start : start + AT_ONCE])
        wanted = {id_: set(lookup_keys(number, reference)) for id_, number, reference in some}
        kept: dict[int, set[str]] = defaultdict(set)
        stored = InstalmentKey.objects.filter(instalment__gte=some[0][0], instalment__lte=some[-1][0])
        for id_, value in stored.values_list("instalment_id", "value"):
            kept[id_].add(value)
        yield from _differing("instalment_keys", "instalment", wanted, kept)


def _differing(
    check: str, noun: str, wanted: dict[int, set[str]], kept: dict[int, set[str]]
) -> Iterator[Finding]:
    for id_ in sorted(wanted.keys() | kept.keys()):
        expected, found = wanted.get(id_, set()), kept.get(id_, set())
        if expected != found:
            yield Finding(check, f"{noun} {id_}", _said(expected - found), _said(found - expected))


def _said(keys: Collection[str]) -> str:
    return ", ".join(sorted(keys)) or "no more"
