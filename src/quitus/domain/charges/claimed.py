"""Which days' interest was claimed, and by which terms: what a claim asked for is weighed against what is known now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quitus.domain.charges.late_terms import LateTerms

ONE_DAY = timedelta(days=1)
Days = tuple[date, date]  # the first and the last, both included


@dataclass(frozen=True, slots=True)
class ClaimedInterest:
    """A charge of interest for the days `first` to `last`, by the `terms` of then.

    `amount_minor`: as it was claimed; `minor`: less what was corrected since. Both in minor units.
    """

    charge_id: int
    first: date
    last: date
    amount_minor: int
    minor: int
    terms: LateTerms


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that were claimed, by the terms of their first claim."""

    first: date
    last: date
    terms: LateTerms


@dataclass(frozen=True, slots=True)
class ClaimedDays:
    """Claims whose days overlap, the oldest first, and the days that they are for.

    They overlap where a payment was taken back: a later claim went over days once more and deducted what was claimed.
    """

    claims: tuple[ClaimedInterest, ...]
    stretches: tuple[Stretch, ...]

    @property
    def minor(self) -> int:
        """What is claimed for these days, in minor units."""
        return sum(claim.minor for claim in self.claims)

    def moved(self, owed: int) -> dict[int, int]:
        """What is to be taken off each charge, minor units by its id, so that no more than `owed` is claimed.

        The newest charge gives way first. Below zero: given back, for a correction that what is known now undoes; never
        more than was taken off.
        """
        over, moved = self.minor - owed, {}
        if over > 0:
            for claim in reversed(self.claims):
                moved[claim.charge_id] = min(over, claim.minor)
                over -= moved[claim.charge_id]
        else:
            for claim in self.claims:
                moved[claim.charge_id] = -min(-over, claim.amount_minor - claim.minor)
                over -= moved[claim.charge_id]
        return {charge_id: minor for charge_id, minor in moved.items() if minor}


def claimed_days(claims: Iterable[ClaimedInterest]) -> list[ClaimedDays]:
    """The claims by the days that they share, in the order of time."""
    groups: list[list[ClaimedInterest]] = []
    until = date.min
    for claim in sorted(claims, key=lambda claim: (claim.first, claim.charge_id)):
        if not groups or claim.first > until:
            groups.append([])
        groups[-1].append(claim)
        until = max(until, claim.last)
    return [_of_group(sorted(group, key=lambda claim: claim.charge_id)) for group in groups]


def unclaimed(window: Days, claims: Iterable[ClaimedInterest]) -> list[Days]:
    """The days of a window that no claim was for."""
    return _without(window, [(claim.first, claim.last) for claim in claims])


def _of_group(claims: Sequence[ClaimedInterest]) -> ClaimedDays:
    stretches: list[Stretch] = []
    for claim in claims:
        taken = [(stretch.first, stretch.last) for stretch in stretches]
        own = _without((claim.first, claim.last), taken)
        stretches += [Stretch(first, last, claim.terms) for first, last in own]
    return ClaimedDays(tuple(claims), tuple(sorted(stretches, key=lambda stretch: stretch.first)))


def _without(window: Days, taken: Iterable[Days]) -> list[Days]:
    left = [window]
    for taken_first, taken_last in taken:
        parts = []
        for first, last in left:
            parts += [(first, min(last, taken_first - ONE_DAY)), (max(first, taken_last + ONE_DAY), last)]
        left = [part for part in dict.fromkeys(parts) if part[0] <= part[1]]
    return sorted(left)
