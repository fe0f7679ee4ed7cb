"""What an import would do: the rows that can be taken, and everything that stands against the others."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from quitus.domain.importing.problems import Problem


class ImportedRow(Protocol):
    """A frozen dataclass read from one row. Fields that are not its content (`line`) have `compare=False`."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def line(self) -> int: ...


R = TypeVar("R", bound=ImportedRow)


@dataclass(frozen=True, slots=True)
class ImportPlan(Generic[R]):
    """The rows that could be imported, the problems of the others, and notices that stop nothing.

    No row of the file is lost: each of its `row_count` rows is in `rows` or named by `refused_lines`.
    Whether anything is imported while there are problems is for the record to decide.
    """

    rows: tuple[R, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    row_count: int

    @property
    def refused_lines(self) -> frozenset[int]:
        return frozenset(problem.line for problem in self.problems if problem.line is not None)


def in_line_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What concerns the whole file first, then line by line."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def row_fingerprint(row: ImportedRow) -> str:
    """64 hexadecimal digits that are the same whenever the row says the same.

    Made of what was understood, so "1 234,56" and "1234.56" agree; the row's place does not count, nor do
    empty values, so that a field added later leaves the fingerprints of older rows as they are.
    """
    content = {
        field.name: _canonical(value)
        for field in fields(row)
        if field.compare and (value := getattr(row, field.name)) not in ("", None, ())
    }
    return _digest([type(row).__name__, content])


def file_fingerprint(rows: Iterable[ImportedRow]) -> str:
    """64 hexadecimal digits for all the rows together; their order does not count, their number does."""
    return _digest(sorted(row_fingerprint(row) for row in rows))


def _canonical(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_canonical(item) for item in value]
    if is_dataclass(value):
        return [_canonical(getattr(value, field.name)) for field in fields(value)]
    return value


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
