"""Read the history: a page of it, its totals by kind and month, its counterparties. One query each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Abs, Sign

from quitus.apps.history.models import HandEntry, KindRule, Movement
from quitus.domain.history.kinds import OF_CLIENT, Kind
from quitus.domain.history.periods import Period, month_start
from quitus.domain.history.words import words_of
from quitus.domain.money import Money

MOST_WORDS = 8
PARTIES = 12
MOST_FOUND = 5000
IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which movements: of a period, of one way, one kind, one counterparty, with these words or just that amount."""

    period: Period
    way: str = ""
    kind: Kind | None = None
    party: str = ""
    text: str = ""
    amount: Money | None = None
    ids: frozenset[int] | None = None  # what all of that finds, when it was looked for already


@dataclass(frozen=True, slots=True)
class Flow:
    """Money of many movements: what came in, what went out (not negative), how many they are."""

    came: int = 0
    went: int = 0
    count: int = 0

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(self.came + other.came, self.went + other.went, self.count + other.count)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of what was asked. Money between own accounts is in `by_kind` and in `count` alone."""

    count: int
    whole: Flow
    by_kind: Sequence[tuple[Kind, Flow]]
    by_month: Sequence[tuple[date, Flow]]


@dataclass(frozen=True, slots=True)
class PartyTotal:
    """All that moved with one counterparty."""

    key: str
    name: str
    flow: Flow


class Listed:
    """Movements as a paginator takes them: their number is known from the totals already."""

    def __init__(self, asked: Asked, count: int) -> None:
        self._asked = asked
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: slice) -> list[Movement]:
        """A page; from the nearer end of the list, for what is left out is read too."""
        start, stop = place.start or 0, min(place.stop, self._count)
        if start > self._count // 2:
            return list(_newest(self._asked).reverse()[self._count - stop : self._count - start])[::-1]
        return list(_newest(self._asked)[start:stop])


def narrowed(asked: Asked) -> Asked:
    """The same with the ids of what a search finds, where they are not too many: texts are read once."""
    if not (asked.text or asked.amount):
        return asked
    ids = list(_found(asked).order_by().values_list("id", flat=True)[: MOST_FOUND + 1])
    return asked if len(ids) > MOST_FOUND else replace(asked, ids=frozenset(ids))


def every_movement(asked: Asked) -> Iterator[Movement]:
    """All of them, the newest first, for a file."""
    return _newest(asked).select_related("bank_account").iterator(chunk_size=5000)


def movement(movement_id: int) -> Movement:
    """One movement, cancelled ones too; raises Movement.DoesNotExist."""
    found: Movement = Movement.objects.select_related("line", "bank_account", "entry").get(id=movement_id)
    return found


def entry(entry_id: int) -> HandEntry:
    """What a person wrote down; raises HandEntry.DoesNotExist."""
    found: HandEntry = HandEntry.objects.select_related("document").get(id=entry_id)
    return found


def movement_of_entry(entry_id: int) -> int:
    """The movement that an entry by hand made."""
    movement_id: int = Movement.objects.values_list("id", flat=True).get(entry_id=entry_id)
    return movement_id


def totals(asked: Asked) -> Totals:
    """Sums by kind and by month."""
    grouped = (
        _found(asked)
        .values("kind", "month", way=Sign("amount_minor"))
        .annotate(minor=Sum("amount_minor"), count=Count("id"))
        .order_by()
    )
    by_kind: dict[Kind, Flow] = {}
    by_month: dict[date, Flow] = {}
    whole, count = Flow(), 0
    for row in grouped:
        kind, flow = Kind(row["kind"]), _flow(row)
        count += flow.count
        by_kind[kind] = by_kind.get(kind, Flow()) + flow
        if kind is not Kind.OWN:
            whole += flow
            first = month_start(row["month"])
            by_month[first] = by_month.get(first, Flow()) + flow
    return Totals(
        count,
        whole,
        sorted(by_kind.items(), key=lambda item: -(item[1].came + item[1].went)),
        sorted(by_month.items()),
    )


def parties(asked: Asked, *, limit: int = PARTIES) -> list[PartyTotal]:
    """The counterparties with whom most moved, transfers between own accounts apart. Three queries."""
    rows = (
        _found(asked)
        .exclude(kind=Kind.OWN)
        .exclude(party_key="")
        .values("party_key", way=Sign("amount_minor"))
        .annotate(minor=Sum("amount_minor"), count=Count("id"))
        .order_by(-Abs("minor"), "party_key")[: 2 * limit]
    )
    flows: dict[str, Flow] = {}
    for row in rows:
        flows[row["party_key"]] = flows.get(row["party_key"], Flow()) + _flow(row)
    largest = sorted(flows.items(), key=lambda item: (-(item[1].came + item[1].went), item[0]))[:limit]
    names = _names([key for key, _ in largest])
    return [PartyTotal(key, names.get(key, ""), flow) for key, flow in largest]


def _names(keys: Collection[str]) -> dict[str, str]:
    """Counterparties for people: a client by their own name where all that is matched of them is one client's."""
    of_them = Movement.objects.filter(party_key__in=keys)
    newest = of_them.order_by("party_key", "-id").distinct("party_key").values_list("party_key", "party")
    matched = of_them.filter(because__in=OF_CLIENT).exclude(about="").values("party_key").order_by()
    clients = matched.annotate(first=Min("about"), last=Max("about")).filter(first=F("last"))
    return {**dict(newest), **dict(clients.values_list("party_key", "first"))}


def first_day() -> date | None:
    """The day of the oldest movement; None before the first."""
    day: date | None = Movement.objects.filter(counted=True).aggregate(day=Min("day"))["day"]
    return day


def party_named(key: str) -> str:
    """A counterparty's name by its key; "" when there is none."""
    return _names([key]).get(key, "") if key else ""


def standing_rules() -> list[KindRule]:
    """What people said about counterparties, by name."""
    return list(KindRule.objects.filter(removed_on=None).order_by("party", "id"))


def rule_about(one: Movement) -> KindRule | None:
    """The rule that holds for a movement's counterparty and its way."""
    found = KindRule.objects.filter(party_key=one.party_key, comes_in=one.amount_minor > 0, removed_on=None)
    return found.first() if one.party_key else None


def _newest(asked: Asked) -> QuerySet[Movement]:
    return _found(asked).order_by("-day", "-id")


def _found(asked: Asked) -> QuerySet[Movement]:
    found = Movement.objects.filter(counted=True, day__range=(asked.period.first, asked.period.last))
    if asked.ids is not None:
        return found.filter(id__in=asked.ids)
    if asked.way:
        found = found.filter(amount_minor__gt=0) if asked.way == IN else found.filter(amount_minor__lt=0)
    if asked.kind:
        found = found.filter(kind=asked.kind.value)
    if asked.party:
        found = found.filter(party_key=asked.party)
    return found.filter(_looked_for(asked)) if asked.text or asked.amount else found


def _looked_for(asked: Asked) -> Q:
    words = Q()
    for word in words_of(asked.text).split()[:MOST_WORDS]:
        words &= Q(words__contains=word)
    if asked.amount is None:
        # What holds no letter or digit finds nothing, rather than everything.
        return words or Q(id=None)
    minor = asked.amount.minor
    return (words or Q(id=None)) | Q(amount_minor__in=[minor, -minor], currency=asked.amount.currency)


def _flow(row: Mapping[str, Any]) -> Flow:
    minor, count = int(row["minor"]), row["count"]
    return Flow(minor, 0, count) if minor > 0 else Flow(0, -minor, count)
