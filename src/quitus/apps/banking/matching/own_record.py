"""How matching fared on the firm's own lines, from what people made of what it did and proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, IntegerField, Min, Q, Value, When

from quitus.apps.banking.models import Match, MatchState, Outcome
from quitus.apps.timeline.actions import PROGRAM

# Where the bands of scores begin, per mille, the best first.
BANDS = (970, 800, 600, 0)


@dataclass(slots=True)
class Fared:
    """What became of lines: `undone` of `alone` were taken back; the rest are suggestions, by what people did."""

    band: int | None = None
    alone: int = 0
    undone: int = 0
    waiting: int = 0
    made: dict[str, int] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        """Suggestions that somebody decided about."""
        return sum(self.made.values())

    @property
    def lines(self) -> int:
        return self.alone + self.decided + self.waiting

    @property
    def precision(self) -> Decimal | None:
        """The share of those decided alone that stood, from 0 to 1; None before the first."""
        return Decimal(self.alone - self.undone) / self.alone if self.alone else None

    @property
    def right(self) -> Decimal | None:
        """The share of the suggestions whose first choice was taken; None before the first."""
        return Decimal(self.first) / self.decided if self.decided else None

    @property
    def first(self) -> int:
        return self.made.get(Outcome.FIRST, 0)

    @property
    def second(self) -> int:
        return self.made.get(Outcome.SECOND, 0)

    @property
    def changed(self) -> int:
        """Something else, nobody's payment, or just wrong."""
        return self.decided - self.first - self.second


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """All in one, by band of scores, and since when."""

    whole: Fared
    bands: Sequence[Fared]
    since: date | None


def own_record() -> OwnRecord:
    """One query."""
    band = Case(*(When(score__gte=least, then=Value(least)) for least in BANDS), output_field=IntegerField())
    counted = (
        Match.objects.filter(
            Q(decided_by=PROGRAM) | Q(outcome=Outcome.REFUSED)
        )  # who refused stands there then
        .annotate(band=band)
        .values_list("band", "state", "outcome")
        .annotate(count=Count("id"), since=Min("decided_on"))
        .order_by()
    )
    whole, bands = Fared(), {least: Fared(least) for least in BANDS}
    since: date | None = None
    for least, state, outcome, count, first in counted:
        for fared in (whole, bands[least]):
            _count(fared, state, outcome, count)
        since = min(since or first, first)
    return OwnRecord(whole, [one for one in bands.values() if one.lines], since)


def _count(fared: Fared, state: str, outcome: str, count: int) -> None:
    if state == MatchState.SUGGESTED:
        fared.waiting += count
    elif outcome and state == MatchState.DISMISSED:
        fared.made[outcome] = fared.made.get(outcome, 0) + count
    elif not outcome and state in (MatchState.ACCEPTED, MatchState.UNDONE):
        fared.alone += count
        fared.undone += count if state == MatchState.UNDONE else 0
