"""Transfers between own accounts, of which both statements tell: the same amount the other way, few days apart.

Banks often do not say the other account. Two movements are a pair only where there is no choice: of several that would
fit, none is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

AROUND = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class OwnMovement:
    """A movement of an own account. `told`: the account on the other side, "" when the bank does not say."""

    id: int
    account: str
    day: date
    minor: int
    currency: str
    told: str = ""


def own_pairs(movements: Iterable[OwnMovement], own: frozenset[str]) -> Mapping[int, str]:
    """By id, the own account on the other side: each of a pair names the other's.

    Movements whose other side is somebody else's account have no pair.
    """
    record = _Record(one for one in movements if one.minor and (not one.told or one.told in own))
    found = {}
    for out in record.going_out():
        came = record.only_one_for(out)
        if came is not None and record.only_one_for(came) is out:
            found[out.id], found[came.id] = came.account, out.account
    return found


class _Record:
    """Movements by amount, account and day: a year of equal amounts stays quick."""

    def __init__(self, movements: Iterable[OwnMovement]) -> None:
        self._buckets: dict[tuple[int, str, str, date], list[OwnMovement]] = defaultdict(list)
        self._accounts: set[str] = set()
        for one in movements:
            self._buckets[one.minor, one.currency, one.account, one.day].append(one)
            self._accounts.add(one.account)

    def going_out(self) -> Iterator[OwnMovement]:
        for (minor, *_), found in self._buckets.items():
            if minor < 0:
                yield from found

    def only_one_for(self, one: OwnMovement) -> OwnMovement | None:
        """The movement that is its other half; None where there is none, or more than one."""
        found: list[OwnMovement] = []
        for account in self._accounts - {one.account}:
            for days in range(-AROUND.days, AROUND.days + 1):
                key = (-one.minor, one.currency, account, one.day + timedelta(days=days))
                for other in self._buckets.get(key, ()):
                    if _agree(one, other):
                        found.append(other)
                    if len(found) > 1:
                        return None
        return found[0] if found else None


def _agree(one: OwnMovement, other: OwnMovement) -> bool:
    """Neither names a third account as the other side."""
    return one.told in ("", other.account) and other.told in ("", one.account)
