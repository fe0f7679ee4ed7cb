"""What went wrong, in words: turns the system's and PostgreSQL's complaints into refusals."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quitus.domain.refused import Refused

FULL = (errno.ENOSPC, errno.EDQUOT)
CLOSED = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST),
    *(errno.ENAMETOOLONG, errno.ELOOP),
)
FULL_WORDS = ("No space left on device", "Disk quota exceeded", "Check free disk space")
ALMOST_NOTHING = 16 << 20  # bytes; so much PostgreSQL needs for its next piece of journal
GRAVE = ("PANIC:", "FATAL:", "ERROR:", "error:")
HINTED = ("LOG:", "WARNING:")
DETAILED = ("DETAIL:", "HINT:")


@contextmanager
def told(folder: Path, closed: str = "home_not_usable") -> Iterator[None]:
    """Turn the system's errors about `folder` into refusals; those it does not know pass through.

    Raises Refused: disk_full, and `closed` for a folder in which nothing may be written.
    """
    try:
        yield
    except OSError as error:
        # shutil.copytree gathers its errors into one that has words but no number.
        if error.errno in FULL or _has(str(error), FULL_WORDS):
            raise Refused("disk_full", folder=str(folder)) from error
        if error.errno in CLOSED:
            reason = f"{error.strerror}: {error.filename}"
            raise Refused(closed, folder=str(folder), reason=reason) from error
        raise


def refuse_when_full(folder: Path, output: str) -> None:
    """Raise Refused("disk_full") when PostgreSQL said so, or could not even say so.

    On a full disk its last words are often lost: the log lies on the same disk.
    """
    if _has(output, FULL_WORDS) or shutil.disk_usage(folder).free < ALMOST_NOTHING:
        raise Refused("disk_full", folder=str(folder))


def complaint(output: str) -> str:
    """The line of PostgreSQL's output that says what is wrong, with its details; "" when it said nothing.

    "FATAL: configuration file contains errors" comes after the line that names the error.
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    grave = [position for position, line in enumerate(lines) if is_grave(line)]
    if not grave:
        return " ".join(lines[:3])
    last = grave[-1]
    before = [line for line in lines[max(0, last - 1) : last] if _has(line, HINTED)]
    after = [line for line in lines[last + 1 : last + 3] if _has(line, DETAILED)]
    return " ".join([*before, lines[last], *after])


def is_grave(output: str) -> bool:
    return _has(output, GRAVE)


def _has(line: str, words: tuple[str, ...]) -> bool:
    return any(word in line for word in words)
