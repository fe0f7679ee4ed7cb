"""Plots of money by month: what came in stands above a line, what went out hangs below it.

One drawing for screens and paper. The figures stand in a table beside it: a plot is looked at, a table is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

COLUMN, BAR, HEIGHT = 28, 18, 76  # of a month, of its bar, of the taller half
FEWEST, MOST_MONTHS = 12, 24
WORDS = 16  # for the letters under the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """One month or year: where it stands, how high its two halves are; `first` is its first day."""

    first: date
    x: int
    middle: int
    top: int
    came: int
    went: int
    begins_year: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars of equal width over `width` by `height`; the line between in and out lies at `line`."""

    bars: Sequence[Bar]
    width: int
    height: int
    line: int
    bar: int = BAR
    by_year: bool = False

    @property
    def words_at(self) -> int:
        """Where the letters under the bars stand."""
        return self.height - 4


def plot(flows: Sequence[tuple[date, int, int]]) -> Plot | None:
    """Bars for (first day, came in, went out), months in a row, or years when there are too many; None without any."""
    by_year = len(flows) > MOST_MONTHS
    shown = _years(flows) if by_year else list(flows)
    highest = max((max(came, went) for _, came, went in shown), default=0)
    if not highest:
        return None
    above = _height(max(came for _, came, _ in shown), highest)
    below = _height(max(went for _, _, went in shown), highest)
    line = above + 1
    bars = []
    for place, (first, came, went) in enumerate(shown):
        x = place * COLUMN + (COLUMN - BAR) // 2
        up, down = _height(came, highest), _height(went, highest)
        bars.append(Bar(first, x, x + BAR // 2, line - up, up, down, first.month == 1 or place == 0))
    width = max(len(shown), FEWEST) * COLUMN
    return Plot(bars, width, line + below + WORDS, line, by_year=by_year)


def _height(minor: int, highest: int) -> int:
    """At least one for what is there at all."""
    return max(round(minor * HEIGHT / highest), 1) if minor else 0


def _years(flows: Sequence[tuple[date, int, int]]) -> list[tuple[date, int, int]]:
    sums: dict[int, tuple[int, int]] = {}
    for first, came, went in flows:
        before = sums.get(first.year, (0, 0))
        sums[first.year] = (before[0] + came, before[1] + went)
    return [(date(year, 1, 1), came, went) for year, (came, went) in sums.items()]
