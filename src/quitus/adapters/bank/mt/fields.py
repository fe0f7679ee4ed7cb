"""Cutting a file into the fields of its messages: `:61:…`, with the lines that go on below."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quitus.domain.refused import Refused

# No tags: where a message begins in its SWIFT envelope, where one ends, and a line that belongs to no field.
BEGIN, END, STRAY = "{", "-", "?"
MOVEMENT, TEXT, OTHER_TEXT = "61", "86", "NS"
IN_WORDS = (MOVEMENT, TEXT, OTHER_TEXT)  # fields that hold what people wrote, over several lines
CLOSINGS = ("62F", "62M")
REPORT_TAGS = ("34F", "13", "13D", "90C", "90D")  # what only an MT942 has
_KNOWN = {
    *("20", "21", "25", "25P", "28", "28C", "60F", "60M", "64", "65"),
    *IN_WORDS,
    *CLOSINGS,
    *REPORT_TAGS,
}
_TAG = re.compile(r":(NS|[0-9]{2}[A-Z]?):")
_ENVELOPE = re.compile(r"\{[1-5]:")
_KIND = re.compile(r"\{2:[IO]([0-9]{3})")
# A time in a text, cut before its minutes: "…T13" and ":20:11" below it.
_HOUR_BEFORE = re.compile(r"(?:.*[^0-9])?(?:[01][0-9]|2[0-3])\Z")
_MINUTES = re.compile(r":[0-5][0-9]:[0-5][0-9](?![0-9])")
# Around a message or anywhere in a damaged file. Neither blanks (they count in texts cut by width) nor tabs.
_CONTROLS = "".join(map(chr, range(32))).replace("\t", "") + "\x7f"
LONGEST_FIELD, LINE_COST = 1024 * 1024, 64  # an empty line takes memory too


class Field(NamedTuple):
    """A field as written (see `byte_lines`): where it begins, and its lines, the first without the tag."""

    tag: str
    number: int
    lines: list[str]

    @property
    def where(self) -> str:
        """As problems name it."""
        return f":{self.tag}: l.{self.number}"

    @property
    def written(self) -> str:
        """Everything in it, on one line."""
        return " ".join(self.lines)


def fields(lines: Iterable[tuple[int, str]]) -> Iterator[Field]:
    """The fields in their order, between them BEGIN (with the kind of message that the envelope tells) and END."""
    cutter = _Cutter()
    for number, raw in lines:
        line = raw.strip(_CONTROLS)
        if not cutter.goes_on(line):
            yield from cutter.take(number, line)
    yield from cutter.finish()


class _Cutter:
    """What a line means depends on what is open: banks cut texts so that their lines look like tags."""

    def __init__(self) -> None:
        self._open: Field | None = None
        self._size = 0
        self._kind = ""
        self._report = self._closed = False
        self._colon: int | None = None

    def goes_on(self, line: str) -> bool:
        """Whether the line can only belong to the open field, which has it then: most do."""
        if self._open is None or self._colon is not None or line[:1] in (":", "-", "{"):
            return False
        self._append(self._open, line)
        return True

    def take(self, number: int, line: str) -> Iterator[Field]:
        if self._colon is not None:  # `:` and `86:…` below it
            colon, self._colon = self._colon, None
            if self._is_tag(":" + line):
                yield from self._take(colon, ":" + line)
                return
            yield from self._take(colon, ":")
        if line == ":":
            self._colon = number
        else:
            yield from self._take(number, line)

    def finish(self) -> Iterator[Field]:
        if self._open:
            yield self._open

    def _take(self, number: int, line: str) -> Iterator[Field]:
        if _ENVELOPE.match(line):
            yield from self._take_envelope(number, line)
        elif self._ends(line):
            yield from self._start(None)
            yield Field(END, number, [line[:2]])
            self._report = self._closed = False
            if _ENVELOPE.match(line, 2):
                yield from self._take_envelope(number, line[2:])
        elif self._is_tag(line):
            tag, _, content = line[1:].partition(":")
            yield from self._start(Field(tag, number, [content]))
        elif self._open is not None:
            self._append(self._open, line)
        elif line.strip(" \t"):
            yield Field(STRAY, number, [line])

    def _take_envelope(self, number: int, line: str) -> Iterator[Field]:
        yield from self._start(None)
        kind = _KIND.search(line)
        if kind:
            self._kind = kind[1]
        _, begins, first = line.partition("{4:")
        if begins:
            self._report, self._closed = self._kind == "942", False
            yield Field(BEGIN, number, [self._kind])
            self._kind = ""
            if first:
                yield from self._take(number, first)

    def _start(self, field: Field | None) -> Iterator[Field]:
        """What was open is complete."""
        if self._open:
            yield self._open
        self._open, self._size = field, 0
        if field:
            if field.tag == "20":
                self._report = self._closed = False
            self._closed = self._closed or field.tag in CLOSINGS
            self._report = self._report or field.tag in REPORT_TAGS

    def _append(self, field: Field, line: str) -> None:
        self._size += len(line) + LINE_COST
        if self._size > LONGEST_FIELD:
            raise Refused("bank_line_abnormal", number=field.number)
        field.lines.append(line)

    def _ends(self, line: str) -> bool:
        """Whether the message ends here. A dash alone in the text of a movement is text: a closing comes first."""
        if line.startswith("-}"):
            return True
        in_text = self._open is not None and self._open.tag in IN_WORDS
        return line.rstrip(" \t") == "-" and (not in_text or self._closed or self._report)

    def _is_tag(self, line: str) -> bool:
        found = _TAG.match(line)
        if not found:
            return False
        if self._open is None or self._open.tag not in IN_WORDS:
            return True
        cut_time = _MINUTES.match(line) and _HOUR_BEFORE.match(self._open.lines[-1])
        return found[1] in _KNOWN and not (cut_time and not self._closed)
