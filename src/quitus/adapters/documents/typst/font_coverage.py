"""Which characters the fonts of running text can draw: read from the fonts' own tables (OpenType, "cmap")."""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# In the order in which the templates ask them; both hold a table of the whole of Unicode.
TEXT_FONTS = ("SourceSans3-Regular.otf", "DejaVuSans.ttf")

_DIRECTORY_ENTRY = struct.Struct(">4s4xII")  # tag, (checksum), offset, length
_CMAP_ENTRY = struct.Struct(">HHI")  # platform, encoding, offset
_GROUP = struct.Struct(">III")  # first character, last character, first glyph
_UNICODE = {(3, 10), (0, 4), (0, 6)}
_GROUPED = 12


@cache
def drawable() -> frozenset[int]:
    """Every character that a text font has a glyph for."""
    return frozenset().union(*(characters((FONTS / name).read_bytes()) for name in TEXT_FONTS))


def characters(font: bytes) -> frozenset[int]:
    """The characters of one font; ValueError when it holds no table of the whole of Unicode."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    for place in range(count):
        platform, encoding, start = _CMAP_ENTRY.unpack_from(cmap, 4 + place * _CMAP_ENTRY.size)
        (kind,) = struct.unpack_from(">H", cmap, start)
        if (platform, encoding) in _UNICODE and kind == _GROUPED:
            return _of_groups(cmap, start)
    raise ValueError("no table of the whole of Unicode")


def _of_groups(cmap: bytes, start: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    found: set[int] = set()
    for place in range(count):
        first, last, glyph = _GROUP.unpack_from(cmap, start + 16 + place * _GROUP.size)
        # Glyph 0 is the box for what is missing.
        found.update(range(first if glyph else first + 1, last + 1))
    return frozenset(found)


def _table(font: bytes, wanted: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        tag, start, length = _DIRECTORY_ENTRY.unpack_from(font, 12 + place * _DIRECTORY_ENTRY.size)
        if tag == wanted:
            return font[start : start + length]
    raise ValueError("no such table")
