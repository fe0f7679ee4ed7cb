"""Are entry numbers continuous and increasing (LPF A47 A-1 VII-1°, 3)? In each journal, or over all of them.

Numbers are kept as spans of neighbours: a file without gaps costs no memory, however long it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from quitus.domain.books.fec.findings import Findings

_NUMBER = re.compile(r"(.*?)([0-9]{1,18})")
# Beyond these, numbers have no order worth telling of.
MOST_SPANS = 100_000
MOST_PREFIXES = 10_000


@dataclass(slots=True)
class Span:
    """Numbers from `first` to `last` that were all seen; `line` is where `first` was."""

    first: int
    last: int
    line: int


class Series:
    """The numbers seen under one prefix, written with `width` digits at least."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.spans: list[Span] = []
        self.latest: int | None = None
        self.count = 0

    def add(self, number: int, line: int) -> bool:
        """Note a number; whether it is new."""
        self.latest = number
        if self.spans and number == self.spans[-1].last + 1:  # as nearly always
            self.spans[-1].last = number
            self.count += 1
            return True
        place = bisect_right(self.spans, number, key=lambda span: span.first)
        before = self.spans[place - 1] if place else None
        if before and number <= before.last:
            return False
        if len(self.spans) < MOST_SPANS:
            self._insert(place, number, line)
            self.count += 1
        return True

    @property
    def missing(self) -> int:
        """How many numbers between the first and the last were not seen."""
        return self.spans[-1].last - self.spans[0].first + 1 - self.count

    def _insert(self, place: int, number: int, line: int) -> None:
        before = self.spans[place - 1] if place else None
        after = self.spans[place] if place < len(self.spans) else None
        joins_before = before is not None and number == before.last + 1
        joins_after = after is not None and number == after.first - 1
        if before and joins_before and after and joins_after:
            before.last = after.last
            del self.spans[place]
        elif before and joins_before:
            before.last = number
        elif after and joins_after:
            after.first, after.line = number, line
        else:
            self.spans.insert(place, Span(number, number, line))


class Numbering:
    """Every entry's number, by journal and prefix ("VE000042": prefix "VE", number 42)."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._journals: dict[str, dict[str, Series]] = {}  # by prefix
        self._overall: dict[str, Series] = {}

    def enter(self, journal: str, number: str, line: int) -> bool:
        """A new entry begins; whether its number is new in its journal."""
        prefix, value, width = _parts(number)
        known = prefix in self._journals or len(self._journals) < MOST_PREFIXES
        if not width or not known:
            self._found.problem("fec_number_without_sequence", line, "EcritureNum", number=number)
            return True
        journals = self._journals.setdefault(prefix, {})
        series = journals.get(journal) or journals.setdefault(journal, Series(width))
        latest = series.latest
        fresh = series.add(value, line)
        if fresh:
            overall = self._overall.get(prefix) or self._overall.setdefault(prefix, Series(width))
            overall.add(value, line)
            if latest is not None and value < latest:
                facts = {"number": number, "before": _written(prefix, latest, series)}
                self._found.problem("fec_number_not_increasing", line, "EcritureNum", **facts)
        return fresh

    def finish(self) -> None:
        """Tell of the gaps: a sequence may run within each journal or over all of them, the better reading counts."""
        for prefix, overall in self._overall.items():
            journals = self._journals[prefix].values()
            apart = sum(series.count for series in journals) == overall.count
            if apart and overall.missing < sum(series.missing for series in journals):
                self._tell(prefix, overall)
                continue
            for series in journals:
                self._tell(prefix, series)

    def _tell(self, prefix: str, series: Series) -> None:
        for first, last, line in _gaps(series):
            missing = _written(prefix, first, series)
            if first == last:
                self._found.problem("fec_number_missing", line, "EcritureNum", number=missing)
            else:
                facts = {"first": missing, "last": _written(prefix, last, series)}
                self._found.problem("fec_numbers_missing", line, "EcritureNum", **facts)


def _gaps(series: Series) -> Iterator[tuple[int, int, int]]:
    """(first missing, last missing, line of the number after them)."""
    for before, after in zip(series.spans, series.spans[1:], strict=False):
        yield before.last + 1, after.first - 1, after.line


def _written(prefix: str, number: int, series: Series) -> str:
    return f"{prefix}{number:0{series.width}}"


@lru_cache(maxsize=16)
def _parts(number: str) -> tuple[str, int, int]:
    """The prefix, the number at the end, and how many digits it is written with: none when there is no number."""
    found = _NUMBER.fullmatch(number)
    return (found[1], int(found[2]), len(found[2])) if found else (number, 0, 0)
