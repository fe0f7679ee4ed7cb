"""A file of rows, whatever its format was."""

from dataclasses import dataclass

from quitus.domain.importing.problems import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (the first one, when a cell holds line ends) and one text a column."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and every row that is not blank. Lines are unique and ascending.

    A row that could not be read whole (too few cells, broken quotes) is here all the same, as long as the
    headers, and its line is named in `problems`. Headers are unique; a column without one is called by its
    place, "(3)". `read_as` says how the file was understood, for the preview.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    header_line: int = 1
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    read_as: str = ""
