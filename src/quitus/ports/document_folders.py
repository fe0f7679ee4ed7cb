"""The PDFs of imported invoices, from a folder or an archive that somebody else filled."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from quitus.domain.importing.problems import Problem


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """One PDF: its bare file name, fit to be shown, and its bytes' count."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class MatchedDocuments:
    """The PDF of each invoice number that has one, and every file that was refused or fits no invoice."""

    files: Mapping[str, InvoiceFile]
    problems: tuple[Problem, ...]


class DocumentFolder(Protocol):
    """An open folder or archive."""

    def match(self, numbers: Iterable[str]) -> MatchedDocuments:
        """Find the PDFs of these invoices by their names; call it once, before `read`."""
        ...

    def read(self, number: str) -> bytes:
        """The PDF matched to this invoice number; Refused when the file has changed or gone meanwhile."""
        ...


class DocumentFolders(Protocol):
    """Opens folders and archives."""

    def open(self, source: Path | bytes) -> AbstractContextManager[DocumentFolder]:
        """A folder's or zip's path, or a zip's content; Refused when it is neither, or too large."""
        ...
