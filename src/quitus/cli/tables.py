"""Tables that a person reads in a terminal."""

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

WIDE = 160  # characters, where nobody's window limits us


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]], footer: Sequence[str] = ()) -> None:
    """A table whose first column is text and whose others are figures; `footer` sums them."""
    table = Table(box=box.SIMPLE_HEAD, show_footer=bool(footer), pad_edge=False)
    for place, header in enumerate(headers):
        table.add_column(
            header,
            footer=footer[place] if footer else "",
            justify="right" if place else "left",
            no_wrap=place > 0,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)
