"""What the bank sends packed: a zip is read in memory, within bounds, and never unpacked to disk."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from quitus.adapters.bank.text import shown
from quitus.adapters.bank.unpacking import Unpacked, as_it_lies, unpacks_without_bound
from quitus.domain.refused import Refused
from quitus.ports.bank_files import Bytes

ZIP_MARK = b"PK\x03\x04"
# 100,000 movements with all their details are about 150 MB of XML.
LARGEST_FILE = 512 * 1024 * 1024
MOST_MEMBERS = 1_000
LONGEST_DIRECTORY = MOST_MEMBERS * 1_024
DIRECTORY_END, DIRECTORY_END_SIZE = b"PK\x05\x06", 22
LONG_DIRECTORY, LONG_DIRECTORY_SIZE = b"PK\x06\x07", 20  # stands before the end when there is a list in zip64
LONGEST_COMMENT = 65_535
ENCRYPTED = 0x1
# What the standard library raises on a damaged archive, or one packed in a way it does not know.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,  # a place in the file beyond what a number of the machine can say
    RuntimeError,
    ValueError,
)


class Allowance:
    """How many bytes may still be read, over all the files of an archive."""

    def __init__(self) -> None:
        self._left = LARGEST_FILE

    def spend(self, size: int) -> None:
        """Refuses once more was read than allowed, whatever sizes the archive declares."""
        self._left -= size
        if self._left < 0:
            raise Refused("bank_file_too_large", megabytes=LARGEST_FILE // 1024**2)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A stream that spends an allowance."""

    source: Bytes
    allowance: Allowance

    def read(self, size: int, /) -> bytes:
        chunk = self.source.read(size)
        self.allowance.spend(len(chunk))
        return chunk


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. `name` is only ever shown, never used as a path."""

    name: str
    _archive: zipfile.ZipFile
    _info: zipfile.ZipInfo
    _allowance: Allowance

    @contextmanager
    def opened(self) -> Iterator[Bytes]:
        """Its content from the beginning; refuses a damaged one where the damage shows."""
        if self._info.flag_bits & ENCRYPTED:
            raise Refused("bank_zip_encrypted")
        with _whole():
            content, unpacked = self._content()
        with content:
            yield Bounded(_Undamaged(unpacked), self._allowance)

    def _content(self) -> tuple[IO[bytes], Bytes]:
        """What is to be closed, and what is to be read."""
        if not unpacks_without_bound(self._info):
            content = self._archive.open(self._info)
            return content, content
        packed = self._archive.open(as_it_lies(self._info))
        return packed, Unpacked(packed, self._info)


@dataclass(frozen=True, slots=True)
class _Undamaged:
    source: Bytes

    def read(self, size: int, /) -> bytes:
        with _whole():
            return self.source.read(size)


def members(source: BinaryIO) -> Iterator[Member]:
    """The files of a zip in its order, without folders and the hidden ones that desktops add."""
    _refuse_long_directory(source)
    allowance = Allowance()
    with _whole():
        archive = zipfile.ZipFile(source)
    with archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise Refused("bank_zip_too_many", most=MOST_MEMBERS)
        for info in archive.infolist():
            hidden = info.filename.startswith("__MACOSX/") or info.filename.rpartition("/")[2].startswith(".")
            if not info.is_dir() and not hidden:
                yield Member(shown(info.filename), archive, info, allowance)


def _refuse_long_directory(source: BinaryIO) -> None:
    """Look at the size of the list of files before it is loaded: millions of empty files fit in a small zip."""
    size = source.seek(0, 2)
    source.seek(max(0, size - DIRECTORY_END_SIZE - LONGEST_COMMENT))
    tail = source.read()
    source.seek(0)
    end = tail.rfind(DIRECTORY_END)
    if end < 0 or len(tail) - end < DIRECTORY_END_SIZE:
        raise Refused("bank_zip_damaged")
    (length,) = struct.unpack_from("<L", tail, end + 12)
    before = tail[max(0, end - LONG_DIRECTORY_SIZE) : end]
    if length > LONGEST_DIRECTORY or before.startswith(LONG_DIRECTORY):
        raise Refused("bank_zip_too_many", most=MOST_MEMBERS)


@contextmanager
def _whole() -> Iterator[None]:
    """Turn what the standard library says of a damaged archive into a refusal."""
    try:
        yield
    except DAMAGED:
        raise Refused("bank_zip_damaged") from None
