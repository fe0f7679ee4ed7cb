"""What a zip holds packed with bzip2 or LZMA, unpacked no further than is asked for.

The standard library unpacks at once whatever a piece of these holds, and 4 kB of bzip2 may hold 4 GB.

Source: APPNOTE.TXT of PKWARE (4.4.4 flags, 4.4.5 methods, 5.8.8 the beginning of LZMA).
"""

import bz2
import lzma
import struct
import zipfile
import zlib
from copy import copy

from quitus.ports.bank_files import Bytes

CHUNK = 4 * 1024
LARGEST_MEMORY = 128 * 1024 * 1024  # bytes; the strongest setting of common programs needs half of it
_BEGINNING = struct.Struct("<2BH")  # two of a version, then how long the settings are
_SETTINGS = 5  # bytes
_ENDS_WITH_MARK = 0x2
_SIZE_UNKNOWN = 2**64 - 1
Unpacker = bz2.BZ2Decompressor | lzma.LZMADecompressor


class Unpacked:
    """A file of a zip as a stream. Raises BadZipFile, EOFError, LZMAError or OSError where it is damaged."""

    def __init__(self, packed: Bytes, info: zipfile.ZipInfo) -> None:
        self._packed, self._checksum = packed, info.CRC
        self._seen = 0
        self._unpacker = (
            bz2.BZ2Decompressor() if info.compress_type == zipfile.ZIP_BZIP2 else _lzma(packed, info)
        )

    def read(self, size: int, /) -> bytes:
        """As many bytes, fewer only at the end."""
        pieces, missing = [], size
        while missing and (piece := self._piece(missing)):
            pieces.append(piece)
            missing -= len(piece)
            self._seen = zlib.crc32(piece, self._seen)
        if missing and self._seen != self._checksum:
            raise zipfile.BadZipFile
        return b"".join(pieces)

    def _piece(self, most: int) -> bytes:
        while not self._unpacker.eof:
            packed = self._packed.read(CHUNK) if self._unpacker.needs_input else b""
            if self._unpacker.needs_input and not packed:
                raise EOFError
            if piece := self._unpacker.decompress(packed, most):
                return piece
        return b""


def unpacks_without_bound(info: zipfile.ZipInfo) -> bool:
    """Whether the standard library may unpack far more of it than is asked for."""
    return info.compress_type in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def as_it_lies(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The file as one whose content is what lies packed in the zip."""
    packed = copy(info)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, info.compress_size
    del packed.CRC  # which is that of the unpacked content
    return packed


def _lzma(packed: Bytes, info: zipfile.ZipInfo) -> lzma.LZMADecompressor:
    """Past the zip's own beginning, in the form that the library reads with a bound: settings, size, content."""
    beginning = packed.read(_BEGINNING.size)
    if len(beginning) < _BEGINNING.size or _BEGINNING.unpack(beginning)[2] != _SETTINGS:
        raise zipfile.BadZipFile
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=LARGEST_MEMORY)
    size = _SIZE_UNKNOWN if info.flag_bits & _ENDS_WITH_MARK else info.file_size
    unpacker.decompress(packed.read(_SETTINGS) + struct.pack("<Q", size), 0)
    return unpacker
