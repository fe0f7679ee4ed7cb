"""The lines of a bank's text file as a stream, whatever its line ends, and its letters whatever their encoding.

Old formats count bytes and cut texts in the middle of a letter, so a line stays as it is written, one character for
each byte (Latin-1): only a text that was put together again is made `readable`. Mind that in a raw line some bytes
look like blanks to `str.strip`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from quitus.adapters.bank.encodings import ascii_based
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

LONGEST_LINE = 1024 * 1024  # far beyond any; a file that exceeds it is made to fill the memory

_WELL_DECODED = re.compile("[^\x00-\x7f\ufffd]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
# One byte a letter: the right reading shows letters of Western Europe, the wrong one "š", "‚" or "Ú" amid words.
_SINGLE_BYTE = ("cp1252", "cp850")
_WEIGHTS = (("éèêëàâäçîïôöùûüß", 4), ("ÉÈÀÇÄÖÜñáíóú€", 3), ("’°«»“”–œ\u00a0", 1), ("£ÊËÂÙÛÔÎÏŒÑ…—", 0))
_WEIGHT = {letter: weight for letters, weight in _WEIGHTS for letter in letters}
_STRANGER = -2


def byte_lines(source: Bytes) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, without its end (CR, LF or both) or the file's mark.

    UTF-16 comes as the bytes of UTF-8. Refuses a line of excessive length.
    """
    pending, number = b"", 0
    for piece in ascii_based(source):
        lines = (pending + piece).splitlines(keepends=True)
        # A CR at the very end may be half of a CRLF.
        pending = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        for line in lines:
            number += 1
            yield number, line.decode("latin-1").rstrip("\r\n")
        if len(pending) > LONGEST_LINE:
            raise Refused("bank_line_abnormal", number=number + 1)
    if pending:
        yield number + 1, pending.decode("latin-1").rstrip("\r\n")


def readable(raw: str) -> str:
    """The letters of a raw text: of UTF-8 where it is that, even if damaged, else of the likelier code page."""
    if raw.isascii():
        return raw
    content = raw.encode("latin-1")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    text = content.decode("utf-8", errors="replace")
    if len(_WELL_DECODED.findall(text)) >= text.count("\ufffd"):
        return text
    readings = [content.decode(encoding, errors="replace") for encoding in _SINGLE_BYTE]
    return max(readings, key=_likeness)


def _likeness(text: str) -> int:
    return sum(_WEIGHT.get(letter, _STRANGER) for letter in _NOT_ASCII.findall(text))
