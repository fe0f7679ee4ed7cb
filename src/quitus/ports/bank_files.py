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
    - A file that is cut short, damaged, too large or unknown is refused whole with `Refused`; nothing else is
      raised, whatever the bytes.
    - Nothing outside the file is read: no network, no other file, nothing written.
    """

    def read(self, source: BinaryIO) -> BankFile:
        """The statements in `source`, a seekable stream of bytes read from its beginning."""
        ...


class FormatReader(Protocol):
    """Reads one format; the same contract, once `recognises` said yes."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins with `head` (its first 64 KiB) is of this format."""
        ...

    def read(self, source: BinaryIO) -> BankFile:
        """The statements in `source`, read once from where it stands to its end."""
        ...
