"""Which line of a file holds the headers: other tools write titles, dates and filters above them."""

import re
from collections import Counter
from collections.abc import Sequence

from quitus.domain.importing.columns import knows_header
from quitus.domain.importing.text import clean

_WITHIN = 50  # filled lines
_LONGEST_HEADER = 120
_DATA = re.compile(r"[0-9\s.,:;/%€$£()'+-]*[0-9][0-9\s.,:;/%€$£()'+-]*(?:[A-Z]{3})?|[^@\s]+@[^@\s]+\.[^@\s]+")


def find_headers(records: Sequence[Sequence[str]]) -> int | None:
    """The place of the headers among the first records: the most known words, else the first full line.

    None when no line can be one: a line with an amount, a date or an address is data.
    """
    first = records[:_WITHIN]
    candidates = [place for place, cells in enumerate(first) if _could_be_headers(cells)]
    best = max(candidates, key=lambda place: (known_headers(first[place]), -place), default=None)
    if (
        best is None
        or known_headers(first[best]) > 1
        or _filled(first[best]) == known_headers(first[best]) == 1
    ):
        return best
    usual_width = Counter(map(len, first)).most_common(1)[0][0]
    full = (place for place in candidates if len(first[place]) == usual_width)
    return next((place for place in full if _filled(first[place]) * 2 > usual_width), None)


def known_headers(cells: Sequence[str]) -> int:
    """How many cells read like headers of clients or invoices."""
    return sum(knows_header(cell) for cell in cells if 0 < len(cell) <= _LONGEST_HEADER)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """The headers as they may be shown and chosen by: the second "Adresse" is "Adresse (2)", a blank one "(3)"."""
    names: list[str] = []
    seen: set[str] = set()
    numbers: Counter[str] = Counter()
    for place, cell in enumerate(cells, 1):
        stem = clean(cell)[:_LONGEST_HEADER] or f"({place})"
        name = stem
        while name in seen:
            numbers[stem] += 1
            name = f"{stem} ({numbers[stem] + 1})"
        seen.add(name)
        names.append(name)
    return tuple(names)


def _could_be_headers(cells: Sequence[str]) -> bool:
    filled = [clean(cell) for cell in cells if clean(cell)]
    return bool(filled) and not any(len(cell) > _LONGEST_HEADER or _DATA.fullmatch(cell) for cell in filled)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(clean(cell)) for cell in cells)
