"""Where a table begins within its file: headers below a preamble, several tables one below the other, or no headers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from quitus.adapters.bank.tables.columns import known_fields
from quitus.adapters.bank.tables.preamble import read_around
from quitus.adapters.bank.tables.profiles import profile_for
from quitus.adapters.bank.tables.values import cell_text, is_amount, is_date
from quitus.adapters.tables.csv_records import HeaderLook
from quitus.adapters.tables.headers import unique_names
from quitus.adapters.tables.records import MOST_COLUMNS, Record
from quitus.domain.banking.column_mapping import BankField
from quitus.domain.refused import Refused

WITHIN = 60  # filled lines above the headers
SHAPE_ROWS = 200
LONGEST_HEADER = 120
LONGEST_LINE = 2_000
FEW = 4  # cells, among which a movement has its day
MOST_SECTIONS = 200
FEW_ROWS = 2  # among which one line of data makes a table below headers as wide
_DAY_FIELDS = frozenset((BankField.BOOKED, BankField.VALUE_DATE))
_MONEY_FIELDS = frozenset((BankField.AMOUNT, BankField.DEBIT, BankField.CREDIT, BankField.BALANCE))
_LOOKS_LIKE_DAY = re.compile(r"[0-9][./-][0-9]{1,2}[./-][0-9]")
_HEADER_BITS = ("date", "datum", "fecha", "data", "tag", "jour", "buchung", "created", "valuta", "completed")


@dataclass(frozen=True, slots=True)
class Section:
    """One table: the lines above it that are its own, its headers (None when it has none), the lines below."""

    preamble: list[Record]
    header: Record | None
    rows: list[Record] = field(default_factory=list)


Expected = Callable[[Sequence[str]], bool]


def none_expected(headers: Sequence[str]) -> bool:
    """Where nobody has said of any headers what they mean."""
    return False


def find_header(records: Sequence[Sequence[str]], expected: Expected = none_expected) -> int | None:
    """The place of the headers among the first lines: the one that names most of what a movement has.

    Where neither words nor lines of data show one: the first line whose headers are `expected`.
    """
    best = max(
        (place for place, cells in enumerate(records[:WITHIN]) if is_header(cells)),
        key=lambda place: (known_headers(records[place]), -place),
        default=None,
    )
    if best is None:
        best = _shape_header(records)
    if best is None and expected is not none_expected:
        best = next(
            (place for place, cells in enumerate(records[:WITHIN]) if _is_expected(cells, expected)), None
        )
    return best


def _is_expected(cells: Sequence[str], expected: Expected) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) >= 2 and len(cells) <= MOST_COLUMNS and expected(unique_names(cells))


def known_headers(cells: Sequence[str]) -> int:
    """How many different things the cells name."""
    return len(known_fields(cells[:MOST_COLUMNS]))


def look_for(expected: Expected) -> HeaderLook:
    """How headers look where those that are `expected` count too."""
    return HeaderLook(lambda records: find_header(records, expected), known_headers)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a line names at least a day and an amount, and holds no data."""
    filled = [text for cell in cells if (text := cell.strip())]
    if not 3 <= len(filled) <= MOST_COLUMNS or any(len(text) > LONGEST_HEADER for text in filled):
        return False
    if any(is_date(text) or is_amount(text) for text in filled):
        return False
    fields = known_fields(filled)
    if not fields.isdisjoint(_DAY_FIELDS) and not fields.isdisjoint(_MONEY_FIELDS):
        return True
    return profile_for(unique_names(cells[:MOST_COLUMNS])) is not None


def sections(records: Sequence[Record], expected: Expected = none_expected) -> list[Section]:
    """The tables of a file in their order; none when nothing looks like one.

    The same headers again go on with the table, unless lines between name another account.
    """
    place = find_header([record.cells for record in records[: WITHIN + SHAPE_ROWS]], expected)
    if place is None:
        start = _first_data([record.cells for record in records[:WITHIN]])
        if start is None or not _shaped([record.cells for record in records[start : start + SHAPE_ROWS]]):
            return []
        return [Section(list(records[:start]), None, list(records[start:]))]
    found = [Section(list(records[:place]), records[place])]
    undated = 0  # lines at the end of the rows so far, without a day
    for record in records[place + 1 :]:
        last = found[-1]
        line = " ".join(record.cells)[:LONGEST_LINE]
        if not _may_be_header(line) or not is_header(record.cells):
            last.rows.append(record)
            undated = 0 if any(is_date(cell_text(cell)) for cell in record.cells[:FEW]) else undated + 1
            continue
        above = last.rows[len(last.rows) - undated :] if 0 < undated <= WITHIN else []
        undated = 0
        if above and read_around(above).account:
            del last.rows[len(last.rows) - len(above) :]
            found.append(Section(above, record))
        elif last.header is not None and record.cells == last.header.cells:
            last.rows.append(record)  # a repetition, for each printed page
        else:
            found.append(Section([], record))
        if len(found) > MOST_SECTIONS:
            raise Refused("bank_too_many_tables", most=MOST_SECTIONS)
    return found


def _may_be_header(line: str) -> bool:
    """A quick look, since each of 100,000 lines is asked."""
    return not _LOOKS_LIKE_DAY.search(line) and any(bit in line.lower() for bit in _HEADER_BITS)


def _shape_header(records: Sequence[Sequence[str]]) -> int | None:
    """A line of words right above lines of data, in words that are not known."""
    start = _first_data(records[:WITHIN])
    if start is None and len(records) == 2:  # the one amount of a file may have no cents
        start = _first_data(records, cents=False)
    if start is None or start == 0:
        return None
    rows = records[start : start + SHAPE_ROWS]
    if not _shaped(rows) and not (len(rows) <= FEW_ROWS and len(records[start - 1]) >= len(rows[0])):
        return None
    cells = [cell.strip() for cell in records[start - 1]]
    filled = [cell for cell in cells if cell]
    words = not any(is_date(cell) or is_amount(cell) or len(cell) > LONGEST_HEADER for cell in filled)
    if not words or not 3 <= len(filled) <= MOST_COLUMNS:
        return None
    return start - 1 if len(filled) * 2 > len(records[start]) else None


def _first_data(records: Sequence[Sequence[str]], *, cents: bool = True) -> int | None:
    return next(
        (place for place, cells in enumerate(records) if len(cells) >= 3 and any(_pairs(cells, cents=cents))),
        None,
    )


def _pairs(cells: Sequence[str], *, cents: bool = True) -> Iterator[tuple[int, int]]:
    """The places of a day and of an amount in one line, the amount with `cents`."""
    texts = [cell_text(cell) for cell in cells]
    days = [place for place, text in enumerate(texts) if _LOOKS_LIKE_DAY.search(text) and is_date(text)]
    amounts = [
        place
        for place, text in enumerate(texts)
        if place not in days and (not cents or any(mark in text for mark in ".,")) and is_amount(text)
    ]
    return ((day, amount) for day in days for amount in amounts)


def _shaped(records: Sequence[Sequence[str]]) -> bool:
    """Whether the lines have a day in one column and amounts in others, as lines of a table do."""
    if len(records) < 2:
        return False
    with_both = [{day for day, _ in _pairs(cells)} for cells in records]
    days = set.union(*with_both)
    return any(sum(day in one for one in with_both) * 10 >= len(records) * 6 for day in days)
