"""The lines of a file as it lies there: bytes in pieces, in one of the encodings of LPF A47 A-1 XII-1°, or nearly."""

from collections.abc import Iterable, Iterator

from quitus.domain.books.fec.findings import Findings
from quitus.domain.refused import Refused

LONGEST_LINE = 1 << 20  # bytes: eighteen fields never need as much
_MARK = b"\xef\xbb\xbf"
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CONTROLS_AND_TAB = _CONTROLS + b"\t"
_WINDOWS_ONLY = bytes(range(0x80, 0xA0))


def split_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Each line without its end, which may be CR, LF or both (VI-1° a); memory for one piece only.

    Refused: fec_empty, fec_not_text (binary, UTF-16), fec_xml, fec_line_too_long.
    """
    rest, empty = b"", True
    for piece in pieces:
        if empty and piece.removeprefix(_MARK).strip():
            _refuse_other_kinds(piece)
            empty = False
        if b"\0" in piece:
            raise Refused("fec_not_text")
        lines = (rest + piece).splitlines(keepends=True)
        rest = lines.pop() if lines else b""  # it may go on, or be a CR whose LF is in the next piece
        if len(rest) > LONGEST_LINE:
            raise Refused("fec_line_too_long")
        for line in lines:
            yield line.rstrip(b"\r\n")
    if empty:
        raise Refused("fec_empty")
    if rest:
        yield rest.rstrip(b"\r\n")


class Decoder:
    """Bytes of a line to text: UTF-8, else ISO 8859-15; tells of a file that has both, or neither."""

    def __init__(self, found: Findings) -> None:
        self._found = found
        self._utf_8 = self._one_byte = self._told = False

    def text(self, line: bytes, number: int) -> str:
        """The line as text; the official tester drops a byte order mark, so do we."""
        if number == 1:
            line = line.removeprefix(_MARK)
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            return self._of_one_byte(line, number)
        if not text.isascii():
            self._utf_8 = True
            self._tell_of_both(number)
        return text

    def _of_one_byte(self, line: bytes, number: int) -> str:
        self._one_byte = True
        self._tell_of_both(number)
        if len(line.translate(None, _WINDOWS_ONLY)) != len(line):
            self._found.problem("fec_encoding_windows", number)
            return line.decode("cp1252", "replace")
        return line.decode("iso-8859-15")

    def _tell_of_both(self, number: int) -> None:
        if self._utf_8 and self._one_byte and not self._told:
            self._told = True
            self._found.problem("fec_encodings_mixed", number)


def check_characters(line: bytes, number: int, separator: str, found: Findings) -> None:
    """Characters that show nothing, and the pipe where tabs separate: the official tester does not start then."""
    if separator == "\t":
        if b"|" in line:
            found.problem("fec_pipe_in_text", number)
        controls = _CONTROLS
    else:
        controls = _CONTROLS_AND_TAB
    if len(line.translate(None, controls)) != len(line):
        found.problem("fec_control_character", number)


def _refuse_other_kinds(piece: bytes) -> None:
    """By the first bytes that are there."""
    if piece.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("fec_not_text")
    if piece.removeprefix(_MARK).lstrip().startswith(b"<"):
        raise Refused("fec_xml")
