"""What is wrong, or worth knowing, in a file: each finding with its place, all of them collected."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quitus.domain.importing.text import shown
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. Among `problems` it keeps its row out; among `notices` it is only told.

    `line` counts from 1 as in the file, preamble and headers included; None means the whole file.
    `column` is the header as written. `value` is the cell, shortened. `code` and `facts` are those of a
    refusal; the sentence is in `ports/refusals.py`.
    """

    code: str
    line: int | None = None
    column: str | None = None
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    def refusal(self) -> Refused:
        """The same as a refusal whose facts include the cell's value."""
        return Refused(self.code, **{"value": self.value, **self.facts})


def from_refusal(refusal: Refused, line: int | None, column: str | None = None, value: str = "") -> Problem:
    """The problem that a refused cell makes."""
    return Problem(refusal.code, line, column, shown(value), dict(refusal.facts))
