"""What we ask of a reader of bank files: everything the file says, or a refusal; never a part of it."""

from typing import BinaryIO, Protocol

from quitus.domain.banking.statement import BankFile


class BankFileReader(Protocol):
    """Reads any bank file that Quitus knows.

    The contract, proved for each reader by `tests/adapters/bank/`:

    - The format is found by content, never by the file's name.
    - Every movement of the file is in exactly one place: a line, or a problem that blocks the balance. An
      unreadable amount is never taken for zero, an unreadable line never left out.
    - Two equal movements stay two lines.
    - A file that is cut short, damaged, too large or unknown is refused whole with `Refused`; whatever the
      bytes, nothing else is raised. In an archive the refusal's fact `member` names the file.
    - Nothing outside the file is read: no network, no other file; nothing is written.
    """

    def read(self, source: BinaryIO) -> BankFile:
        """The statements in `source`, a seekable stream that stands at its beginning."""
        ...


class Bytes(Protocol):
    """As much of a stream as a format needs: what comes next, nothing at the end."""

    def read(self, size: int, /) -> bytes: ...


class FormatReader(Protocol):
    """Reads one format; the same contract, once `recognises` said yes."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins with `head` (64 KiB of it) is of this format."""
        ...

    def read(self, source: Bytes) -> BankFile:
        """The statements in `source`, read once to its end."""
        ...
