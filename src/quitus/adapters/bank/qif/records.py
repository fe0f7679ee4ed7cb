"""The records of a QIF file as a stream: a letter before each value, `^` after each record, `!` before each section."""

from collections.abc import Iterator
from typing import NamedTuple

from quitus.adapters.bank.byte_lines import byte_lines
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

# A record of hundreds of splits stays far below; one that exceeds it is made to fill the memory.
LONGEST_RECORD = 1024 * 1024
BLANKS = " \t\x1a\x00"


class Record(NamedTuple):
    """The values of a record by their letters, raw; `line` is where it begins. `ended`: its `^` was there."""

    line: int
    values: tuple[tuple[str, str], ...]
    ended: bool = True


class Section(NamedTuple):
    """The line that begins a section ("Type:Bank"), without its mark."""

    line: int
    title: str


def records(source: Bytes) -> Iterator[Record | Section]:
    """Sections and records in the order of the file; empty records and comments are passed over."""
    values: list[tuple[str, str]] = []
    begun = size = 0
    for number, raw in byte_lines(source):
        text = raw.strip(BLANKS)
        if not text or (text[0] == "#" and not values):
            continue
        if text[0] in "!^":
            if values:
                yield Record(begun, tuple(values), ended=text[0] == "^")
                values, size = [], 0
            if text[0] == "!":
                yield Section(number, text[1:].strip())
            continue
        begun = begun if values else number
        size += len(raw)
        if size > LONGEST_RECORD:
            raise Refused("bank_line_abnormal", number=number)
        values.append((text[0], text[1:].strip(BLANKS)))
    if values:
        yield Record(begun, tuple(values), ended=False)
