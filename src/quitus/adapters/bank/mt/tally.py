"""What movements add up to, counted once each, however many pages tell totals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quitus.adapters.bank.mt.amounts import Total
from quitus.domain.banking.statement import LineStatus, StatementLine

_DEBITS, _CREDITS = ":90D:", ":90C:"


@dataclass(slots=True)
class _Sums:
    """How many, the sum of all; the same for each side, in which a movement of nothing does not count."""

    count: int = 0
    net: int = 0
    sides: dict[str, tuple[int, int]] = field(default_factory=lambda: {_DEBITS: (0, 0), _CREDITS: (0, 0)})

    def add(self, minor: int) -> None:
        self.count += 1
        self.net += minor
        if minor:
            side = _CREDITS if minor > 0 else _DEBITS
            count, total = self.sides[side]
            self.sides[side] = (count + 1, total + abs(minor))


class Tally:
    """The movements so far: all of them, and those that are booked."""

    def __init__(self) -> None:
        self._currencies: set[str] = set()
        self._all, self._booked = _Sums(), _Sums()

    def add(self, lines: Iterable[StatementLine]) -> None:
        for line in lines:
            self._currencies.add(line.amount.currency)
            self._all.add(line.amount.minor)
            if line.status is LineStatus.BOOKED:
                self._booked.add(line.amount.minor)

    def agrees(self, totals: Mapping[str, Total]) -> bool:
        """Whether the movements have these totals, with or without those only expected.

        Where both sides are told, a bank may count the reversal of a credit among the credits: then the whole agrees.
        """
        if len(self._currencies | {total.sum.currency for total in totals.values()}) > 1:
            return False
        for found in (self._all, self._booked):
            if all(found.sides[kind] == (total.count, total.sum.minor) for kind, total in totals.items()):
                return True
            if len(totals) == 2:
                net = totals[_CREDITS].sum.minor - totals[_DEBITS].sum.minor
                if (sum(total.count for total in totals.values()), net) == (found.count, found.net):
                    return True
        return False
