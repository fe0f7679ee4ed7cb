"""The invoices' PDFs out of a folder or a zip, without trusting anything in it.

Nothing is ever unpacked onto the disk. Names are used to find files, never to make paths.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from quitus.adapters.documents.zip_archive import open_archive
from quitus.domain.importing.documents import match_files
from quitus.domain.importing.problems import Problem, from_refusal
from quitus.domain.importing.text import shown
from quitus.domain.refused import Refused
from quitus.ports.document_folders import DocumentFolder, InvoiceFile, MatchedDocuments

MOST_FILES = 20_000
DEEPEST = 8  # folders within folders
LARGEST_PDF = 25 * 1024 * 1024  # bytes
LARGEST_TOTAL = 4 * 1024 * 1024 * 1024  # bytes of all matched files together
PDF_MARK = b"%PDF-"
# What systems leave behind; nobody means these.
_LITTER = frozenset((".ds_store", "thumbs.db", "desktop.ini", "__macosx"))


class FileStore(Protocol):
    """Where the files lie: paths within it, each with its size, and what had to be left out."""

    @property
    def sizes(self) -> Mapping[str, int]: ...

    @property
    def problems(self) -> Sequence[Problem]: ...

    def content(self, path: str, most: int) -> bytes:
        """The first `most` bytes; Refused when they cannot be had."""
        ...


class PdfFolders:
    """Opens folders and zip archives of invoices."""

    @contextmanager
    def open(self, source: Path | bytes) -> Iterator[DocumentFolder]:
        """Refused: document_source_missing, document_archive_unreadable, documents_too_many, documents_too_large."""
        if isinstance(source, Path) and source.is_dir():
            yield PdfFolder(_Folder(source))
            return
        if isinstance(source, Path) and not source.is_file():
            raise Refused("document_source_missing", path=source)
        with open_archive(source, most_files=MOST_FILES, is_litter=is_litter) as archive:
            yield PdfFolder(archive)


class PdfFolder:
    """One open folder or archive, its files matched to invoice numbers."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self._paths: dict[str, str] = {}

    def match(self, numbers: Iterable[str]) -> MatchedDocuments:
        """The PDF of each number. Files that are no PDF, too large, unmatched or ambiguous are problems.

        Codes: document_not_pdf, document_too_large, document_unreadable, document_without_invoice,
        document_ambiguous, document_twice, and those of the store. Refused: documents_too_large.
        """
        problems = list(self._store.problems)
        matched = match_files(sorted(self._store.sizes), numbers)
        problems += matched.problems
        files = {}
        for number, paths in matched.by_number.items():
            sound = [path for path in paths if self._is_sound(path, problems)]
            if len(sound) > 1 and not self._are_copies(sound):
                facts = {"number": number, "count": len(sound)}
                problems.append(Problem("document_twice", value=shown(_bare(sound[0])), facts=facts))
            elif sound:
                self._paths[number] = sound[0]
                files[number] = InvoiceFile(shown(_bare(sound[0])), self._store.sizes[sound[0]])
        if sum(file.size for file in files.values()) > LARGEST_TOTAL:
            raise Refused("documents_too_large", limit=LARGEST_TOTAL)
        return MatchedDocuments(files, tuple(problems))

    def read(self, number: str) -> bytes:
        """The PDF of a matched number.

        Refused document_unreadable, document_not_pdf or document_too_large when it changed meanwhile; KeyError
        for a number that `match` gave no file.
        """
        content = self._store.content(self._paths[number], LARGEST_PDF + 1)
        if len(content) > LARGEST_PDF:
            raise Refused("document_too_large", limit=LARGEST_PDF)
        if not content.startswith(PDF_MARK):
            raise Refused("document_not_pdf")
        return content

    def _is_sound(self, path: str, problems: list[Problem]) -> bool:
        try:
            if self._store.sizes[path] > LARGEST_PDF:
                raise Refused("document_too_large", limit=LARGEST_PDF)
            if self._store.content(path, len(PDF_MARK)) != PDF_MARK:
                raise Refused("document_not_pdf")
        except Refused as refusal:
            problems.append(from_refusal(refusal, None, value=_bare(path)))
            return False
        return True

    def _are_copies(self, paths: list[str]) -> bool:
        """Whether all are the same bytes: "F-7.pdf" and the browser's "F-7 (1).pdf"."""
        if len({self._store.sizes[path] for path in paths}) > 1:
            return False
        return len({hashlib.sha256(self._store.content(path, LARGEST_PDF)).digest() for path in paths}) == 1


class _Folder:
    """The plain files under a folder. Links are not followed: they could lead out of it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.sizes: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._list(root, 0)

    def content(self, path: str, most: int) -> bytes:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            with open(os.open(self._root / path, flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise Refused("document_unreadable")
                return file.read(most)
        except OSError:
            raise Refused("document_unreadable") from None

    def _list(self, folder: Path, depth: int) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            self._leave_out("document_unreadable", folder.name)
            return
        for entry in entries:
            if is_litter(entry.name):
                continue
            if entry.is_symlink():
                self._leave_out("document_is_link", entry.name)
            elif entry.is_dir(follow_symlinks=False):
                if depth == DEEPEST:
                    self._leave_out("document_too_deep", entry.name, limit=DEEPEST)
                else:
                    self._list(folder / entry.name, depth + 1)
            elif entry.is_file(follow_symlinks=False):
                path = (folder / entry.name).relative_to(self._root)
                self.sizes[str(path)] = entry.stat(follow_symlinks=False).st_size
            else:
                self._leave_out("document_unreadable", entry.name)
            if len(self.sizes) + len(self.problems) > MOST_FILES:
                raise Refused("documents_too_many", limit=MOST_FILES)

    def _leave_out(self, code: str, name: str, **facts: object) -> None:
        self.problems.append(Problem(code, value=shown(name), facts=facts))


def is_litter(path: str) -> bool:
    """Whether a path is something a system left behind: hidden files, thumbnails, Apple's second forks."""
    parts = path.replace("\\", "/").casefold().split("/")
    return any(part in _LITTER or part.startswith("._") for part in parts) or parts[-1].startswith(".")


def _bare(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
