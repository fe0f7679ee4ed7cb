"""The tags of an OFX file as a stream: SGML whose ends may be missing, or XML, or what lies between.

No document type is known and none is obeyed: banks' files follow none, and those that bring one are made to harm.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.entities import name2codepoint
from typing import NamedTuple

from quitus.domain.refused import Refused

# No value comes near the first, no tag near the second: what exceeds it is made to fill the memory, or is a text.
LONGEST_PART = 4 * 1024 * 1024
LONGEST_TAG = 256
NAME = re.compile(
    rb"(/?)(?:[A-Za-z][A-Za-z0-9]*:)?([A-Za-z][A-Za-z0-9._-]*)(?:\s+[A-Za-z][A-Za-z0-9:._-]*\s*=[^<>]*)?\Z"
)
DECLARATION = re.compile(rb"!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
CDATA, COMMENT = b"![CDATA[", b"!--"
ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));")
ENTITIES = name2codepoint | {"apos": 0x27}


class Tag(NamedTuple):
    """A tag in capitals, the raw text between it and the next one, the line where it stands. `empty`: `<X/>`."""

    name: str
    closing: bool
    empty: bool
    text: bytes
    line: int


class _Scanner:
    """The last tag so far, and the text behind it."""

    def __init__(self) -> None:
        self.line = self.began = 1
        self.size = 0
        self.text: list[bytes] = []
        self.last = ("", False, False)
        self.until: bytes | None = None  # the end of what is being passed over or taken literally
        self.literal = False

    def take(self, piece: bytes) -> Tag | None:
        """What follows one "<", up to the next; the tag that it ends, which is the one before."""
        line = self.line
        self.line += piece.count(b"\n")
        if self.until is None:
            head, mark, text = piece.partition(b">")
            known = _known(head) if mark and len(head) <= LONGEST_TAG else None
            if known is not None and known[0] != "BR":
                ended = self.finish()
                self.last, self.began, self.text, self.size = known, line, [text], len(piece)
                return ended
        self.size += len(piece) + 1
        if self.size > LONGEST_PART:
            raise Refused("bank_xml_abnormal")
        if self.until is not None:
            self._pass_over(b"<" + piece)
        elif known is not None:
            self.text += (b" ", text)
        else:
            self._take_markup(piece)
        return None

    def finish(self) -> Tag:
        """The last tag with all its text."""
        text = self.text[0] if len(self.text) == 1 else b"".join(self.text)
        return Tag(*self.last, text, self.began)

    def _take_markup(self, piece: bytes) -> None:
        """What is no tag: a comment or instruction is passed over, anything else belongs to the text."""
        if piece.startswith(CDATA):
            self.until, self.literal = b"]]>", True
            self._pass_over(piece.removeprefix(CDATA))
        elif piece.startswith(COMMENT):
            self.until, self.literal = b"-->", False
            self._pass_over(piece.removeprefix(COMMENT))
        elif piece.startswith(b"?"):
            self.until, self.literal = b"?>", False
            self._pass_over(piece.removeprefix(b"?"))
        elif DECLARATION.match(piece):
            raise Refused("bank_xml_forbidden")
        else:
            self.text.append(b"<" + piece)

    def _pass_over(self, piece: bytes) -> None:
        assert self.until is not None  # noqa: S101 - only called between a beginning and its end
        inside, end, behind = piece.partition(self.until)
        if self.literal:
            self.text.append(inside.replace(b"&", b"&amp;"))
        if end:
            self.until = None
            self.text.append(behind)


def tags(chunks: Iterable[bytes]) -> Iterator[Tag]:
    """Each tag in the order of the file; first the text before them, as a tag without name.

    Refuses document types, texts without end, and a file that ends within a comment or the like.
    """
    scanner = _Scanner()
    pieces = _pieces(chunks)
    header = next(pieces)
    scanner.text, scanner.line = [header], 1 + header.count(b"\n")
    for piece in pieces:
        if ended := scanner.take(piece):
            yield ended
    if scanner.until is not None:
        raise Refused("bank_file_cut_short", missing=scanner.until.decode("ascii"))
    yield scanner.finish()


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What lies between each "<" and the next."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"<")
        if len(rest) > LONGEST_PART:
            raise Refused("bank_xml_abnormal")
        yield from whole
    yield rest


def unescaped(text: str) -> str:
    """The text with the letters that its entities stand for; an unknown one stays as it is written."""
    return ENTITY.sub(_letter, text) if "&" in text else text


def _letter(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
    else:
        number = ENTITIES.get(name) or ENTITIES.get(name.lower()) or 0
    real = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if real else str(found[0])


@lru_cache(maxsize=1024)
def _known(head: bytes) -> tuple[str, bool, bool] | None:
    """What stands between "<" and ">" as a tag: its name, whether it closes, whether it is empty; None for no tag."""
    written = head.rstrip()
    empty = written.endswith(b"/")
    found = NAME.match(written[:-1].rstrip() if empty else written)
    if found is None:
        return None
    return found[2].decode("ascii").upper(), bool(found[1]), empty
