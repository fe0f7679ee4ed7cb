"""Texts in numbered subfields, the German way: `166?00GUTSCHRIFT?20EREF+4711?21SVWZ+Rechnung 12?32Muster GmbH`."""

import re
from collections.abc import Iterable, Sequence

from quitus.adapters.bank.byte_lines import readable
from quitus.adapters.bank.mt.markers import read_markers
from quitus.adapters.bank.mt.words import CUT, Details, joined
from quitus.adapters.bank.text import iban

# A code of three digits, which some leave out, then the first subfield. Poland and the Netherlands use other signs.
_BEGINNING = re.compile(r" ?(?:[0-9]{0,3}(\?)|[0-9]{3}([~<>^|]))(?=[0-9]{2})")
_WIDTH = 27
_BOOKING_TEXT = "00"
_WORDS = {
    f"{number}": place for place, number in enumerate((*range(20, 30), *range(60, 66)))
}  # one after another
_NAME = ("32", "33")
_ACCOUNTS = ("31", "38")
# 10 the journal, 30 the bank, 34 the code of a return, 35 to 37 and 70 to 79 parties of our own side.
_KNOWN = {*_WORDS, _BOOKING_TEXT, "10", *(f"{number}" for number in (*range(30, 40), *range(70, 80)))}

_NS_LINE = re.compile(r"([0-9]{2})(.*)", re.DOTALL)
_NS_WORDS = [f"{number:02d}" for number in range(1, 15)]
_NS_NAME, _NS_BOOKING_TEXT = ("15", "16"), "17"

Subfields = dict[str, list[str]]
"""The contents of each subfield by its number, in the order in which they stand; one may stand twice."""


def in_subfields(lines: Sequence[str]) -> bool:
    """Whether a text is of this kind; the first subfield may only begin below the first line."""
    return _BEGINNING.match("".join(lines[:2])) is not None


def subfield_details(lines: Sequence[str], *, credit: bool) -> Details:
    """What the subfields say. Line ends mean nothing here: they stand amid words, and even amid a number."""
    text = readable("".join(lines))
    beginning = _BEGINNING.match(text)
    assert beginning is not None  # noqa: S101 - asked before
    found = _split(text[beginning.end() :], beginning[1] or beginning[2])
    marked = read_markers(_words(found))
    name = joined(_contents(found, _NAME), _WIDTH)
    accounts = (*_contents(found, _ACCOUNTS), marked.values.get("IBAN", ""))
    return Details(
        words=marked.words,
        remark=marked.values.get("MTLG") or " ".join(found.get(_BOOKING_TEXT, ())),
        name=name if name.strip() else marked.values.get("ABWA" if credit else "ABWE", ""),
        iban=next((known for account in accounts if (known := iban(account))), ""),
        reference=marked.reference,
    )


def ns_details(lines: Sequence[str]) -> Details:
    """`:NS:`, one subfield in each line: 01 to 14 the words, 15 and 16 the name, 17 the bank's text."""
    found: Subfields = {}
    for line in map(_NS_LINE.match, map(readable, lines)):
        if line:
            found.setdefault(line[1], []).append(line[2])
    marked = read_markers(joined(_contents(found, _NS_WORDS), _WIDTH))
    return Details(
        words=marked.words,
        remark=" ".join(found.get(_NS_BOOKING_TEXT, ())),
        name=joined(_contents(found, _NS_NAME), _WIDTH),
        reference=marked.reference,
    )


def _split(text: str, sign: str) -> Subfields:
    """The subfields. The sign before an unknown number is part of the text."""
    found: dict[str, list[list[str]]] = {}
    pieces: list[str] | None = None
    for piece in text.split(sign):
        code = piece[:2]
        if code in _KNOWN:
            pieces = [piece[2:]]
            found.setdefault(code, []).append(pieces)
        elif pieces:
            pieces.append(piece)
    return {code: [sign.join(pieces) for pieces in several] for code, several in found.items()}


def _words(found: Subfields) -> str:
    """The payer's text; it does not go on over a number that is left out."""
    runs: list[list[str]] = []
    before = len(_WORDS)
    for code, contents in found.items():
        place = _WORDS.get(code)
        if place is not None:
            if place != before + 1:
                runs.append([])
            runs[-1] += contents
            before = place
    if len(runs) == 1:
        return joined(runs[0], _WIDTH)
    width = max((len(piece) for run in runs for piece in run), default=0)
    return CUT.join(joined(run, max(width, _WIDTH)) for run in runs)


def _contents(found: Subfields, codes: Iterable[str]) -> list[str]:
    return [content for code in codes for content in found.get(code, ())]
