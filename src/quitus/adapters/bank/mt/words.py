"""Putting together what banks cut into pieces of a fixed width."""

from collections.abc import Sequence
from typing import NamedTuple

LINE_WIDTH, TAG_WIDTH = 65, 4  # `:86:` counts in some banks' first line

# Between two pieces of which the first is not full: there a value may end.
CUT = "\n"


class Details(NamedTuple):
    """What the text of a movement says. `words` are the payer's, `remark` the bank's, `reference` the best one."""

    words: str = ""
    remark: str = ""
    name: str = ""
    iban: str = ""
    reference: str = ""


def joined(pieces: Sequence[str], width: int) -> str:
    """A full piece goes on in the next without a blank, for a number may be cut; CUT stands behind the others.

    `width` is the usual one; a bank that exceeds it has another.
    """
    full = max(width, max(map(len, pieces), default=0))
    return "".join(piece if len(piece) == full else piece + CUT for piece in pieces)


def text_of(lines: Sequence[str]) -> str:
    """The text of a field from its lines."""
    if len(lines) == 1:
        return lines[0]
    first = lines[0] + ("" if len(lines[0]) in (LINE_WIDTH - TAG_WIDTH, LINE_WIDTH) else CUT)
    return first + joined(lines[1:], LINE_WIDTH)
