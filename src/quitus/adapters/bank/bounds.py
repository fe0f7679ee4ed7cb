"""How much one file may tell: bytes bound what is packed, not what it becomes, since a movement may take 20 of them."""

from quitus.domain.refused import Refused

# Years of the busiest account, and these fit the memory.
MOST_MOVEMENTS = 300_000


class Movements:
    """The movements and statements of a file so far."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, more: int = 1) -> None:
        """Count some more of them. Refused bank_movements_too_many."""
        self._count += more
        if self._count > MOST_MOVEMENTS:
            raise Refused("bank_movements_too_many", most=MOST_MOVEMENTS)
