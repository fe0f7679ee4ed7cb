"""The balance beside each row: what the table opens and closes with, and each row checked against it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quitus.adapters.bank.tables.cell_words import State
from quitus.adapters.bank.tables.movement import Movement, Unread
from quitus.domain.banking.column_mapping import Fees

Row = Movement | Unread
Moved = Callable[[Movement], int]


@dataclass(frozen=True, slots=True)
class Break:
    """A row whose balance is not what the rows lead to."""

    line: int
    expected: int
    told: int


@dataclass(frozen=True, slots=True)
class Running:
    """What the column of balances says of one account, in minor units.

    `newest_first`: the file goes back in time. `constant`: all rows tell the same balance, though money moved.
    `follows`: the rows lead from one balance to the next, but for `breaks`.
    """

    opening: int | None = None
    closing: int | None = None
    newest_first: bool = False
    breaks: tuple[Break, ...] = ()
    constant: bool = False
    follows: bool = True


def moved_by(fees: Fees | None) -> Moved:
    """What a row moves the balance by."""
    sign = {Fees.ADDED: 1, Fees.DEDUCTED: -1}.get(fees, 0) if fees else 0

    def moved(movement: Movement) -> int:
        return movement.amount + sign * movement.fee if movement.state is State.MOVED else 0

    return moved


def running(rows: Sequence[Row], moved: Moved) -> Running | None:
    """The balances of one account's rows, in the file's order; None when no row tells one."""
    told = [row for row in rows if isinstance(row, Movement) and row.balance is not None]
    if not told:
        return None
    if len(told) > 1 and len({row.balance for row in told}) == 1 and any(moved(row) for row in told[1:]):
        return Running(constant=True)
    old_first, new_first = (list(_links(rows, moved, newest_first=back)) for back in (False, True))
    newest_first = _newest_first(rows, old_first, new_first)
    links = new_first if newest_first else old_first
    breaks = tuple(link for link in links if link.expected != link.told)
    if len(breaks) * 2 > len(links) or (links and len(breaks) == len(links)):
        return Running(follows=False, newest_first=newest_first)
    opening, closing = _ends(list(reversed(rows)) if newest_first else rows, moved)
    return Running(opening, closing, newest_first, breaks)


def holding(rows: Sequence[Row], moved: Moved) -> int:
    """How many rows' balances follow from the row before, in the order that fits better."""
    return max(
        sum(link.expected == link.told for link in _links(rows, moved, newest_first=back))
        for back in (False, True)
    )


def _links(rows: Sequence[Row], moved: Moved, *, newest_first: bool) -> Iterator[Break]:
    """Each balance with what the one before and the movements since lead to, from the oldest on.

    Rows without a balance are crossed; over a row that could not be read nothing leads.
    """
    before: int | None = None
    for row in reversed(rows) if newest_first else rows:
        if not isinstance(row, Movement):
            before = None
            continue
        if before is not None:
            before += moved(row)
        if row.balance is not None:
            if before is not None:
                yield Break(row.line, before, row.balance)
            before = row.balance


def _newest_first(rows: Sequence[Row], old_first: Sequence[Break], new_first: Sequence[Break]) -> bool:
    """Whether the file goes back in time: by its balances, else by its days."""
    fits = [sum(link.expected == link.told for link in links) for links in (old_first, new_first)]
    if fits[0] != fits[1]:
        return fits[1] > fits[0]
    days = [row.booked for row in rows if isinstance(row, Movement)]
    return bool(days) and days[0] > days[-1]


def _ends(rows: Sequence[Row], moved: Moved) -> tuple[int | None, int | None]:
    """The balances before the first and after the last row, oldest first; None over a row that could not be read."""
    opening, since = None, 0
    for row in rows:
        if not isinstance(row, Movement):
            break
        since += moved(row)
        if row.balance is not None:
            opening = row.balance - since
            break
    closing, later = None, 0
    for row in reversed(rows):
        if not isinstance(row, Movement):
            break
        if row.balance is not None:
            closing = row.balance + later
            break
        later += moved(row)
    return opening, closing
