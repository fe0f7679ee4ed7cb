"""Rows to what judging a movement reads; a fixed number of queries, however many lines."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Value

from quitus.apps.banking.matching.own_money import own_ibans, own_pairs_around
from quitus.apps.banking.models import BankLine, MatchPart, MatchPayment, MatchState
from quitus.apps.banking.returns.models import LineReturn
from quitus.apps.clients.models import ClientKey, ClientKeyKind
from quitus.apps.history.models import KindRule
from quitus.apps.outgoing.models import Transfer
from quitus.domain.history.judge import Circumstances, Known, Moved
from quitus.domain.history.kinds import Kind
from quitus.domain.matching.keys import iban_key
from quitus.domain.names import squeezed, whole_key


@dataclass(frozen=True, slots=True)
class Line:
    """A bank line as the history reads it."""

    id: int
    account_id: int
    account: str
    day: date
    currency: str
    moved: Moved


def lines_of(line_ids: Collection[int]) -> list[Line]:
    """These lines, by their ids."""
    found = BankLine.objects.filter(id__in=line_ids).order_by("id")
    rows = found.values_list(
        "id",
        "bank_account_id",
        "bank_account__iban",
        "booked_on",
        "currency",
        "amount_minor",
        "label",
        "counterparty",
        "iban",
    )
    return [Line(row[0], row[1], row[2], row[3], row[4], Moved(*row[5:])) for row in rows.iterator()]


def known_about(moved: Collection[Moved]) -> Known:
    """What the firm knows that may say something of these movements."""
    rules = KindRule.objects.filter(removed_on=None).values_list("party_key", "comes_in", "kind")
    ibans = {iban_key(one.iban): one.iban for one in moved if one.iban}
    names = {squeezed(one.counterparty) for one in moved if one.counterparty} - {""}
    return Known(
        own_ibans=own_ibans(),
        rules={(key, comes_in): Kind(kind) for key, comes_in, kind in rules},
        client_ibans={
            ibans[value]: name for value, name in _clients(ClientKeyKind.IBAN, ibans) if value in ibans
        },
        client_names={
            squeezed(name): name
            for value, name in _clients(ClientKeyKind.NAME, map(whole_key, names))
            if whole_key(squeezed(name)) == value  # a name as far as banks print it is a key too
        },
    )


def circumstances(lines: Sequence[Line], own: frozenset[str]) -> Mapping[int, Circumstances]:
    """What is known of each of these very lines."""
    ids = [line.id for line in lines]
    matched, returned, ordered = _matched(ids), _returned(ids), _ordered(ids)
    pairs = own_pairs_around([(line.day, line.moved.minor) for line in lines], own)
    return {
        line.id: Circumstances(
            matched=matched.get(line.id, ""),
            returned=returned.get(line.id, ""),
            ordered=ordered.get(line.id),
            pair=pairs.get(line.id, ""),
        )
        for line in lines
    }


def _clients(kind: ClientKeyKind, values: Iterable[str]) -> list[tuple[str, str]]:
    found = ClientKey.objects.filter(kind=kind, value__in=list(values)).order_by("-client_id")
    return list(found.values_list("value", "client__name"))


def _matched(line_ids: Collection[int]) -> dict[int, str]:
    """Who pays by these lines: the client of what a match pays, or who has all of it in credit."""
    states = [MatchState.ACCEPTED, MatchState.PART]
    parts = MatchPart.objects.filter(match__line_id__in=line_ids, match__state__in=states, rank=0)
    credits = MatchPayment.objects.filter(match__line_id__in=line_ids, match__state__in=states)
    told = parts.annotate(first=Value(1)).values_list(
        "match__line_id", "instalment__client__name", "first", "id"
    )
    paid = credits.annotate(first=Value(0)).values_list(
        "match__line_id", "payment__client__name", "first", "id"
    )
    found = sorted(told.union(paid, all=True), key=lambda row: (row[2], -row[3]))
    return {line_id: name for line_id, name, _, _ in found}


def _returned(line_ids: Collection[int]) -> dict[int, str]:
    found = LineReturn.objects.filter(line_id__in=line_ids, state=MatchState.ACCEPTED)
    return dict(found.order_by("-id").values_list("line_id", "payment__client__name"))


def _ordered(line_ids: Collection[int]) -> dict[int, tuple[Kind, str]]:
    """What the firm's transfer orders say of the lines that carried them out, where they say one thing."""
    told = Transfer.objects.filter(executed_line_id__in=line_ids).order_by("id")
    found: dict[int, tuple[Kind, str]] = {}
    for line_id, kind, title in told.values_list("executed_line_id", "kind", "order__title"):
        before = found.get(line_id, (Kind(kind), title))
        found[line_id] = (before[0] if before[0] == kind else Kind.UNKNOWN, title)
    return {line_id: one for line_id, one in found.items() if one[0] is not Kind.UNKNOWN}
