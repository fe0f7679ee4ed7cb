"""A row seen through the mapping: each field read once, whatever is wrong collected with its place."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from quitus.domain.importing.columns import Columns
from quitus.domain.importing.header_words import Field
from quitus.domain.importing.problems import Problem, from_refusal
from quitus.domain.importing.table import Row, Table
from quitus.domain.importing.text import clean, has_unusable_character, shown
from quitus.domain.importing.values import is_nothing, is_placeholder
from quitus.domain.refused import Refused

Value = TypeVar("Value")
LONGEST_TEXT = 200


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing at all; a dash is something."""
    return not text or text.isspace()


class Cells:
    """The cells of one row by field. `problems` and `notices` are the file's lists; this row adds its own."""

    def __init__(
        self, row: Row, table: Table, columns: Columns, problems: list[Problem], notices: list[Problem]
    ) -> None:
        self.line = row.line
        self._cells, self._headers, self._columns = row.cells, table.headers, columns
        self._problems, self._notices = problems, notices
        self._problems_before = len(problems)

    @property
    def first(self) -> str:
        """The row's first cell that is not blank."""
        return next((text for text in self._cells if not is_blank(text)), "")

    @property
    def sound(self) -> bool:
        """Whether nothing in this row stands against it so far."""
        return len(self._problems) == self._problems_before

    def has(self, field: Field) -> bool:
        """Whether the file has a column for the field."""
        return bool(self._columns.get(field))

    def raw(self, field: Field) -> str:
        """The field's first cell that is not blank, as it stands in the file; "" when there is none."""
        return self._place(field)[1]

    def text(self, field: Field, longest: int = LONGEST_TEXT) -> str:
        """The field's cells as one line of text, "" for a mere dash; a longer one is a problem."""
        return " ".join(self.texts(field, longest))

    def texts(self, field: Field, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
        """The lines of the field's cells that say something: an address may hold several in one cell."""
        found = []
        for place, text in self._filled(field):
            for line in map(clean, text.splitlines()):
                if len(line) > longest:
                    self._add(self._problems, "import_text_too_long", (place, text), {"limit": longest})
                elif not is_placeholder(line):
                    found.append(line)
        return tuple(found)

    def required(self, field: Field) -> str:
        """The field's text; a problem when it is blank."""
        before = len(self._problems)
        text = self.text(field)
        if not text and len(self._problems) == before:
            self.problem("import_value_missing", field, field=field)
        return text

    def read(self, field: Field, reader: Callable[[str], Value]) -> Value | None:
        """What the field's cell says; None when it says nothing, or is refused, which is a problem."""
        return self._read(field, reader, self._problems)

    def read_strictly(self, field: Field, reader: Callable[[str], Value]) -> Value | None:
        """The same for amounts and dates: only a blank cell says nothing; a dash or "n/a" is refused."""
        return self._read(field, reader, self._problems, is_blank)

    def read_leniently(self, field: Field, reader: Callable[[str], Value]) -> Value | None:
        """The same as `read`, but a refusal is only a notice: nobody is chased by a VAT number."""
        return self._read(field, reader, self._notices)

    def read_each(self, field: Field, reader: Callable[[str], tuple[Value, ...]]) -> tuple[Value, ...]:
        """What all the field's cells say, each value once; refused cells are problems."""
        values: dict[Value, None] = {}
        for place, text in self._filled(field):
            if is_nothing(text):
                continue
            try:
                values |= dict.fromkeys(reader(text))
            except Refused as refusal:
                self._problems.append(from_refusal(refusal, self.line, self._headers[place], text))
        return tuple(values)

    def problem(self, code: str, field: Field, /, **facts: object) -> None:
        """Something in this field keeps the row out."""
        self._add(self._problems, code, self._place(field), facts)

    def notice(self, code: str, field: Field, /, **facts: object) -> None:
        """Something in this field is worth knowing."""
        self._add(self._notices, code, self._place(field), facts)

    def _read(
        self,
        field: Field,
        reader: Callable[[str], Value],
        findings: list[Problem],
        says_nothing: Callable[[str], bool] = is_nothing,
    ) -> Value | None:
        place, text = self._place(field)
        if place is None or says_nothing(text):
            return None
        try:
            return reader(text)
        except Refused as refusal:
            findings.append(from_refusal(refusal, self.line, self._headers[place], text))
            return None

    def _filled(self, field: Field) -> list[tuple[int, str]]:
        cells = self._cells
        return [(place, cells[place]) for place in self._columns.get(field, ()) if not is_blank(cells[place])]

    def _place(self, field: Field) -> tuple[int | None, str]:
        """The column a finding about this field points at, and its cell."""
        places = self._columns.get(field)
        if not places:
            return None, ""
        for place in places:
            text = self._cells[place]
            if text and not text.isspace():
                return place, text
        return places[0], ""

    def _add(
        self, findings: list[Problem], code: str, where: tuple[int | None, str], facts: dict[str, object]
    ) -> None:
        place, text = where
        column = None if place is None else self._headers[place]
        findings.append(Problem(code, self.line, column, shown(text), facts))


def readable_rows(table: Table, problems: list[Problem]) -> Iterable[Row]:
    """The rows worth reading; those that the file itself broke are added to `problems`."""
    problems.extend(table.problems)
    broken = {problem.line for problem in table.problems}
    for row in table.rows:
        if row.line in broken:
            continue
        if has_unusable_character("".join(row.cells)):
            problems.append(_unusable(row, table))
        elif len(row.cells) != len(table.headers):
            facts = {"cells": len(row.cells), "headers": len(table.headers)}
            problems.append(Problem("import_row_ragged", row.line, facts=facts))
        else:
            yield row


def _unusable(row: Row, table: Table) -> Problem:
    for header, text in zip(table.headers, row.cells, strict=False):
        if has_unusable_character(text):
            return Problem("import_character_unusable", row.line, header, shown(text))
    return Problem("import_character_unusable", row.line)
