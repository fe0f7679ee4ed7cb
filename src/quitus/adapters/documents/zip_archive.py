"""A zip archive read in place, each of its lies expected: sizes, counts, names, links, compression.

Sources: APPNOTE.TXT of PKWARE (4.3.16 end of central directory, 4.3.14 and 4.3.15 its 64-bit form).
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from quitus.domain.importing.problems import Problem
from quitus.domain.importing.text import has_unusable_character, shown
from quitus.domain.refused import Refused

LARGEST_ARCHIVE = 2 * 1024 * 1024 * 1024  # bytes
HIGHEST_RATIO = 200  # a PDF is compressed inside already; text hardly reaches 20
RATIO_COUNTS_FROM = 1024 * 1024  # bytes unpacked
_ENCRYPTED = 0x1
_KNOWN_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a bound
_LONGEST_ENTRY = 512  # bytes in the directory: 46 and a name
_END, _END_SIGNATURE = struct.Struct("<4s4H2LH"), b"PK\x05\x06"
_END_64, _END_64_SIGNATURE = struct.Struct("<4sQ2H2L4Q"), b"PK\x06\x06"
_LOCATOR_SIZE, _LOCATOR_SIGNATURE = 20, b"PK\x06\x07"
_LONGEST_COMMENT = 65_535
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError),
    OverflowError,  # a place in the file beyond what a number of the machine can say
)


class ZipArchive:
    """The files of an open archive that may be read: by path, with the size it declares for each."""

    def __init__(self, archive: zipfile.ZipFile, most_files: int, is_litter: Callable[[str], bool]) -> None:
        self._archive = archive
        self.sizes: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._entries: dict[str, zipfile.ZipInfo] = {}
        if len(archive.filelist) > most_files:
            raise Refused("documents_too_many", limit=most_files)
        for entry in archive.filelist:
            if entry.is_dir() or is_litter(entry.filename):
                continue
            code = "document_name_twice" if entry.filename in self._entries else _objection(entry)
            if code:
                self.problems.append(Problem(code, value=shown(entry.filename)))
            else:
                self._entries[entry.filename] = entry
                self.sizes[entry.filename] = entry.file_size

    def content(self, path: str, most: int) -> bytes:
        """The first `most` bytes, never more than the size declared; Refused document_unreadable."""
        try:
            with self._archive.open(self._entries[path]) as file:
                return file.read(
                    min(most, self.sizes[path] + 1)
                )  # one more reaches the end, and its checksum
        except _BROKEN:
            raise Refused("document_unreadable") from None

    def chunks(self, path: str, size: int) -> Iterator[bytes]:
        """The whole content piece by piece, never more than the size declared; Refused document_unreadable."""
        try:
            with self._archive.open(self._entries[path]) as file:
                while chunk := file.read(size):
                    yield chunk
        except _BROKEN:
            raise Refused("document_unreadable") from None


@contextmanager
def open_archive(
    source: Path | bytes, *, most_files: int, is_litter: Callable[[str], bool]
) -> Iterator[ZipArchive]:
    """The archive at a path or in memory.

    Refused: document_archive_unreadable, documents_too_many, documents_too_large.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        if size > LARGEST_ARCHIVE:
            raise Refused("documents_too_large", limit=LARGEST_ARCHIVE)
        if _directory_size(file, size) > most_files * _LONGEST_ENTRY:
            raise Refused("documents_too_many", limit=most_files)
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN:
            raise Refused("document_archive_unreadable") from None
        with archive:
            yield ZipArchive(archive, most_files, is_litter)


def _directory_size(file: io.BufferedIOBase, size: int) -> int:
    """The bytes of the list of files, asked before it is loaded: millions of empty files would fill the memory."""
    tail_size = min(size, _LONGEST_COMMENT + _END.size + _LOCATOR_SIZE + _END_64.size)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    place = tail.rfind(_END_SIGNATURE)
    if place < 0 or len(tail) - place < _END.size:
        raise Refused("document_archive_unreadable")
    directory_size = int(_END.unpack_from(tail, place)[5])
    locator = place - _LOCATOR_SIZE
    if locator >= _END_64.size and tail.startswith(_LOCATOR_SIGNATURE, locator):
        wide = _END_64.unpack_from(tail, locator - _END_64.size)
        directory_size = max(directory_size, wide[8]) if wide[0] == _END_64_SIGNATURE else directory_size
    return directory_size


def _objection(entry: zipfile.ZipInfo) -> str | None:
    """Why an entry is not read."""
    if not _is_safe_name(entry.orig_filename):
        return "document_name_unsafe"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "document_is_link"
    if kind not in (0, stat.S_IFREG):
        return "document_unreadable"
    if entry.flag_bits & _ENCRYPTED:
        return "document_encrypted"
    if entry.compress_type not in _KNOWN_COMPRESSION:
        return "document_compression_unknown"
    if entry.file_size > max(RATIO_COUNTS_FROM, entry.compress_size * HIGHEST_RATIO):
        return "document_swells"
    return None


def _is_safe_name(name: str) -> bool:
    """Whether a name stays below where it is, for any system, and can be shown."""
    if (
        not name
        or has_unusable_character(name)
        or PureWindowsPath(name).drive
        or name.startswith(("/", "\\"))
    ):
        return False
    parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
    return ".." not in parts
