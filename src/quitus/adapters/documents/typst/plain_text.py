"""Text that somebody typed, made fit for paper: what no font draws is shown as a box, what steers is dropped.

The archive's form of PDF allows no character without a glyph, hence these rules before the drawing, not after.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from quitus.adapters.documents.typst.font_coverage import drawable

BOX = "\N{WHITE SQUARE}"
ELLIPSIS = "…"
MAY_BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST_WORD = 40
PIECE = 20

# Control and format characters steer: they turn the direction of what stands around them, or mark the text's
# beginning. Only those that join and part letters within a word stay.
_STEERING = {"Cc", "Cf"}
_WITHIN_WORDS = {"\N{ZERO WIDTH SPACE}", "\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
# Without a glyph these leave no box: a mark on a letter that is a box already, a line's end.
_MARKS = {"Mn", "Me", "Zl", "Zp"}
# A font may draw these as it likes, so that nobody knows later what was meant: the archive refuses them.
_PRIVATE = "Co"
_FROM_RIGHT = {"R", "AL", "AN"}
_APART, _APART_ENDS = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_LINE_ENDS = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


class Printable(str):
    """Text that went through `printable` already."""


def printable(text: str) -> Printable:
    """The text in one line, of characters that have a glyph; very long words may break.

    What runs from right to left is set apart, so that it cannot carry along the figures that stand beside it.
    """
    if isinstance(text, Printable):
        return text
    spaced = _LINE_ENDS.sub(" ", unicodedata.normalize("NFC", text))
    drawn = _LONG_WORD.sub(_in_pieces, "".join(map(_drawn, spaced)))
    from_right = any(unicodedata.bidirectional(character) in _FROM_RIGHT for character in drawn)
    return Printable(f"{_APART}{drawn}{_APART_ENDS}" if from_right else drawn)


def filled(sentence: str, **facts: str) -> Printable:
    """One of our sentences with its facts in; each fact is made printable by itself."""
    return Printable(sentence.format(**{name: printable(fact) for name, fact in facts.items()}))


def all_printable(value: object) -> object:
    """A nest of mappings and sequences with each of its texts made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: all_printable(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [all_printable(inner) for inner in value]
    return value


def shortened(text: str, longest: int) -> str:
    """The text cut to a length, for where there is room for no more."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + ELLIPSIS


def _drawn(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in _STEERING and character not in _WITHIN_WORDS:
        return ""
    if ord(character) in drawable() and kind != _PRIVATE:
        return character
    return "" if kind in _MARKS or character in _WITHIN_WORDS else BOX


def _in_pieces(word: re.Match[str]) -> str:
    whole = word[0]
    return MAY_BREAK.join(whole[start : start + PIECE] for start in range(0, len(whole), PIECE))
